import {
  ERF_SLOPE,
  ERF_SLOPE_LOW,
  ERROR_FUNCTION_0,
  ERROR_FUNCTION_1,
  ERROR_FUNCTION_2,
  ERROR_FUNCTION_3,
  ERROR_FUNCTION_4,
  ERROR_FUNCTION_5,
  ERROR_FUNCTION_6,
  ERROR_FUNCTION_7,
  ERROR_FUNCTION_8,
  ERROR_FUNCTION_9,
  ERROR_FUNCTION_10,
  ERROR_FUNCTION_11,
  ROOT2_LOW,
} from "./elementaryCoefficients.js";
import { productError } from "./exact.js";
import { complement, normalTail, quintic, type Tail } from "./normalTail.js";
import { scaled } from "./power.js";

/** erf x, within 0.8 ULP. */
export function erf(x: number): number {
  const a = Math.min(Math.abs(x), 27.4);
  const y = a < 0.5 ? a * ERF_SLOPE + restOf(a) : complement(1, tailOf(a));
  return x < 0 ? -y : x > 0 ? y : x;
}

/** erfc x = 1 - erf x, within 1.2 ULP. */
export function erfc(x: number): number {
  if (x > -1 && x < 0.25) {
    const first = x * ERF_SLOPE;
    const y = 1 - first;
    return y + (1 - y - first - restOf(x));
  }
  const tail = tailOf(Math.min(Math.abs(x), 27.4));
  return x < 0 ? complement(2, tail) : scaled(tail.high + tail.low, tail.n);
}

/** erf x - 2 / √π x, as that is rounded, for |x| <= 1. */
function restOf(x: number): number {
  const z = x * x;
  const z2 = z * z;
  const z6 = z2 * z2 * z2;
  const upper = quintic(z, ERROR_FUNCTION_6, ERROR_FUNCTION_7, ERROR_FUNCTION_8, ERROR_FUNCTION_9, ERROR_FUNCTION_10, ERROR_FUNCTION_11);
  const bend =
    quintic(z, ERROR_FUNCTION_0, ERROR_FUNCTION_1, ERROR_FUNCTION_2, ERROR_FUNCTION_3, ERROR_FUNCTION_4, ERROR_FUNCTION_5) + z6 * upper;
  const low = (Math.abs(x) > 1e-280 ? productError(x, ERF_SLOPE) : 0) + x * ERF_SLOPE_LOW;
  return x * z * bend + low;
}

/** erfc a = 2 Φ(-√2 a), for a from 0 to 27.4. */
function tailOf(a: number): Tail {
  const { n, high, low } = normalTail(a, a * Math.SQRT2, productError(a, Math.SQRT2) + a * ROOT2_LOW, 1);
  return { n: n + 1, high, low };
}
