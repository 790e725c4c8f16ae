import { arctangentBend } from "./atan.js";
import {
  ANGLES_0,
  ANGLES_1,
  ANGLES_2,
  ANGLES_3,
  ANGLES_LOW_0,
  ANGLES_LOW_1,
  ANGLES_LOW_2,
  ANGLES_LOW_3,
} from "./elementaryCoefficients.js";

/**
 * arctan x, within 0.9 ULP: arctan c + arctan t, where t is (|x| - c) / (1 + c |x|) with c = 0,
 * 1/2, 1 or 3/2, the nearest one, or -1 / |x| with c = Infinity. The difference is exact, and t
 * small beside the angle where the sum is not.
 */
export function arctangent(x: number): number {
  const a = Math.abs(x);
  let t = a;
  let high = 0;
  let low = 0;
  if (a > Math.SQRT2 + 1) {
    t = -1 / a;
    high = ANGLES_3;
    low = ANGLES_LOW_3;
  } else if (a > 1.1875) {
    t = (a - 1.5) / (1 + 1.5 * a);
    high = ANGLES_2;
    low = ANGLES_LOW_2;
  } else if (a > 0.6875) {
    t = (a - 1) / (1 + a);
    high = ANGLES_1;
    low = ANGLES_LOW_1;
  } else if (a > Math.SQRT2 - 1) {
    t = (a - 0.5) / (1 + 0.5 * a);
    high = ANGLES_0;
    low = ANGLES_LOW_0;
  }
  const y = withBend(high, low, t);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** high + arctan t + low, for the words of an angle. */
function withBend(high: number, low: number, t: number): number {
  const z = t * t;
  return high + (t + (t * z * arctangentBend(z) + low));
}

/** The angle of the point (x, y), within 1.6 ULP. */
export function atan2(y: number, x: number): number {
  const larger = Math.max(Math.abs(x), Math.abs(y));
  const smaller = Math.min(Math.abs(x), Math.abs(y));
  const swapped = Math.abs(y) > Math.abs(x);
  const left = x < 0 || Object.is(x, -0);
  const angle =
    larger < 2 ** 900 && larger > 2 ** -800 ? ofRatio(smaller, larger, swapped, left) : 1 * ofScaled(smaller, larger, swapped, left);
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** The same of numbers whose sums may overflow, or lose digits, or that are no numbers. */
function ofScaled(smaller: number, larger: number, swapped: boolean, left: boolean): number {
  if (Number.isNaN(larger)) return NaN;
  if (larger === Infinity) return ofRatio(smaller === Infinity ? 1 : 0, 1, swapped, left);
  if (larger === 0) return ofRatio(0, 1, swapped, left);
  const factor = larger > 1 ? 2 ** -40 : 2 ** 200;
  return ofRatio(smaller * factor, larger * factor, swapped, left);
}

/** The angle of a over b, a <= b, or what is left of it to π/2, and from there to π. */
function ofRatio(a: number, b: number, swapped: boolean, left: boolean): number {
  const c = a > b * 0.6875 ? 1 : a > b * (Math.SQRT2 - 1) ? 0.5 : 0;
  const t = (a - c * b) / (b + c * a);
  const high = c === 1 ? ANGLES_1 : c === 0 ? 0 : ANGLES_0;
  const low = c === 1 ? ANGLES_LOW_1 : c === 0 ? 0 : ANGLES_LOW_0;
  const quarters = swapped ? 1 : left ? 2 : 0;
  const sign = swapped === left ? 1 : -1;
  return withBend(quarters * ANGLES_3 + sign * high, quarters * ANGLES_LOW_3 + sign * low, sign * t);
}
