import type { ElementType } from "../call/arrays.js";
import type { ArrayRequirement } from "../call/placement.js";

/**
 * On an activation that reads an array of its own, such as the slopes of prelu: what that array must be for an argument of `length` elements,
 * which messages call `name`. Whoever lets an activation follow what has written already checks it beforehand, with the other arrays.
 */
export const READS = Symbol.for("hillock.reads");

export type Reads = (where: string, type: ElementType, name: string, length: number) => readonly ArrayRequirement[];
