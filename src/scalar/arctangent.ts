import { arctangentBend } from "./atan.js";
import { PI_LOW } from "./coefficients.js";
import { productError } from "./exact.js";

/** arctan x, within 0.8 ULP: as {@link atan}, with quotients in two words. */
export function arctangent(x: number): number {
  const a = Math.min(Math.abs(x), 2 ** 60);
  const y = a > Math.SQRT2 + 1 ? ofQuotient(-1, 0, a, 0, 0.5) : a > Math.SQRT2 - 1 ? aboutOne(a) : withBend(0, 0, a, 0);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** π/4 + arctan of (a - 1) / (a + 1) */
function aboutOne(a: number): number {
  const numerator = a - 1;
  const denominator = a + 1;
  return ofQuotient(numerator, a - (numerator + 1), denominator, a - (denominator - 1), 0.25);
}

/** h π + arctan of a quotient, both of its parts in two words. */
function ofQuotient(numerator: number, numeratorLow: number, denominator: number, denominatorLow: number, h: number): number {
  const t = numerator / denominator;
  return withBend(h, h * Math.PI, t, lost(t, numerator, numeratorLow, denominator, denominatorLow));
}

/** The loss of a quotient t of two numbers in two words, as its arctangent has it. */
function lost(t: number, numerator: number, numeratorLow: number, denominator: number, denominatorLow: number): number {
  const residue = numerator - t * denominator - productError(t, denominator);
  return ((residue + numeratorLow - t * denominatorLow) / denominator) * (1 - t * t);
}

/** first + h low of π + arctan t + low, for the first word of h π. */
function withBend(h: number, first: number, t: number, low: number): number {
  const sum = first + t;
  const z = t * t;
  return sum + (first - sum + t + (t * z * arctangentBend(z) + (low + h * PI_LOW)));
}

/** The angle of the point (x, y), within 0.8 ULP. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const swapped = Math.abs(y) > Math.abs(x);
  const larger = swapped ? Math.abs(y) : Math.abs(x);
  const smaller = swapped ? Math.abs(x) : Math.abs(y);
  const left = x < 0 || Object.is(x, -0);
  const angle =
    larger === Infinity
      ? ofRatio(smaller === Infinity ? 1 : 0, 1, swapped, left)
      : larger === 0
        ? ofRatio(0, 1, swapped, left)
        : larger > 2 ** 900
          ? ofRatio(smaller * 2 ** -40, larger * 2 ** -40, swapped, left)
          : larger < 2 ** -800
            ? ofRatio(smaller * 2 ** 200, larger * 2 ** 200, swapped, left)
            : ofRatio(smaller, larger, swapped, left);
  return y < 0 || Object.is(y, -0) ? -angle : angle;
}

/** The angle of a over b, a <= b, or what is left of it to π/2, and from there to π. */
function ofRatio(a: number, b: number, swapped: boolean, left: boolean): number {
  const middle = a > b * (Math.SQRT2 - 1);
  const numerator = middle ? a - b : a;
  const denominator = middle ? a + b : b;
  const t = numerator / denominator;
  const counts = Math.abs(numerator) > 1e-290;
  const low = counts ? lost(t, numerator, middle ? a - (numerator + b) : 0, denominator, middle ? b - denominator + a : 0) : 0;
  const quarter = middle ? 0.25 : 0;
  const octant = swapped ? 0.5 - quarter : quarter;
  const h = left ? 1 - octant : octant;
  const sign = swapped === left ? 1 : -1;
  return withBend(h, h * Math.PI, sign * t, sign * low);
}
