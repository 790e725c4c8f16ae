import type { CheckedArray } from "../call/arguments.js";
import { bytesOf, type ElementType } from "../call/arrays.js";
import type { LinearMemory } from "./memory.js";

/** The memory to which arrays of one element type are brought. */
export interface Stage {
  readonly memory: LinearMemory;
  readonly type: ElementType;
}

/**
 * The address at which the `n` elements of an array from `from` on can be read, staged in `slot` if
 * they must be.
 */
export function stage({ memory, type }: Stage, { array, at }: CheckedArray, slot: number, from: number, n: number): number {
  if (at >= 0) return at + from * bytesOf(type);
  memory.copyIn(slot, array, type, from, n);
  return memory.slot(slot);
}
