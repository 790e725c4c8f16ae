/**
 * The state of a row that is read block by block: numbers at the beginning of the workspace. A sum
 * has two words, the second for the rounding errors of the first.
 */
import { PARAMETER, PARAMETERS } from "../../context";

/** Bytes of it */
export const STATE: usize = 128;

/** The factor of the gradient. Behind it is room for the loss of a row in blocks. */
export const SCALE: usize = 0;
/** The largest logit; the lowest number before the first. */
export const LARGEST: usize = 16;
/** The powers below that of the largest, and with the last those equal to it but for one. */
export const REST: usize = 32;
/** The shares */
export const SHARES: usize = 48;
/** share (largest - x) / temperature */
export const DISTANCE: usize = 64;
/**
 * The sum of the powers of a block below the largest logit, and the number of those equal to it.
 */
export const BELOW: usize = 80;
export const EQUAL: usize = 96;
/** The number of logits of the row so far that are equal to the largest. */
export const COUNT: usize = 104;

/**
 * Parameters, in the context: 1 / temperature; what the gradient is divided by, the temperature
 * included; 1 - smoothing, smoothing / classes.
 */
export const COLDNESS: usize = PARAMETERS + 3 * PARAMETER;
export const DIVISOR: usize = PARAMETERS + 5 * PARAMETER;
export const KEPT: usize = PARAMETERS + 6 * PARAMETER;
export const SPREAD: usize = PARAMETERS + 7 * PARAMETER;

export function put(sum: usize, value: f64): void {
  store<f64>(sum, value, 0);
  store<f64>(sum, 0, 8);
}

export function add(sum: usize, value: f64): void {
  const before = load<f64>(sum);
  const after = before + value;
  const part = after - before;
  store<f64>(sum, after);
  store<f64>(sum, load<f64>(sum, 8) + (before - (after - part)) + (value - part), 8);
}

export function total(sum: usize): f64 {
  return bounded(load<f64>(sum), load<f64>(sum, 8));
}

/** The sum of two words. An infinite one has lost nothing: what stands beside it is no number. */
export function bounded(high: f64, low: f64): f64 {
  return select<f64>(high + low, high, high < Infinity);
}
