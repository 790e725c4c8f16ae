import type { CheckedArray } from "../../call/arguments.js";
import { type BoundKernel, type KernelFunction, LEAST_SHARED, type SharedArray } from "../../runtime/kernel.js";
import { workspaceOf } from "../../runtime/memory.js";

/** A share has a multiple of so many elements, which fill cache lines. */
const LINE = 16;

/**
 * Runs a function of a kernel that draws a number for each element, over two arrays or three whose
 * first element has the index `offset` in the stream of `seed`.
 */
export function runStream(
  kernel: BoundKernel<unknown>,
  call: KernelFunction,
  seed: number,
  offset: number,
  arrays: readonly CheckedArray[],
  inputs: number,
  length: number,
): void {
  const room = workspaceOf(kernel.memory);
  let first = offset;
  const overTwo: KernelFunction = (x, y, n, context) => {
    call(seed, first, room, x, y, n, context);
    first += n;
  };
  const overThree: KernelFunction = (a, b, d, n, context) => {
    call(seed, first, room, a, b, d, n, context);
    first += n;
  };
  const alone = () => kernel.run(arrays.length === 2 ? overTwo : overThree, arrays, inputs, length);
  if (!kernel.threads || length <= LEAST_SHARED) {
    alone();
    return;
  }
  const shared = arrays.map((one, i): SharedArray => ({ one, each: 1, isRead: i < inputs, isWritten: i >= inputs }));
  const parameters = [seed, { first: offset }, "workspace", ...shared, "count", "context"] as const;
  kernel.threads.runJob(kernel, { call, parameters, units: length, multiple: LINE, isInPlace: true, work: length }, alone);
}
