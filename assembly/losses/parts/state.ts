/**
 * The state of a row while it is read, piece by piece, and of all losses so far: numbers at the
 * beginning of the room. Those that are sums have two words, the second for the errors of
 * additions.
 */

/** Bytes of it. */
export const STATE: usize = 128;

/** The sum of all losses. It goes on from call to call. */
export const TOTAL: usize = 0;
/** The largest logit; the lowest number before the first. */
export const LARGEST: usize = 16;
/** The sum of the exponentials but for one of the largest. */
export const OTHERS: usize = 32;
/** The sum of the shares. */
export const SHARES: usize = 48;
/** The sum of share (largest - x). */
export const DISTANCE: usize = 64;
/** The factor of the gradient. */
export const SCALE: usize = 80;

/**
 * Parameters, in the context, behind those of the terms: the divisor of the losses, 1 - smoothing,
 * smoothing / classes.
 */
export const DIVISOR: usize = 256 + 5 * 48;
export const KEPT: usize = 256 + 6 * 48;
export const SPREAD: usize = 256 + 7 * 48;

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

/** The sum of two words. An infinite one has no error: the second word is NaN. */
export function bounded(sum: f64, sumError: f64): f64 {
  return select<f64>(sum + sumError, sum, sum < Infinity);
}
