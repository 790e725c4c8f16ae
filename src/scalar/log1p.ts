import { ARTANH_0, ARTANH_1, ARTANH_2, ARTANH_3, ARTANH_4, ARTANH_5, ARTANH_6, LN2_HIGH, LN2_LOW } from "./coefficients.js";
import { exponent, scaled } from "./power.js";

/**
 * log(1 + x), within 0.7 ULP. 1 + x is 2^k (1 + f) with f between √½ - 1 and √2 - 1, and with s = f
 * / (2 + f)
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
  const sum = k * LN2_HIGH + first;
  return sum + (k * LN2_HIGH - sum + first + (f - first - square + tail));
}

/** (2 artanh(s) / s - 2) / z in z = s² */
function artanh(z: number): number {
  const z2 = z * z;
  return ARTANH_0 + ARTANH_1 * z + z2 * (ARTANH_2 + ARTANH_3 * z + z2 * (ARTANH_4 + ARTANH_5 * z + ARTANH_6 * z2));
}
