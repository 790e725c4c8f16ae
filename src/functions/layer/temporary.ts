import type { CheckedArray } from "../../call/arguments.js";
import { type ElementType, offsetOf } from "../../call/arrays.js";
import { heapOf } from "../../runtime/heap.js";
import type { Runtime } from "../../runtime/runtime.js";

/** Calls `use` with an array of zeros in hillock's memory, taken for as long as that lasts. */
export function withArray(where: string, runtime: Runtime, type: ElementType, length: number, use: (array: CheckedArray) => void): void {
  const heap = heapOf(runtime);
  const array = heap.take(where, type === "Float32Array" ? Float32Array : Float64Array, length);
  try {
    use({ array, at: offsetOf(array) });
  } finally {
    heap.release(where, array);
  }
}
