import { logarithm } from "./logarithm.js";
import { exponent, scaled } from "./power.js";

/** log(1 + x), within 0.7 ULP. */
export function log1p(x: number): number {
  if (Math.abs(x) < 5.551115123125783e-17) return x;
  if (!(x > -1 && x < Infinity)) return x > -1 ? x : x === -1 ? -Infinity : NaN;
  if (!(x < -0.2928932188134524 || x > 0.41421356237309503)) return logarithm(0, x, 0);
  const u = 1 + x;
  const low = (x < 1 ? x - (u - 1) : 1 - (u - x)) / u;
  const k = exponent(u * Math.SQRT1_2) + 1;
  return logarithm(k, scaled(u, -k) - 1, low);
}
