/** The constants of the fast engine: f32 lanes. */
import { minimaxPolynomial, type Problem, spread } from "./fit.js";
import { artanh, coth, cothRemainder, expRemainder } from "./functions.js";
import type { Real } from "./real.js";
import { power, type SourceFile } from "./source.js";

/** Half of ln2, and a little more. */
const REMAINDER = 0.347;

const round = Math.fround;

/** The function to fit, which counts the relative error of e^r = (C + r) / (C - r). */
const ofExponential = (z: Real) => coth(z.sqrt()).mul(coth(z.sqrt())).sub(z).div(z.add(1e-4).sqrt().mul(2)).div(z);
const ofDifference = (r: Real) => r.exp().sub(1).div(r).div(r.mul(r));
const logarithmRemainder = (z: Real) => artanh(z).sub(1).div(z);
const ofLogarithm = (z: Real) => artanh(z).div(z);

const difference: Omit<Problem, "points"> = { f: expRemainder, scale: ofDifference, degrees: [3], round };
const fraction = minimaxPolynomial({
  f: cothRemainder,
  scale: ofExponential,
  points: spread(1e-9, REMAINDER ** 2, 100),
  degrees: [1],
  round,
});
const row = minimaxPolynomial({ ...difference, points: spread(-REMAINDER, REMAINDER, 100) });
const growth = minimaxPolynomial({ ...difference, points: spread(-0.62 * Math.LN2, 0.38 * Math.LN2, 100) });
const logarithm = minimaxPolynomial({ f: logarithmRemainder, scale: ofLogarithm, points: spread(1e-9, 0.4445, 100), degrees: [3], round });
const high = Math.floor(Math.LN2 * 2 ** 15) / 2 ** 15;
const growthTerms = "q(r) of e^r - 1 = r + r²/2 + r³ q(r)";

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/fast.ts",
    title: "Polynomials of the exponential engine in f32 lanes.",
    script: "proof/coefficients/fast.ts",
    constants: [
      { name: "LN2_HIGH", doc: "The first 15 bits of ln2: their product with a whole number of octaves is exact.", value: high },
      { name: "LN2_LOW", doc: "The rest of ln2.", value: round(Math.LN2 - high) },
      {
        name: "CothRemainder",
        doc: `(r coth(r / 2) - 2) / z in z = r² for |r| <= 0.347; e^r from it to ${power(fraction.error)}.`,
        coefficients: fraction.coefficients,
      },
      {
        name: "RowGrowth",
        doc: `${growthTerms} for |r| <= 0.347, to ${power(row.error)} of e^r - 1.`,
        coefficients: row.coefficients,
      },
      {
        name: "Growth",
        doc: `${growthTerms} for r from -0.62 ln2 to 0.38 ln2, to ${power(growth.error)} of e^r - 1.`,
        coefficients: growth.coefficients,
      },
      {
        name: "ArtanhRemainder",
        doc: `(2 artanh(s / 2) / s - 1) / z in z = s² for s <= 2/3, to ${power(logarithm.error)} of 2 artanh(s / 2).`,
        coefficients: logarithm.coefficients,
      },
    ],
  },
];
