/** The constants of elementary functions for `f32` results, which need half the digits. */
import { fitPolynomial, minimaxPolynomial, spread } from "./fit.js";
import {
  arcsineRemainder,
  artanhRemainder,
  complementExponent,
  complementExponentScale,
  cubeRoot,
  farTail,
  tail,
  tangentRemainder,
} from "./functions.js";
import { PI, real, split } from "./real.js";
import { power, type SourceFile } from "./source.js";

const artanh = fitPolynomial(artanhRemainder, 1e-9, 0.02944, 3);
const artanhOfPower = fitPolynomial(artanhRemainder, 1e-9, 0.02944, 5);
const tangent = fitPolynomial(tangentRemainder, 1e-6, (Math.PI / 4) ** 2 + 1e-6, 8);
const arcsine = fitPolynomial(arcsineRemainder, 1e-9, 0.25, 7);
const complement = minimaxPolynomial({
  f: complementExponent,
  scale: complementExponentScale,
  points: spread(1e-7, 4, 120),
  degrees: [12],
});

/** e^(z²/2) Φ(-z) (z + 4), the polynomial in t = (z - 4) / (z + 4), up to t. */
const fitTail = (end: number, degree: number) =>
  fitPolynomial(
    (t) => {
      const z = t.add(1).mul(4).div(real(1).sub(t));
      return (z.toNumber() < 10 ? tail(z) : farTail(z)).mul(z.add(4));
    },
    -1,
    end,
    degree,
  );
const tailTo = fitTail((14.4 - 4) / (14.4 + 4), 12);
const tailToInfinity = fitTail(1 - 1e-9, 15);

const inverseRoot = fitPolynomial((m) => real(1).div(cubeRoot(m)), 1, 8, 5);

/**
 * The largest e = 1 - m u³ for u near the inverse root of m. Roots are of numbers from 1 to 8: that
 * of 1 - e is the root of four times it over that of 4.
 */
const reach = 3.1 * 2 ** inverseRoot.error;
const rootRest = fitPolynomial(
  (e) => {
    const root = cubeRoot(real(1).sub(e).mul(4)).div(cubeRoot(real(4)));
    return real(1).div(root.mul(root));
  },
  -reach,
  reach,
  4,
);

const [pi, piRest] = split(PI, 33);

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/brief.ts",
    title: "Polynomials of the elementary functions for f32 results, in f64 lanes.",
    script: "proof/coefficients/brief.ts",
    constants: [
      {
        name: "Artanh",
        doc: `(2 artanh(s) / s - 2) / z in z = s² for s <= (√2 - 1) / (√2 + 1), to ${power(artanh.error)}.`,
        coefficients: artanh.coefficients,
      },
      { name: "ArtanhOfPower", doc: `The same to ${power(artanhOfPower.error)}.`, coefficients: artanhOfPower.coefficients },
      {
        name: "TangentRemainder",
        doc: `(tan r / r - 1) / z in z = r² for |r| <= π/4, to ${power(tangent.error)}.`,
        coefficients: tangent.coefficients,
      },
      {
        name: "ArcsineRemainder",
        doc: `(asin s / s - 1) / z in z = s² for s <= 1/2, to ${power(arcsine.error)}.`,
        coefficients: arcsine.coefficients,
      },
      {
        name: "ComplementExponent",
        doc: `-log(erfc x) / x for 0 <= x <= 4; erf x from it to ${power(complement.error)}.`,
        coefficients: complement.coefficients,
      },
      {
        name: "NormalTail",
        doc: `e^(z²/2) Φ(-z) (z + 4) in (z - 4) / (z + 4) for 0 <= z <= 14.4, to ${power(tailTo.error)}.`,
        coefficients: tailTo.coefficients,
      },
      {
        name: "WholeNormalTail",
        doc: `The same for all z >= 0, to ${power(tailToInfinity.error)}.`,
        coefficients: tailToInfinity.coefficients,
      },
      {
        name: "InverseCubeRoot",
        doc: `m^(-1/3) for m from 1 to 8, to ${power(inverseRoot.error)}.`,
        coefficients: inverseRoot.coefficients,
      },
      {
        name: "CubeRootRest",
        doc: `(1 - e)^(-2/3) for |e| <= ${reach.toFixed(4)}, to ${power(rootRest.error)}.`,
        coefficients: rootRest.coefficients,
      },
      { name: "PI_FIRST", doc: "The first 33 bits of π: their product with 20 bits is exact.", value: pi },
      { name: "PI_REST", doc: "The rest.", value: piRest },
    ],
  },
];
