import { arctangentBend } from "./atan.js";
import { PI_LOW } from "./coefficients.js";
import { productError } from "./exact.js";

/** arctan x, within 0.7 ULP: as {@link atan}, with quotients in two words. */
export function arctangent(x: number): number {
  const a = Math.min(Math.abs(x), 2 ** 60);
  const y = a > Math.SQRT2 + 1 ? ofQuotient(0.5, -1, 0, a, 0) : a > Math.SQRT2 - 1 ? aboutOne(a) : withBend(0, a, 0);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** π/4 + arctan of (a - 1) / (a + 1) */
function aboutOne(a: number): number {
  const numerator = a - 1;
  const denominator = a + 1;
  return ofQuotient(0.25, numerator, a - (numerator + 1), denominator, a - (denominator - 1));
}

/** h π + arctan of a quotient, both of its parts in two words. */
function ofQuotient(h: number, numerator: number, numeratorLow: number, denominator: number, denominatorLow: number): number {
  const t = numerator / denominator;
  const residue = numerator - t * denominator - productError(t, denominator);
  const lost = residue + numeratorLow - t * denominatorLow;
  return withBend(h, t, (lost / denominator) * (1 - t * t));
}

/** h π + arctan t + low */
function withBend(h: number, t: number, low: number): number {
  const first = h * Math.PI;
  const sum = first + t;
  const z = t * t;
  return sum + (first - sum + t + (t * z * arctangentBend(z) + (low + h * PI_LOW)));
}
