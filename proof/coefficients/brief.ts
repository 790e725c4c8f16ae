/** The constants of elementary functions for `f32` results, which need half the digits. */
import { fitPolynomial, minimax, minimaxPolynomial, spread } from "./fit.js";
import { arcsineRemainder, artanhRemainder, cubeRoot, errorFunctionRemainder, farTail, tail, tangentRemainder } from "./functions.js";
import { PI, type Real, real, split } from "./real.js";
import { power, type SourceFile } from "./source.js";

/** The remainder of a function that is 1 + z r(z): r so that the error of the function is least. */
const fitRemainder = (r: (z: Real) => Real, whole: number, end: number, degree: number) =>
  minimaxPolynomial({ f: r, scale: (z) => r(z).add(real(whole).div(z)), points: spread(1e-9, end, 80), degrees: [degree] });

const artanh = fitRemainder(artanhRemainder, 2, 0.0404, 3);
const artanhOfPower = fitPolynomial(artanhRemainder, 1e-9, 0.02944, 5);
const tangent = minimax({
  f: (z) => tangentRemainder(z).mul(z).add(1),
  points: spread(1e-9, (Math.PI / 4) ** 2 + 1e-6, 100),
  degrees: [2, 2],
});
const arcsine = fitRemainder(arcsineRemainder, 1, 0.25, 6);
const errorFunction = minimax({
  f: (z) => errorFunctionRemainder(z).add(1),
  points: spread(1e-9, 3.95 ** 2, 200),
  degrees: [7, 7],
});
const wholeTail = minimax({
  f: (z) => (z.toNumber() < 10 ? tail(z) : farTail(z)),
  points: spread(0, 1e9, 240, 4),
  degrees: [6, 7],
});

/** Roots are of numbers from 1 to 8: that of 1 - e is the root of four times it over that of 4. */
const inverseRoot = fitPolynomial((e) => cubeRoot(real(4)).div(cubeRoot(real(1).sub(e).mul(4))), -0.107, 0.107, 4);

const [pi, piRest] = split(PI, 33);

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/brief.ts",
    title: "Polynomials of the elementary functions for f32 results, in f64 lanes.",
    script: "proof/coefficients/brief.ts",
    constants: [
      {
        name: "Artanh",
        doc: `(2 artanh(s) / s - 2) / z in z = s² for s <= 0.2; 2 artanh(s) from it to ${power(artanh.error)}.`,
        coefficients: artanh.coefficients,
      },
      {
        name: "ArtanhOfPower",
        doc: `The same for s <= (√2 - 1) / (√2 + 1), itself to ${power(artanhOfPower.error)}.`,
        coefficients: artanhOfPower.coefficients,
      },
      {
        name: "TangentNumerator",
        doc: `tan r / r in z = r² for |r| <= π/4, to ${power(tangent.error)}: the numerator ...`,
        coefficients: tangent.numerator,
      },
      { name: "TangentDenominator", doc: "... and the denominator.", coefficients: tangent.denominator },
      {
        name: "ArcsineRemainder",
        doc: `(asin s / s - 1) / z in z = s² for s <= 1/2; asin s from it to ${power(arcsine.error)}.`,
        coefficients: arcsine.coefficients,
      },
      {
        name: "ErrorNumerator",
        doc: `erf x / x in z = x² for |x| <= 3.95, to ${power(errorFunction.error)}: the numerator ...`,
        coefficients: errorFunction.numerator,
      },
      { name: "ErrorDenominator", doc: "... and the denominator.", coefficients: errorFunction.denominator },
      {
        name: "TailNumerator",
        doc: `e^(z²/2) Φ(-z) for all z >= 0, to ${power(wholeTail.error)}: the numerator ...`,
        coefficients: wholeTail.numerator,
      },
      { name: "TailDenominator", doc: "... and the denominator.", coefficients: wholeTail.denominator },
      {
        name: "InverseCubeRoot",
        doc: `(1 - e)^(-1/3) for |e| <= 0.107, to ${power(inverseRoot.error)}.`,
        coefficients: inverseRoot.coefficients,
      },
      { name: "PI_FIRST", doc: "The first 33 bits of π: their product with 20 bits is exact.", value: pi },
      { name: "PI_REST", doc: "The rest.", value: piRest },
    ],
  },
];
