import { productError } from "./exact.js";
import { logOnePlus, lostBeside, ofEither } from "./log1p.js";
import { ofWords } from "./logarithm.js";

/**
 * asinh x, within 1.5 ULP: log(a + w) with a = |x| and w = √(1 + a²), below 5/4 log(1 + a + a² / (1
 * + w)).
 */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 2 ** -28 && a < 2 ** 28)) return 1 * ofOthers(x);
  const square = a * a;
  const w = Math.sqrt(1 + square);
  let t = 0;
  let u = w + a;
  let low = w - u + a;
  let isFar = true;
  if (a < 1.25) {
    const q = square / (1 + w);
    t = a + q;
    u = 1 + t;
    low = a - t + q;
    isFar = t > 0.41421356237309503;
    if (isFar) low = lostBeside(t, u) + low;
  }
  const y = ofEither(isFar, u, low, t);
  return x < 0 ? -y : y;
}

/** The same where x is its own, and far out, where it is log 2a. */
function ofOthers(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 2 ** 28 && a < Infinity)) return x;
  return x < 0 ? -ofWords(a, 0, 1) : ofWords(a, 0, 1);
}

/**
 * acosh x, within 2 ULP: log(x + w) with w = √((x - 1) (x + 1)), below 1.06 log(1 + (x - 1) + w).
 */
export function acosh(x: number): number {
  if (!(x >= 1 && x < Infinity)) return x > 1 ? x : NaN;
  if (x >= 2 ** 28) return 1 * ofWords(x, 0, 1);
  const t = x - 1;
  const w = Math.sqrt(t * (x + 1));
  const isFar = x >= 1.06;
  const sum = w + t;
  const u = isFar ? x + w : 1 + sum;
  return ofEither(isFar, u, isFar ? x - u + w : w - sum + t, sum);
}

/** atanh x, within 0.8 ULP: log(1 + 2a / (1 - a)) / 2 with a = |x|, the quotient in two words. */
export function atanh(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -28) return x;
  const d = 1 - a;
  const v = (2 * a) / d;
  const residue = 2 * a - v * d - productError(v, d);
  const y = 0.5 * logOnePlus(v, (residue - v * (1 - d - a)) / d);
  return x < 0 ? -y : y;
}
