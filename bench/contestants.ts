/**
 * Functions of other shapes as if they were elementwise, each with a loop beside it: so they can be
 * held against each other as activations are, on the page and by the package's command.
 */
import type { Elementwise } from "./sideBySide.js";

export interface Contestant {
  readonly name: string;
  readonly f: Elementwise;
  readonly loop: (x: Float32Array, y: Float32Array) => void;
  /** The numbers that it is given instead of others. Default: these. */
  readonly numbers?: (x: Float32Array) => Float32Array;
}

/** A function of arrays and options. */
export type ArrayFunction = (...given: readonly unknown[]) => Float32Array;

type Floats = Float32Array | Float64Array;

/** The length of a row, of arrays that are no shorter. */
export const ENTRIES = 64;
export const entriesIn = (length: number): number => Math.min(length, ENTRIES);

/** The numbers that fill rows, without those of a row that is not whole. */
export const wholeRows = (x: Float32Array): Float32Array => x.subarray(0, x.length - (x.length % entriesIn(x.length)));

/** A function of rows with as many results; `place` makes the shape of rows and their length. */
export function rowsOf(
  name: string,
  rows: ArrayFunction,
  loop: (x: Float32Array, y: Float32Array, rows: number, n: number) => void,
  place: (rows: number, n: number) => object = (count, n) => ({ shape: [count, n] }),
): Contestant {
  const f = (x: Floats, options?: object) => rows(x, { ...options, ...place(x.length / entriesIn(x.length), entriesIn(x.length)) });
  return {
    name,
    f: f as unknown as Elementwise,
    loop: (x, y) => loop(x, y, x.length / entriesIn(x.length), entriesIn(x.length)),
    numbers: wholeRows,
  };
}

/** A gate whose values are its gates; the loop is that of its activation. */
export function gateOf(name: string, gated: ArrayFunction, loop: Contestant["loop"]): Contestant {
  return {
    name,
    f: ((x: Floats, options?: object) => gated(x, x, options)) as unknown as Elementwise,
    loop: (x, y) => {
      loop(x, y);
      for (let i = 0; i < x.length; i++) y[i] = (y[i] as number) * (x[i] as number);
    },
  };
}
