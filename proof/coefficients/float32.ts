/** The constants of the float32 tier: f64 lanes, for f32 results. */

import { minimax, minimaxPolynomial, type Problem, spread } from "./fit.js";
import { fromReal, multiply, toNumber } from "./fixed.js";
import { artanh, coth, DENSITY, GELU_ROOT, LN2, slope, tail, tanh } from "./functions.js";
import type { Real } from "./real.js";
import { power, type SourceFile } from "./source.js";

/** r coth(r ln2 / 2), z = r² */
const octaveCoth = (z: Real) => coth(z.sqrt().mul(LN2)).div(LN2);

/** The relative error of 2^r = (C + r) / (C - r) is that of C times 2 r C / (C² - r²). */
const ofExponential = (z: Real) => octaveCoth(z).mul(octaveCoth(z)).sub(z).div(z.add(1e-4).sqrt().mul(2));

/** |r| <= 1/2, and a little more for the roundings of t. */
const octave: Omit<Problem, "degrees"> = { f: octaveCoth, points: spread(1e-12, 0.2505, 120) };

const quadratic = minimaxPolynomial({ ...octave, scale: ofExponential, degrees: [2] });
const cubic = minimaxPolynomial({ ...octave, degrees: [3] });
const quartic = minimaxPolynomial({ ...octave, scale: ofExponential, degrees: [4] });
const logarithm = minimaxPolynomial({ f: artanh, points: spread(1e-12, 0.4445, 120), degrees: [5] });
const hyperbolic = minimax({ f: tanh, points: spread(1e-12, 9.02 ** 2, 240, 4), degrees: [5, 5] });

const normal = minimax({
  f: tail,
  // gelu' needs the slope to be right, gelu the tail: the smaller decides.
  scale: (z) => (slope(z).add(tail(z)).sign() > 0 ? slope(z) : tail(z).neg()),
  points: spread(0, 14.5, 241, 4),
  degrees: [5, 6],
  meets: GELU_ROOT,
});

/** The slope is N / Q with the same Q, and N has the factor z - z0: this is the other. */
function slopeNumerator(): number[] {
  const { numerator, denominator } = normal.exact;
  const result: number[] = [];
  let remainder = 0n;
  for (let k = denominator.length; k > 0; k--) {
    const next = (numerator[k] ?? 0n) - multiply(denominator[k - 1] as bigint, fromReal(DENSITY));
    remainder = multiply(remainder, fromReal(GELU_ROOT)) + next;
    result.unshift(toNumber(remainder));
  }
  return result;
}

const script = "proof/coefficients/float32.ts";
const octaves = "C(z) = r coth(r ln2 / 2) in z = r² for |r| <= 1/2";

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/float32.ts",
    title: "Polynomials of the exponential engine in f64 lanes for f32 results.",
    script,
    constants: [
      { name: "Coth2", doc: `${octaves}; e^x from it to ${power(quadratic.error)}.`, coefficients: quadratic.coefficients },
      { name: "Coth3", doc: `${octaves}, to ${power(cubic.error)}.`, coefficients: cubic.coefficients },
      { name: "Coth4", doc: `${octaves}; e^x from it to ${power(quartic.error)}.`, coefficients: quartic.coefficients },
      {
        name: "Artanh",
        doc: `2 artanh(s / 2) / s in z = s² for s <= 2/3, to ${power(logarithm.error)}.`,
        coefficients: logarithm.coefficients,
      },
      {
        name: "TanhNumerator",
        doc: `P of tanh(x) = x P(z) / Q(z) in z = x² for |x| <= 9.02, to ${power(hyperbolic.error)}.`,
        coefficients: hyperbolic.numerator,
      },
      { name: "TanhDenominator", doc: "Q of the same.", coefficients: hyperbolic.denominator },
    ],
  },
  {
    path: "assembly/math/coefficients/gelu.ts",
    title: "The normal distribution for gelu in f64 lanes and f32 results.",
    script,
    constants: [
      {
        name: "TailNumerator",
        doc: `P of e^(z²/2) Φ(-z) = P / Q, z <= 14.5, to ${power(normal.error)} of it or of the slope; equal at the root.`,
        coefficients: normal.numerator,
      },
      { name: "TailDenominator", doc: "Q of the same.", coefficients: normal.denominator },
      {
        name: "SlopeNumerator",
        doc: "N of e^(z²/2) (Φ(-z) - z φ(z)) = (z - ROOT) N(z) / Q(z), which follows from P and Q.",
        coefficients: slopeNumerator(),
      },
      { name: "ROOT", doc: "The z where Φ(-z) - z φ(z) is 0.", value: GELU_ROOT.toNumber() },
    ],
  },
];
