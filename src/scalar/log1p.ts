import { logarithm, ofWords } from "./logarithm.js";

/** log(1 + x), within 0.7 ULP. */
export function log1p(x: number): number {
  if (Math.abs(x) < 5.551115123125783e-17) return x;
  return logOnePlus(x, 0);
}

/** log(1 + x + low), where low is small beside x. */
export function logOnePlus(x: number, low: number): number {
  if (!(x > -1 && x < Infinity)) return x > -1 ? x : x === -1 ? -Infinity : NaN;
  const u = 1 + x;
  if (!(x < -0.2928932188134524 || x > 0.41421356237309503)) return logarithm(0, x, low / u);
  return ofWords(u, (x < 1 ? x - (u - 1) : 1 - (u - x)) + low, 0);
}
