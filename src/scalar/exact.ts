/** The error of `a + b` (Knuth's TwoSum). */
export function sumError(a: number, b: number): number {
  const sum = a + b;
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** The error of `a b` (Dekker 1971), for factors below 2^996. */
export function productError(a: number, b: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - a * b + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/**
 * a b in two words, as far as e^-ab is not 0: e^-high is off by up to 372 ULP where the low word is
 * left out. Beyond 2^996 the split overflows, and there is no low word.
 */
export function product(a: number, b: number): { readonly high: number; readonly low: number } {
  const high = a * b;
  return { high, low: high < 1500 ? productError(a, b) || 0 : 0 };
}

/** The upper 26 bits. */
function upperHalf(x: number): number {
  const scaled = x * 134217729;
  return scaled - (scaled - x);
}
