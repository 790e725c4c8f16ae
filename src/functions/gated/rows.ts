import { describe, fail } from "../../call/errors.js";
import type { Options } from "../../call/options.js";
import { readShape } from "../../call/shape.js";
import type { Rows } from "./arrays.js";
import type { Layout } from "./types.js";

const LAYOUTS: readonly unknown[] = ["valueFirst", "gateFirst", "interleaved"] satisfies Layout[];

/** Reads the options `shape` and `layout` of a call on a packed array of `length` elements. */
export function readRows(where: string, options: Options, length: number): Rows {
  const { shape: given } = options;
  const layout = readLayout(where, options.layout);
  const { shape, outer, n } = readShape(where, { shape: given, axis: undefined }, length);
  if (n % 2 === 1)
    fail(
      "HILLOCK_SHAPE",
      where,
      `${given === undefined ? "x has length" : `shape[${shape.length - 1}] is`} ${n}, expected an even number: as many values as gates`,
    );
  return { layout, rows: outer, n: n / 2 };
}

/** The layout of a call: there is none by default. */
export function readLayout(where: string, layout: unknown): Layout {
  if (LAYOUTS.includes(layout)) return layout as Layout;
  return fail("HILLOCK_OPTION", where, `layout is ${describe(layout)}, expected "valueFirst", "gateFirst" or "interleaved"`);
}

/** Calls `use` with the places of value and gate of every result. */
export function eachPair({ layout, rows, n }: Rows, use: (value: number, gate: number, result: number) => void): void {
  const [first, second, step] = layout === "valueFirst" ? [0, n, 1] : layout === "gateFirst" ? [n, 0, 1] : [1, 0, 2];
  for (let row = 0; row < rows; row++)
    for (let i = 0, at = 2 * row * n; i < n; i++) use(at + first + step * i, at + second + step * i, row * n + i);
}
