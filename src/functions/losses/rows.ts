import type { CheckedArray } from "../../call/arguments.js";
import { type ElementType, type FloatArray, viewOf } from "../../call/arrays.js";
import { positionOf, type Shape } from "../../call/shape.js";
import { productError, sumError } from "../../scalar/exact.js";
import { exp, timesExp } from "../../scalar/exponential.js";
import { log1p } from "../../scalar/log1p.js";
import { Sum } from "../../scalar/sum.js";
import type { Targets } from "./targets.js";

/** The arrays of a call and the targets of its rows. An output that is undefined is not wanted. */
export interface Rows {
  readonly type: ElementType;
  readonly x: CheckedArray;
  readonly rows: number;
  /** The layout of the classes of a row. */
  readonly shape: Shape;
  readonly targets: Targets;
  readonly temperature: number;
  /** The divisor of the sum of losses. */
  readonly divisor: number;
  readonly loss: CheckedArray | undefined;
  readonly gradient: CheckedArray | undefined;
}

/**
 * Softmax and cross entropy of rows in JavaScript. Returns the sum of their losses.
 *
 * With m the largest entry of a row, T the temperature, e = exp((x - m) / T), R the sum of all e
 * but that of m, and shares a of sum A:
 *
 *     loss     = A log1p(R) + sum a (m - x) / T                    no term is negative
 *     gradient = ((A - a) e - a ((1 - e) + R)) / (1 + R) / T
 *
 * p - 1 is (e - 1 - R) / (1 + R): as 1 or R is in it, nothing is lost.
 */
export function computeRows(call: Rows): number {
  const { x, rows, shape, targets, temperature, divisor, loss, gradient } = call;
  const total = new Sum();
  const shares = new Float64Array(shape.n);
  for (let i = 0; i < rows; i++) {
    if (targets.labels && targets.labels[i] < 0) {
      clearRow(call, i);
      continue;
    }
    const row = { x: x.array, start: positionOf(i, shape), step: shape.inner, n: shape.n, temperature };
    fillShares(shares, targets, i, row);
    const sum = new Sum();
    for (const share of shares) sum.add(share);
    const m = largest(row);
    const rest = restOf(row, m);
    const value = new Sum();
    value.add(sum.value * log1p(rest));
    for (let j = 0; j < row.n; j++) if (shares[j] !== 0) value.add(shares[j] * ((m - row.x[row.start + j * row.step]) / temperature));
    total.add(value.value);
    if (loss) loss.array[i] = value.value;
    if (!gradient) continue;
    const scale = 1 / (divisor * temperature) / (1 + rest);
    for (let j = 0; j < row.n; j++) {
      const at = row.start + j * row.step;
      const d = (row.x[at] - m) / temperature;
      const low = lowOf(row.x[at], m, d, temperature);
      const e = exp(d);
      const other = timesExp(sum.minus(shares[j]) * scale, d);
      const own = shares[j] * (1 - e - e * low + rest) * scale;
      // At a label p - 1, which is never above 0, not even as a zero.
      gradient.array[at] = targets.labels?.[i] === j && targets.smoothing === 0 ? -own : other + other * low - own;
    }
  }
  return total.value;
}

/** Writes the zeros of a row that is ignored. */
export function clearRow({ type, loss, gradient, shape }: Pick<Rows, "type" | "loss" | "gradient" | "shape">, row: number): void {
  if (loss) loss.array[row] = 0;
  if (!gradient) return;
  const start = positionOf(row, shape);
  if (shape.inner === 1) viewOf(gradient.array, type, start, shape.n).fill(0);
  else for (let j = 0; j < shape.n; j++) gradient.array[start + j * shape.inner] = 0;
}

/** A row of logits: its first, how far it is from each to the next, and what all are divided by. */
interface Row {
  readonly x: FloatArray;
  readonly start: number;
  readonly step: number;
  readonly n: number;
  readonly temperature: number;
}

function fillShares(to: Float64Array, { labels, distributions, weights, smoothing }: Targets, i: number, { start, step, n }: Row): void {
  const least = smoothing / n;
  for (let j = 0; j < n; j++) {
    const target = distributions ? distributions.array[start + j * step] : labels?.[i] === j ? 1 : 0;
    to[j] = ((1 - smoothing) * target + least) * (weights ? weights[j] : 1);
  }
}

function largest({ x, start, step, n }: Row): number {
  let m = -Infinity;
  for (let j = 0, at = start; j < n; j++, at += step) if (x[at] > m) m = x[at];
  return m;
}

/**
 * R; NaN for a row that has no probabilities: with NaN or Infinity in it, without a number above
 * -Infinity, without classes.
 */
function restOf({ x, start, step, n, temperature }: Row, m: number): number {
  const sum = new Sum();
  let found = false;
  for (let j = 0, at = start; j < n; j++, at += step) {
    const d = (x[at] - m) / temperature;
    if (d === 0 && !found) found = true;
    else {
      const e = exp(d);
      sum.add(e + e * lowOf(x[at], m, d, temperature));
    }
  }
  return found ? sum.value : Number.NaN;
}

/**
 * The rounding error of d = (x - m) / temperature where e^d is not 0: at d = -700 it is up to 512
 * ULP of e^d.
 */
function lowOf(x: number, m: number, d: number, temperature: number): number {
  if (!(d > -750)) return 0;
  const error = sumError(x, -m);
  return temperature === 1 ? error : (x - m - d * temperature - productError(d, temperature) + error) / temperature;
}
