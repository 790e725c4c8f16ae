import { fraction, logarithm, octaveOf } from "./logarithm.js";

/** log(1 + x), within 0.7 ULP. */
export function log1p(x: number): number {
  if (Math.abs(x) < 5.551115123125783e-17) return x;
  return logOnePlus(x, 0);
}

/** log(1 + x + low), where low is small beside x. */
export function logOnePlus(x: number, low: number): number {
  if (!(x > -1 && x < Infinity)) return x > -1 ? x : x === -1 ? -Infinity : NaN;
  const u = 1 + x;
  const isFar = x < -0.2928932188134524 || x > 0.41421356237309503;
  return ofEither(isFar, u, isFar ? lostBeside(x, u) + low : low, x);
}

/** The loss of u = 1 + x. */
export function lostBeside(x: number, u: number): number {
  return x < 1 ? x - (u - 1) : 1 - (u - x);
}

/** log(u + low) where it is far from 0, else that of u = 1 + f and low. */
export function ofEither(isFar: boolean, u: number, low: number, f: number): number {
  const k = isFar ? octaveOf(u) : 0;
  return logarithm(k, isFar ? fraction(u, k) : f, low / u);
}
