/** The constants of tanhShrink. */
import { fitPolynomial, minimax, spread } from "./fit.js";
import { tanh } from "./functions.js";
import { type Real, real } from "./real.js";
import { power, type SourceFile } from "./source.js";

/** (x - tanh x) / x³ in z = x² */
const remainder = (z: Real) => real(1).sub(tanh(z)).div(z);

const quotient = minimax({ f: remainder, points: spread(1e-12, 9.02 ** 2, 240, 4), degrees: [4, 5] });
const near = fitPolynomial(remainder, 1e-9, 1, 16);

/** The polynomial in f64, for kernels and for functions of one number. */
export const polynomial = {
  doc: `(x - tanh x) / x³ in z = x² for |x| <= 1, to ${power(near.error)}.`,
  coefficients: near.coefficients,
};

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/tanhShrink.ts",
    title: "tanhShrink in f64 lanes.",
    script: "proof/coefficients/tanhShrink.ts",
    constants: [
      {
        name: "Numerator",
        doc: `P of x - tanh x = x³ P(z) / Q(z) in z = x² for |x| <= 9.02, to ${power(quotient.error)}.`,
        coefficients: quotient.numerator,
      },
      { name: "Denominator", doc: "Q of the same.", coefficients: quotient.denominator },
      { name: "Remainder", ...polynomial },
    ],
  },
];
