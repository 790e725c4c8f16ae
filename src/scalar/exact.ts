/** What a + b loses to rounding (Knuth). */
export function lostBySum(a: number, b: number): number {
  const sum = a + b;
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** What a b loses to rounding (Dekker 1971), for factors below 2^996. */
export function lostByProduct(a: number, b: number): number {
  const aHigh = upper(a);
  const bHigh = upper(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - a * b + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** The upper 26 bits. */
function upper(x: number): number {
  const scaled = x * 134217729;
  return scaled - (scaled - x);
}
