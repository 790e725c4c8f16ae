import type { Shape } from "../../../call/shape.js";
import { type BoundKernel, type Job, LEAST_SHARED } from "../../../runtime/kernel.js";
import type { Of, RowsCalls } from "../sharing.js";

/**
 * Has threads share the pieces of a row, where there are any; else calls `alone`. A piece has
 * `perCall` elements, as many as fit a staging slot by default.
 */
export function sharePieces(kernel: BoundKernel<unknown>, n: number, called: RowsCalls, alone: () => void): void {
  const { threads, memory, type } = kernel;
  const isWhole = called.second !== undefined;
  if (!threads) alone();
  else threads.runJob(kernel, { units: n, perCall: memory.tile(type), isInPlace: true, isWhole, work: n, ...called } as Job, alone);
}

/**
 * Has threads share whole rows that lie one after the other, where there are any, and enough to do;
 * else calls `alone`.
 */
export function shareRows(
  kernel: BoundKernel<unknown>,
  { outer, n, inner }: Shape,
  callOf: (of: Of) => RowsCalls,
  alone: () => void,
): void {
  const { threads, memory, type } = kernel;
  if (!threads || inner > 1 || outer * n <= LEAST_SHARED || n > memory.tile(type)) {
    alone();
    return;
  }
  const called = callOf((one, isWritten = false) => ({ one, each: n, isRead: !isWritten, isWritten }));
  threads.runJob(kernel, { units: outer, isInPlace: true, work: outer * n, ...called } as Job, alone);
}
