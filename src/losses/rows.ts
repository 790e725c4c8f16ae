import type { ElementType, FloatArray } from "../arrays.js";
import type { Placed } from "../placement.js";
import { lostBySum } from "../scalar/exact.js";
import { exp, timesExp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { Sum } from "./sum.js";
import type { Aim } from "./targets.js";

/** The arrays of a call, and what its rows aim at. An output that is undefined is not wanted. */
export interface Rows {
  readonly type: ElementType;
  readonly x: Placed;
  readonly rows: number;
  readonly classes: number;
  readonly aim: Aim;
  /** By what the sum of losses is divided. */
  readonly divisor: number;
  readonly loss: Placed | undefined;
  readonly gradient: Placed | undefined;
}

/**
 * Softmax and cross entropy of rows in JavaScript. Returns the sum of their losses.
 *
 * With m the largest entry of a row, e = exp(x - m), R the sum of all e but that of m, and shares a of sum A:
 *
 *     loss     = A log1p(R) + sum a (m - x)                  no term is negative
 *     gradient = ((A - a) e - a ((1 - e) + R)) / (1 + R)     p - 1 is (e - 1 - R) / (1 + R): as 1 or R is in it, nothing is lost
 */
export function computeRows({ x: { array: x }, rows, classes, aim, divisor, loss, gradient }: Rows): number {
  const total = new Sum();
  const shares = new Float64Array(classes);
  for (let i = 0; i < rows; i++) {
    const from = i * classes;
    fillShares(shares, aim, i);
    const sum = new Sum();
    for (const share of shares) sum.add(share);
    const m = largest(x, from, classes);
    const rest = restOf(x, from, classes, m);
    const value = new Sum();
    value.add(sum.value * log1p(rest));
    for (let j = 0; j < classes; j++) if (shares[j] !== 0) value.add(shares[j] * (m - x[from + j]));
    total.add(value.value);
    if (loss) loss.array[i] = value.value;
    if (!gradient) continue;
    const scale = 1 / divisor / (1 + rest);
    for (let j = 0; j < classes; j++) {
      const d = x[from + j] - m;
      const low = lost(x[from + j], m, d);
      const e = exp(d);
      const other = timesExp(sum.minus(shares[j]) * scale, d);
      const own = shares[j] * (1 - e - e * low + rest) * scale;
      // At a label p - 1, which is never above 0, not even as a zero.
      gradient.array[from + j] = aim.labels?.[i] === j && aim.smoothing === 0 ? -own : other + other * low - own;
    }
  }
  return total.value;
}

function fillShares(shares: Float64Array, { labels, distributions, weights, smoothing }: Aim, i: number): void {
  const n = shares.length;
  const least = smoothing / n;
  for (let j = 0; j < n; j++) {
    const target = distributions ? distributions.array[i * n + j] : labels?.[i] === j ? 1 : 0;
    shares[j] = ((1 - smoothing) * target + least) * (weights ? weights[j] : 1);
  }
}

function largest(x: FloatArray, from: number, n: number): number {
  let m = -Infinity;
  for (let j = from; j < from + n; j++) if (x[j] > m) m = x[j];
  return m;
}

/** R; NaN for a row that has no probabilities: with NaN or Infinity in it, without a number above -Infinity, without classes. */
function restOf(x: FloatArray, from: number, n: number, m: number): number {
  const sum = new Sum();
  let found = false;
  for (let j = from; j < from + n; j++) {
    const d = x[j] - m;
    if (d === 0 && !found) found = true;
    else {
      const e = exp(d);
      sum.add(e + e * lost(x[j], m, d));
    }
  }
  return found ? sum.value : Number.NaN;
}

/** What d = x - m has lost to rounding, as far as e^d is not 0: at d = -700 that is up to 512 ULP of e^d. */
function lost(x: number, m: number, d: number): number {
  return d > -750 ? lostBySum(x, -m) : 0;
}
