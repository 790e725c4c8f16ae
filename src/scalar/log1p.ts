import { LN2, LN2_LOW } from "./exponential.js";
import { exponent, scaled } from "./power.js";

/**
 * log(1 + x), within 0.7 ULP. 1 + x is 2^k (1 + f) with f between √½ - 1 and √2 - 1, and with s = f / (2 + f)
 *
 *     log(1 + f) = f - f²/2 + s (f²/2 + 2 artanh(s) / s - 2)
 *
 * The largest terms, k ln2 and f - f²/2, have two words each.
 */
export function log1p(x: number): number {
  if (Math.abs(x) < 5.551115123125783e-17) return x;
  if (!(x > -1 && x < Infinity)) return x > -1 ? x : x === -1 ? -Infinity : NaN;
  let k = 0;
  let f = x;
  let low = 0;
  if (x < -0.2928932188134524 || x > 0.41421356237309503) {
    const u = 1 + x;
    low = (x < 1 ? x - (u - 1) : 1 - (u - x)) / u;
    k = exponent(u * Math.SQRT1_2) + 1;
    f = scaled(u, -k) - 1;
  }
  const high = Math.fround(f);
  const square = 0.5 * high * high;
  const squareLow = 0.5 * (f - high) * (f + high);
  const s = f / (2 + f);
  const z = s * s;
  const tail = low + k * LN2_LOW - squareLow + s * (square + squareLow + z * artanh(z));
  const first = f - square;
  const sum = k * LN2 + first;
  return sum + (k * LN2 - sum + first + (f - first - square + tail));
}

/** (2 artanh(s) / s - 2) / z in z = s², to 2^-50 (proof/coefficients/scalar.ts). */
function artanh(z: number): number {
  const z2 = z * z;
  const low = 0.666666666666667 + 0.3999999999990013 * z;
  const middle = 0.28571428625793854 + 0.22222211156682223 * z;
  return low + z2 * (middle + z2 * (0.1818288786661956 + 0.15331755898586888 * z + 0.14616093638651942 * z2));
}
