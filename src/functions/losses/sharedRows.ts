import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import { type Argument, type BoundKernel, type KernelFunction, LEAST_SHARED, type Passage } from "../../runtime/kernel.js";
import type { Sum } from "../../scalar/sum.js";

/** The arrays of a loss of rows. An output that is undefined is not wanted. */
interface LossRows {
  readonly x: CheckedArray;
  readonly rows: number;
  readonly shape: Shape;
  readonly loss: CheckedArray | undefined;
  readonly gradient: CheckedArray | undefined;
}

/**
 * Has threads share whole rows of a loss, where there are any, and enough to do; else calls
 * `alone`. Either way their losses are added to `total`, one row after the other, but for those
 * that `labels` ignore.
 *
 * A kernel `run` takes x, the `targets`, losses, the gradient, losses in f64, the number of rows
 * and of classes, the numbers `rest`, room and its context.
 */
export function sumOfRows(
  kernel: BoundKernel<unknown>,
  { x, rows, shape, loss, gradient }: LossRows,
  run: (...values: never[]) => void,
  targets: readonly Argument[],
  rest: readonly number[],
  total: Sum,
  alone: () => void,
  labels?: ArrayLike<number>,
): void {
  const { threads, type } = kernel;
  const { n, inner } = shape;
  if (!threads || inner > 1 || rows * n <= LEAST_SHARED) {
    alone();
    return;
  }
  const output = { isWritten: true };
  const leave: Passage = ({ memory }, address, row, length) => {
    const view = memory.view("Float64Array");
    for (let i = 0; i < length; i++) if (!(labels && labels[row + i] < 0)) total.add(view[address / 8 + i]);
  };
  const parameters = [
    { one: x, each: n, isRead: true },
    ...targets,
    { one: loss, each: 1, ...output },
    gradient ? { one: gradient, each: n, ...output } : 0,
    { each: 8 / bytesOf(type), ...output, leave },
    "count",
    n,
    ...rest,
    "workspace",
    "context",
  ] as const;
  threads.runJob(kernel, { call: run as KernelFunction, parameters, units: rows, work: rows * n }, alone);
}
