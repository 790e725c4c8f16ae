import type { Framework } from "./frameworks.js";

export type Properties = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}

/** A name with its options, as read from a text or an object. */
export interface Form {
  readonly name: string;
  /** Options by the names that they have there. */
  readonly options: Properties;
  /** Options without names, in their order. */
  readonly positional: readonly unknown[];
  /** The frameworks whose form it can be. */
  readonly frameworks: readonly Framework[];
}

/** The part of a form that is there; the rest is as of a name alone, of any framework. */
export type Part = Partial<Form> & Pick<Form, "name">;
