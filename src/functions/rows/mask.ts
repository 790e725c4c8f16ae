import { attachedLength } from "../../call/arguments.js";
import { bufferOf, type ElementType, type FloatArray, lengthOf, offsetOf, tagOf } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import type { Shape } from "../../call/shape.js";
import { Broadcast, readMaskShape } from "./broadcast.js";

/** The mask of a call: it says which entries of an array count. */
export interface Mask {
  readonly array: Uint8Array | FloatArray;
  readonly length: number;
  /** Whether it is added. */
  readonly additive: boolean;
  /**
   * Whether what it adds takes arithmetic: not if all of it is 0 or -Infinity, as in most masks.
   */
  readonly words: boolean;
  /** The distance from one entry of a row to the next, 0 where one stands for all of them. */
  readonly step: number;
  /** The index of what belongs to the first entry of a row. */
  start(row: number): number;
}

/** Checks the options `mask` and `maskShape`. */
export function readMask(where: string, mask: unknown, maskShape: unknown, type: ElementType, shape: Shape): Mask | undefined {
  if (mask === undefined) return undefined;
  const tag = tagOf(mask);
  if (tag !== "Uint8Array" && tag !== type)
    fail("HILLOCK_TYPE", where, `mask is ${describe(mask)}, expected a Uint8Array, or a ${type} like x`);
  const array = mask as Uint8Array | FloatArray;
  const length = attachedLength(where, "mask", array as FloatArray);
  const additive = tag !== "Uint8Array";
  const broadcast = new Broadcast(shape, readMaskShape(where, maskShape, length, additive, shape));
  const start = (row: number) => broadcast.start(row);
  return { array, length, additive, words: additive && !isShort(array, length), step: broadcast.step, start };
}

/** Whether whatever the array is added to stays as long as it is. */
function isShort(array: Uint8Array | FloatArray, length: number): boolean {
  for (let i = 0; i < length; i++) if (array[i] !== 0 && array[i] !== -Infinity) return false;
  return true;
}

/**
 * Refuses an output that shares bytes with the mask: the mask is read while the output is written.
 */
export function keepApart(where: string, mask: Mask, out: FloatArray): void {
  const from = offsetOf(mask.array as FloatArray);
  const start = offsetOf(out);
  const end = start + lengthOf(out) * out.BYTES_PER_ELEMENT;
  if (bufferOf(out) === bufferOf(mask.array as FloatArray) && start < from + mask.length * mask.array.BYTES_PER_ELEMENT && from < end)
    fail("HILLOCK_OVERLAP", where, "out overlaps mask; it needs memory of its own");
}
