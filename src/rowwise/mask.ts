import { attached } from "../arguments.js";
import { bufferOf, type ElementType, type FloatArray, lengthOf, offsetOf, tagOf } from "../arrays.js";
import { describe, fail } from "../errors.js";
import type { Shape } from "../shape.js";

/** Which entries of an array count. */
export interface Mask {
  readonly array: Uint8Array | FloatArray;
  readonly length: number;
  /** The index of what belongs to the first entry of a row. */
  readonly start: (row: number) => number;
  /** From one entry of a row to the next. */
  readonly step: number;
  /** Whether it is added. */
  readonly additive: boolean;
  /** Whether what it adds takes arithmetic: not if all of it is 0 or -Infinity, as in most masks. */
  readonly words: boolean;
}

/** Checks the option `mask`. Its length is that of the array, or of the last dimensions of its shape. */
export function readMask(where: string, mask: unknown, type: ElementType, { shape, n, inner }: Shape): Mask | undefined {
  if (mask === undefined) return undefined;
  const tag = tagOf(mask);
  if (tag !== "Uint8Array" && tag !== type)
    fail(TypeError, "HILLOCK_TYPE", where, `mask is ${describe(mask)}, expected a Uint8Array, or a ${type} like x`);
  const array = mask as Uint8Array | FloatArray;
  const length = lengthOf(array as FloatArray);
  attached(where, "mask", array as FloatArray, bufferOf(array as FloatArray), length);
  const lengths = shape.map((_, i) => shape.slice(i).reduce((product, dimension) => product * dimension, 1));
  if (!lengths.includes(length))
    fail(
      RangeError,
      "HILLOCK_LENGTH",
      where,
      `mask has length ${length}, expected ${lengths[0]} like x${lengths.length > 1 ? `, or that of the last dimensions of shape, ${lengths.slice(1).join(" or ")}` : ""}`,
    );
  const additive = tag !== "Uint8Array";
  const start = (row: number) => (Math.floor(row / inner) * n * inner + (row % inner)) % length;
  return { array, length, start, step: inner % length, additive, words: additive && !isShort(array, length) };
}

/** Whether whatever the array is added to stays as long as it is. */
function isShort(array: Uint8Array | FloatArray, length: number): boolean {
  for (let i = 0; i < length; i++) if (array[i] !== 0 && array[i] !== -Infinity) return false;
  return true;
}

/** Refuses an output that shares bytes with the mask: the mask is read while the output is written. */
export function keepApart(where: string, mask: Mask, out: FloatArray): void {
  const from = offsetOf(mask.array as FloatArray);
  const start = offsetOf(out);
  const end = start + lengthOf(out) * out.BYTES_PER_ELEMENT;
  if (bufferOf(out) === bufferOf(mask.array as FloatArray) && start < from + mask.length * mask.array.BYTES_PER_ELEMENT && from < end)
    fail(RangeError, "HILLOCK_OVERLAP", where, "out overlaps mask; it needs memory of its own");
}

/** Checks that rows are such that causal has a meaning. Returns how many rows a matrix has. */
export function rowsOfMatrix(where: string, { shape, axis }: Shape): number {
  if (shape.length < 2 || axis !== shape.length - 1)
    fail(
      RangeError,
      "HILLOCK_SHAPE",
      where,
      `causal is true for axis ${axis} of a shape of ${shape.length} dimension${shape.length === 1 ? "" : "s"}, expected two dimensions at least, and the last axis`,
    );
  return shape[shape.length - 2];
}
