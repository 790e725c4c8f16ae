import { bytesOf } from "./arrays.js";
import type { LinearMemory } from "./memory.js";
import type { Operands } from "./operands.js";
import type { Kernel } from "./runtime.js";

/** Calls one export of a kernel with the addresses of its operands. */
export type Invoke = (kernel: Kernel, at: readonly number[], n: number) => void;

/**
 * Runs a kernel over arrays. Those that do not live in the memory pass through a staging slot, a tile at a time, so that any length
 * takes the same memory and stays in the first cache. An element gets the same bits either way.
 */
export function run(kernel: Kernel, memory: LinearMemory, { type, length, arrays, places, inputs }: Operands, invoke: Invoke): void {
  if (!places.includes(-1)) {
    invoke(kernel, places, length);
    return;
  }
  const bytes = bytesOf(type);
  const tile = memory.tile(type);
  const at = places.slice();
  for (let from = 0; from < length; from += tile) {
    const n = Math.min(tile, length - from);
    for (let i = 0; i < arrays.length; i++) {
      const place = places[i];
      if (place < 0 && i < inputs) memory.copyIn(i, arrays[i], type, from, n);
      at[i] = place < 0 ? memory.slot(i) : place + from * bytes;
    }
    invoke(kernel, at, n);
    for (let i = inputs; i < arrays.length; i++) if (places[i] < 0) memory.copyOut(i, arrays[i], type, from, n);
  }
}
