import { bytesOf } from "../call/arrays.js";
import type { Operands } from "../call/operands.js";
import type { LinearMemory } from "./memory.js";
import type { Kernel } from "./runtime.js";

/** A kernel, and its function for one method: the addresses of two or three arrays, a number of elements, a context. */
export interface KernelFunction {
  readonly kernel: Kernel<unknown>;
  readonly call: (...addresses: number[]) => void;
}

/**
 * Runs a kernel over arrays. Those that do not live in the memory pass through a staging slot, a tile at a time, so that any length
 * takes the same memory and stays in the first cache. An element gets the same bits either way.
 */
export function run(
  { kernel: { context }, call }: KernelFunction,
  memory: LinearMemory,
  { type, length, arrays, places, inputs }: Operands,
): void {
  const staged = places.includes(-1);
  const step = staged ? memory.tile(type) : length;
  const at = staged ? places.slice() : places;
  for (let from = 0; from < length; from += step) {
    const n = Math.min(step, length - from);
    for (let i = 0; staged && i < at.length; i++) {
      if (places[i] < 0 && i < inputs) memory.copyIn(i, arrays[i], type, from, n);
      at[i] = places[i] < 0 ? memory.slot(i) : places[i] + from * bytesOf(type);
    }
    if (at.length === 2) call(at[0], at[1], n, context);
    else call(at[0], at[1], at[2], n, context);
    for (let i = inputs; staged && i < at.length; i++) if (places[i] < 0) memory.copyOut(i, arrays[i], type, from, n);
  }
}
