import type { CheckedArray } from "../../../call/arguments.js";
import { bytesOf } from "../../../call/arrays.js";
import type { Argument, BoundKernel, KernelFunction, Passage, SharedArray } from "../../../runtime/kernel.js";
import { MaskRows } from "../input.js";
import { ALL } from "../quotients.js";
import { FLAGS } from "../rowBatches.js";
import type { OwnRows } from "../sharing.js";
import { sharedEntries } from "./entries.js";
import { shareRows } from "./rows.js";

/** Rows to a call of a kernel, which leaves all from the first on that is to be taken otherwise. */
const ROWS = 8;

/**
 * Has threads share rows of quotients, where that is faster; else has `alone` take them all.
 * With a mask that is added, it takes those that kernels leave: so they must find their entries
 * where they were, which those of -x do not where results take their place.
 */
export function shareQuotients(
  rows: OwnRows,
  out: CheckedArray,
  call: (...values: number[]) => number,
  weights: readonly Argument[],
  alone: (first?: number, end?: number) => void,
): void {
  const { kernel, input } = rows;
  const { shape, mask, negated } = input;
  if (mask?.words && negated) {
    alone();
    return;
  }
  const left: number[] = [];
  const [words, returned] = mask?.words ? [wordsOf(rows), [callsOf(kernel, left)]] : [0, []];
  shareRows(
    kernel,
    shape,
    (of) => {
      const arrays = [...weights, sharedEntries(rows), words, of(out, true)];
      const parameters = [...arrays, "workspace", "count", shape.n, ALL, "context", ...returned] as const;
      return { call: call as KernelFunction, parameters, ...(mask?.words && { perCall: ROWS }) };
    },
    alone,
  );
  for (let i = 0, end = 0; i < left.length; i = end) {
    while (end < left.length && left[end] - left[i] === end - i) end++;
    alone(left[i], left[i] + end - i);
  }
}

/** The mask of rows, as threads share it. */
function wordsOf({ kernel: { type }, input }: OwnRows): SharedArray {
  const { n } = input.shape;
  const enter: Passage = ({ memory }, address, row, rows) => new MaskRows(memory, type, input, address).enter(row, rows, 0, n);
  return { each: n, isRead: true, enter };
}

/** The number of rows that each call has taken: the others are added to a list. */
function callsOf({ type }: BoundKernel<unknown>, left: number[]): SharedArray {
  const leave: Passage = ({ memory }, address, first, rows) => {
    const view = memory.view("Float64Array");
    for (let row = 0; row < rows; row += ROWS)
      for (let i = view[address / 8 + row / ROWS] >> FLAGS; i < Math.min(ROWS, rows - row); i++) left.push(first + row + i);
  };
  return { each: 8 / bytesOf(type) / ROWS, isWritten: true, isReturned: true, leave };
}
