import {
  ARTANH5_0,
  ARTANH5_1,
  ARTANH5_2,
  ARTANH5_3,
  ARTANH5_4,
  ARTANH5_5,
  ARTANH5_6,
  ARTANH5_7,
  LOG2E_TWICE,
  LOG2E_TWICE_LOW,
  THIRD,
  THIRD_LOW,
} from "./elementaryCoefficients.js";
import { productError } from "./exact.js";
import { exp2OfSum } from "./exp2.js";
import { fraction, octaveOf } from "./logarithm.js";

/** x to the power of y, within 1 ULP, and exact where a whole power is a number. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  const a = Math.abs(x);
  const power =
    a >= 2 ** -1000 && a < Infinity
      ? ofPositive(a, 0, y)
      : 1 * (a > 0 && a < 1 ? ofPositive(a * 2 ** 100, 100, y) : exp2OfSum(bounded(y * (a === 0 ? -Infinity : a)), 0));
  if (!(x < 0 || Object.is(x, -0))) return power;
  const isWhole = y === Math.floor(y);
  if (!isWhole) return x < 0 && a < Infinity ? NaN : power;
  return y * 0.5 === Math.floor(y * 0.5) ? power : -power;
}

function bounded(x: number): number {
  return x < -1100 ? -1100 : x > 1100 ? 1100 : x;
}

/**
 * 2^(y (log2 a - octaves)). The logarithm has two words and 65 bits: with s = f / (2 + f), z = s²
 *
 *     log2(2^k (1 + f)) = k + 2 log2 e (s + s z (1/3 + z/5 + ...))
 */
function ofPositive(a: number, octaves: number, y: number): number {
  const whole = octaveOf(a);
  const f = fraction(a, whole);
  const k = whole - octaves;
  const d = 2 + f;
  const s = f / d;
  const sLow = (f - s * d - productError(s, d) - s * (f - (d - 2))) / d;
  const z = s * s;
  const zLow = productError(s, s) + 2 * s * sLow;
  const w = z * artanh(z);
  const factor = THIRD + w;
  const factorLow = THIRD - factor + w + THIRD_LOW;
  const b = z * factor;
  const bLow = productError(z, factor) + (z * factorLow + zLow * factor);
  const c = s * b;
  const cLow = productError(s, b) + (s * bLow + sLow * b);
  const l = s + c;
  const lLow = s - l + c + (sLow + cLow);
  const g = l * LOG2E_TWICE;
  const gLow = productError(l, LOG2E_TWICE) + (l * LOG2E_TWICE_LOW + lLow * LOG2E_TWICE);
  const high = k + g;
  const low = k - high + g + gLow;
  const product = y * high;
  if (!(Math.abs(product) < 1100)) return exp2OfSum(bounded(product), 0);
  const finite = y < -(2 ** 64) ? -(2 ** 64) : y > 2 ** 64 ? 2 ** 64 : y;
  return exp2OfSum(product, productError(finite, high) + finite * low);
}

/** (artanh(s) / s - 1 - z / 3) / z² in z = s² */
function artanh(z: number): number {
  const z2 = z * z;
  const upper = ARTANH5_4 + ARTANH5_5 * z + z2 * (ARTANH5_6 + ARTANH5_7 * z);
  return ARTANH5_0 + ARTANH5_1 * z + z2 * (ARTANH5_2 + ARTANH5_3 * z + z2 * upper);
}
