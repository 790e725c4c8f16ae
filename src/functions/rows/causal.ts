import { describe, fail } from "../../call/errors.js";
import { readOptions } from "../../call/options.js";
import type { Shape } from "../../call/shape.js";

/** The option `causal`: whether entries are left out, and by which diagonal where that was said. */
export type Causal = boolean | { readonly offset: number };

/** Rows of matrices in which entry j of row i is left out where j > i + offset. */
export interface Diagonal {
  /** The number of rows of a matrix. */
  readonly rows: number;
  readonly offset: number;
}

/** Checks the option `causal`. */
export function readCausal(where: string, value: unknown, bound: Causal): Causal {
  if (value === undefined) return bound;
  if (typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null)
    fail("HILLOCK_OPTION", where, `causal is ${describe(value)}, expected true, false or { offset }`);
  const { offset } = readOptions(where, value, ["offset"], "causal");
  if (typeof offset !== "number") fail("HILLOCK_OPTION", where, `causal.offset is ${describe(offset)}, expected a whole number`);
  if (!Number.isInteger(offset)) fail("HILLOCK_OPTION", where, `causal.offset is ${offset}, expected a whole number`, RangeError);
  return { offset };
}

/**
 * The diagonal of a call. Fails where rows are not those of matrices, or it is not said which
 * diagonal of one that is not square.
 */
export function diagonalOf(where: string, { shape, axis }: Shape, causal: Causal): Diagonal | undefined {
  if (causal === false) return undefined;
  const given = causal === true ? "true" : `{ offset: ${causal.offset} }`;
  if (shape.length < 2 || axis !== shape.length - 1)
    fail(
      "HILLOCK_SHAPE",
      where,
      `causal is ${given} for axis ${axis} of a shape of ${shape.length} dimension${shape.length === 1 ? "" : "s"}, expected two dimensions at least, and the last axis`,
    );
  const [rows, columns] = shape.slice(-2);
  if (causal !== true) return { rows, offset: causal.offset };
  if (rows !== columns)
    fail(
      "HILLOCK_SHAPE",
      where,
      `causal is true for matrices of ${rows} x ${columns}, which are not square, expected { offset: 0 }, where the first row sees the first column alone, or { offset: ${columns - rows} }, where the last row sees the last column`,
    );
  return { rows, offset: 0 };
}
