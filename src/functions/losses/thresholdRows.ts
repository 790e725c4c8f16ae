import { positionOf } from "../../call/shape.js";
import { Sum } from "../../scalar/sum.js";
import { Candidates, reachOf, solve, type Threshold, type ThresholdRecord } from "../rows/candidates.js";
import type { CheckedRows } from "./rowLoss.js";
import { clearRow } from "./rows.js";

/** A call of a loss with a threshold. */
export interface ThresholdRowsCall extends Omit<CheckedRows<unknown>, "engine"> {
  readonly threshold: Threshold;
  /** The divisor of the sum of losses. */
  readonly divisor: number;
}

/** The temperature: there is none. */
export const TEMPERATURE = 1;

/** The logit below which all are as far from the threshold as from 0. */
const FAR = -1e100;

/** The loss of a row with a label, and what the predictions of the other classes add up to. */
export interface LabelLoss {
  readonly loss: number;
  readonly others: number;
}

/**
 * The loss of a row from its candidates: assembly/losses/parts/thresholdRows.ts has the formula.
 * `own` is the logit of the label, less the shift.
 */
export function lossOfLabel(threshold: Threshold, { high, count }: Candidates, { found }: ThresholdRecord, own: number): LabelLoss {
  const [sum, others] = [new Sum(), new Sum()];
  sum.add(distance(threshold, own, found));
  let p = 0;
  let seen = false;
  for (let i = 0; i < count; i++) {
    const each = threshold.result(high[i], 0, found, TEMPERATURE);
    if (!seen && high[i] === own) {
      seen = true;
      p = each;
      continue;
    }
    others.add(each);
    sum.add(threshold.divergence(0, -each, each));
  }
  sum.add(threshold.divergence(1, others.value, p));
  return { loss: sum.value, others: others.value };
}

/** The distance of an entry below the threshold. */
function distance(threshold: Threshold, entry: number, found: readonly number[]): number {
  return entry < FAR ? -entry : Math.max(threshold.below(entry, found), 0);
}

/** Losses of rows in JavaScript. Returns their sum. */
export function computeThresholdRows(call: ThresholdRowsCall): number {
  const { x, rows, shape, threshold, labels, divisor, loss, gradient, distributions } = call;
  const { n, inner } = shape;
  const total = new Sum();
  for (let row = 0; row < rows; row++) {
    if (labels && labels[row] < 0) {
      clearRow(call, row);
      continue;
    }
    const start = positionOf(row, shape);
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < n; j++) largest = Math.max(largest, x.array[start + j * inner]);
    if (!Number.isFinite(largest)) {
      total.add(Number.NaN);
      if (loss) loss.array[row] = Number.NaN;
      if (gradient) for (let j = 0; j < n; j++) gradient.array[start + j * inner] = Number.NaN;
      continue;
    }
    const { bound, shift } = reachOf(threshold, largest, TEMPERATURE);
    const candidates = new Candidates();
    for (let j = 0; j < n; j++) if (x.array[start + j * inner] >= bound) candidates.add(x.array[start + j * inner] - shift, 0);
    const record = solve(threshold, candidates, largest, shift, TEMPERATURE);
    const predict = (at: number) => (x.array[at] >= record.bound ? threshold.result(x.array[at] - shift, 0, record.found, TEMPERATURE) : 0);
    const own = labels ? start + labels[row] * inner : -1;
    const ofLabel = labels && lossOfLabel(threshold, candidates, record, x.array[own] - shift);
    const sum = new Sum();
    for (let j = 0; (gradient || distributions) && j < n; j++) {
      const at = start + j * inner;
      const p = predict(at);
      const y = distributions ? distributions.array[at] : 0;
      if (distributions) sum.add(threshold.divergence(y, y - p, p));
      if (y > 0) sum.add(y * distance(threshold, x.array[at] - shift, record.found));
      if (gradient) gradient.array[at] = (ofLabel && at === own ? -ofLabel.others : p - y) / divisor;
    }
    const value = ofLabel ? ofLabel.loss : sum.value;
    total.add(value);
    if (loss) loss.array[row] = value;
  }
  return total.value;
}
