import { bytesOf, type ElementType, type FloatArray } from "./arrays.js";
import type { LinearMemory } from "./memory.js";
import type { Kernel } from "./runtime.js";

/** Calls one export of a kernel with the addresses of its operands. */
export type Invoke = (kernel: Kernel, at: readonly number[], n: number) => void;

/**
 * Runs a kernel over arrays, the first `inputs` of which are read and the others written.
 *
 * `places` has the address of each, or -1 for an array that does not live in the memory: those pass through a staging slot, a tile
 * at a time, so that any length takes the same memory and stays in the first cache. An element gets the same bits either way.
 */
export function run(kernel: Kernel, memory: LinearMemory, type: ElementType, n: number, arrays: readonly FloatArray[], places: readonly number[], inputs: number, invoke: Invoke): void {
  const bytes = bytesOf(type);
  const step = places.includes(-1) ? memory.tile(type) : n;
  const at: number[] = [];
  for (let from = 0; from < n; from += step) {
    const length = Math.min(step, n - from);
    for (let i = 0; i < arrays.length; i++) {
      const place = places[i] as number;
      if (place < 0 && i < inputs) memory.copyIn(i, arrays[i] as FloatArray, type, from, length);
      at[i] = place < 0 ? memory.slot(i) : place + from * bytes;
    }
    invoke(kernel, at, length);
    for (let i = inputs; i < arrays.length; i++) if ((places[i] as number) < 0) memory.copyOut(i, arrays[i] as FloatArray, type, from, length);
  }
}
