/**
 * The exact results of Fenchel-Young losses, in whole numbers: all of a row are multiples of
 * 2^-2300.
 *
 * By their definition with sparsemax and entmax15, of a function W with the regularised prediction
 * p = argmax <p, x> - W(p):
 *
 *     loss = W*(x) + W(y) - <y, x> = <p, x> - W(p) + W(y) - <y, x>
 *
 * where the entries x are taken less their threshold, which changes nothing where the targets y add
 * up to 1.
 */
import { type Format, ulpExponent } from "./formats.js";
import type { Distance, Row } from "./losses.js";
import { exponentOf, quotient, scaled, squareRoot, ThresholdResults } from "./thresholds.js";

const BITS = 2300n;
const ONE = 1n << BITS;

const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const rootOf = (a: bigint): bigint => squareRoot(a << BITS);

/** W(p) and the results from their roots, by the power of the results. */
const FUNCTIONS: Readonly<Record<number, { readonly weight: (p: bigint) => bigint; readonly result: (root: bigint) => bigint }>> = {
  1: { weight: (p) => times(p, p) / 2n, result: (root) => root },
  2: { weight: (p) => (times(p, rootOf(p)) * 4n) / 3n, result: (root) => times(root, root) },
};

/** The judge of the loss of rows whose results are of a power. */
export const thresholdJudge =
  (power: number) =>
  (format: Format, { x, targets, divisors }: Row, loss: number, gradient: ArrayLike<number>): { loss: Distance; gradient: Distance[] } => {
    const { weight, result } = FUNCTIONS[power] as (typeof FUNCTIONS)[number];
    const results = new ThresholdResults(power, { x });
    const divisor = Array.from(divisors).reduce((a, b) => a + b, 0);
    let exact = 0n;
    let infinite = false;
    const slopes = Array.from(gradient, (slope, i) => {
      const y = scaled(targets[i] as number) << (BITS - 1074n);
      const root = results.root(i, BITS);
      const p = root !== undefined && root > 0n ? result(root) : 0n;
      exact += weight(y) - weight(p);
      if (root === undefined) infinite ||= y > 0n;
      else exact += times(BigInt(power) * root, p - y);
      return distanceOf(
        format,
        p - y,
        ONE * BigInt(divisor),
        slope,
        [p, y].reduce((a, b) => (a > b ? a : b)),
        ONE,
      );
    });
    if (infinite) return { loss: loss === Infinity ? NONE : { ulp: Infinity, relative: Infinity }, gradient: slopes };
    // What is not 0 but by the bits that were cut off.
    if (exact < 1n << (BITS / 2n)) exact = 0n;
    return { loss: distanceOf(format, exact, ONE, loss, rootOf(exact), ONE), gradient: slopes };
  };

const NONE: Distance = { ulp: 0, relative: 0 };

/** The error to which entries next to the threshold are known in float64. */
const KNOWN = 2 ** -100;

/**
 * The distance of a result from a fraction, and that relative to a magnitude, in parts of `one`.
 */
function distanceOf(format: Format, numerator: bigint, denominator: bigint, result: number, magnitude: bigint, one: bigint): Distance {
  if (!Number.isFinite(result)) return { ulp: Infinity, relative: Infinity };
  const difference = (numerator << 1074n) - scaled(result) * denominator;
  const error = difference < 0n ? -difference : difference;
  const absolute = quotient(error, denominator << 1074n, 0);
  if (absolute === 0 || (format.name === "float64" && absolute <= KNOWN)) return NONE;
  const ulp = ulpExponent(format, exponentOf(numerator < 0n ? -numerator : numerator, denominator));
  const relative = magnitude === 0n ? Infinity : absolute / quotient(magnitude, one, 0);
  return { ulp: quotient(error, denominator << 1074n, -ulp), relative };
}
