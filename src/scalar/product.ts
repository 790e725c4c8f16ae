/**
 * a b in two words, as far as e^-ab is not 0 (Dekker 1971): e^-high is off by up to 372 ULP where the low word is left out.
 * Beyond 2^996 the split overflows, and there is no low word.
 */
export function product(a: number, b: number): { readonly high: number; readonly low: number } {
  const high = a * b;
  const aHigh = upper(a);
  const bHigh = upper(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  const low = aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow;
  return { high, low: high < 1500 ? low || 0 : 0 };
}

/** The upper 26 bits. */
function upper(x: number): number {
  const scaled = x * 134217729;
  return scaled - (scaled - x);
}
