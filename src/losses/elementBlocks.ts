import { bytesOf } from "../arrays.js";
import type { Engine } from "../losses.js";
import { writeParameters } from "../memory.js";
import type { Elements } from "./elements.js";
import { sumOf } from "./sum.js";
import type { TargetExports } from "./targets.js";

/** The export of a sigmoidBinaryCrossEntropy module: assembly/losses/sigmoidBinaryCrossEntropy.ts. */
export interface ElementExports extends TargetExports {
  elements(x: number, t: number, loss: number, gradient: number, n: number, s: number, c: number): void;
}

/** Bytes that the kernel needs for the sum, and for a tail of each array. */
export const ROOM = 128;

/**
 * Runs the kernel over all elements, in one call if every array lives in the memory, else a tile at a time. Returns the sum of the
 * losses, which goes on from tile to tile in its room, in four numbers.
 */
export function runElements({ kernel, memory, room }: Engine<ElementExports>, call: Elements): number {
  const { type, x, targets, loss, gradient, length, positiveWeight } = call;
  writeParameters(memory, kernel.context, [positiveWeight, 1 / length, length]);
  const state = memory
    .view("Float64Array")
    .subarray(room / 8, room / 8 + 4)
    .fill(0);
  const arrays = [x, targets, loss, gradient];
  const used = gradient ? arrays : arrays.slice(0, 3);
  // A loss that is not wanted is written all the same, to its slot.
  const step = used.some((one) => !one || one.at < 0) ? memory.tile(type) : length;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    const at = arrays.map((one, slot) => (one && one.at >= 0 ? one.at + from * bytesOf(type) : memory.slot(slot)));
    if (x.at < 0) memory.copyIn(0, x.array, type, from, n);
    if (targets.at < 0) memory.copyIn(1, targets.array, type, from, n);
    kernel.exports.elements(at[0], at[1], at[2], gradient ? at[3] : 0, n, room, kernel.context);
    if (loss && loss.at < 0) memory.copyOut(2, loss.array, type, from, n);
    if (gradient && gradient.at < 0) memory.copyOut(3, gradient.array, type, from, n);
  }
  return sumOf(state);
}
