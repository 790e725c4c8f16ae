import type { Library } from "./frameworks.js";

/** A value in a serialised form. */
export type Value = string | number | boolean | null;

/**
 * The function that names of a library mean, as the build writes it into
 * src/specification/names.ts.
 */
export interface Meaning {
  readonly library: Library;
  /** Names from below the library's root: `nn.LeakyReLU`. */
  readonly names: readonly string[];
  /** The name of our function. */
  readonly of: string;
  /** Parameters there, in their order, and which of ours they are. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Our parameters that have another default there. */
  readonly defaults?: Readonly<Record<string, number>>;
  /**
   * Other parameters there, and their values for which this is the function; null is one left out.
   */
  readonly when?: Readonly<Record<string, readonly Value[]>>;
  /** Parameters there that say nothing about the function. */
  readonly ignored?: readonly string[];
}
