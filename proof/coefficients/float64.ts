/** The constants of the f64 engines, some of which the scalar functions share. */
import { fitPolynomial } from "./fit.js";
import {
  artanhRemainder,
  centre,
  cothRemainder,
  DENSITY,
  ELISH_BEND,
  ELISH_DIP,
  GELU_ROOT,
  LN2,
  SILU_INFLECTION,
  SILU_ROOT,
  slope,
  tail,
} from "./functions.js";
import { type Real, real, split } from "./real.js";
import { type Constant, pair, power, type SourceFile } from "./source.js";

/** The z from which e^(-z²/2) times any function of gelu rounds to 0. */
const REACH = 38.8;

/** The polynomial of a function of z in s = z / (z + 5) - 1/2. */
function fitTail(f: (z: Real) => Real, low: number, degree: number) {
  const z = (s: Real) => s.add(0.5).mul(5).div(real(0.5).sub(s));
  return fitPolynomial((s) => f(z(s)), low / (low + 5) - 0.5, REACH / (REACH + 5) - 0.5, degree);
}

const coth = fitPolynomial(cothRemainder, 1e-9, 0.3466 ** 2, 4);
const artanh = fitPolynomial(artanhRemainder, 1e-9, 1 / 9, 9);
const middle = fitPolynomial(centre, 1e-9, 0.72 ** 2, 8);
const normalTail = fitTail((z) => tail(z).mul(z), 0.7, 21);
const normalSlope = fitTail((z) => slope(z).div(z.sub(GELU_ROOT)), 0, 21);

const [first, second] = split(LN2, 32);

/** ln2, and what e^r is made of. */
export const exponential: readonly [Constant, Constant] = [
  { name: "LN2_HIGH", doc: "The first 32 bits of ln2: their product with a whole number of octaves is exact.", value: first },
  { name: "LN2_LOW", doc: "The rest of ln2.", value: second },
];
export const cothTerms = {
  doc: `(r coth(r / 2) - 2) / z in z = r² for |r| <= 0.3466, to ${power(coth.error)}; e^r from it to 2^-59.`,
  coefficients: coth.coefficients,
};
export const geluRoot = pair("ROOT", "The z where Φ(-z) - z φ(z) is 0", GELU_ROOT);
export const density: Constant = { name: "DENSITY", doc: "1 / √2π", value: DENSITY.toNumber() };
export const siluRoots: readonly Constant[] = [
  ...pair("ROOT", "The ρ where silu'(-ρ) is 0, and 1 - ρ + e^-ρ", SILU_ROOT),
  ...pair("EXP_ROOT", "e^-ρ", SILU_ROOT.neg().exp(), true),
  ...pair("INFLECTION", "The ρ where silu''(ρ) is 0, and 2 - ρ + (2 + ρ) e^-ρ", SILU_INFLECTION),
  ...pair("EXP_INFLECTION", "e^-ρ", SILU_INFLECTION.neg().exp(), true),
];
export const elishRoots: readonly Constant[] = [
  ...pair("DIP", "The ρ where elish'(-ρ) is 0", ELISH_DIP),
  ...pair("EXP_DIP", "e^-ρ", ELISH_DIP.neg().exp(), true),
  ...pair("BEND", "The ρ where elish''(-ρ) is 0", ELISH_BEND),
  ...pair("EXP_BEND", "e^-ρ", ELISH_BEND.neg().exp(), true),
];

const script = "proof/coefficients/float64.ts";

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/float64.ts",
    title: "Polynomials of the exponential and the logarithm in f64 lanes for f64 results.",
    script,
    constants: [
      ...exponential,
      { name: "CothRemainder", ...cothTerms },
      {
        name: "ArtanhRemainder",
        doc: `(2 artanh(s) / s - 2) / z in z = s² for s <= 1/3, to ${power(artanh.error)}; 2 artanh(s) from it to 2^-57.`,
        coefficients: artanh.coefficients,
      },
    ],
  },
  {
    path: "assembly/math/coefficients/normal.ts",
    title: "The normal distribution for gelu in f64 lanes and f64 results, in s = z / (z + 5) - 1/2.",
    script,
    constants: [
      { name: "Centre", doc: `(Φ(x) - 1/2) / x in x² for |x| <= 0.72, to ${power(middle.error)}.`, coefficients: middle.coefficients },
      { name: "Tail", doc: `e^(z²/2) z Φ(-z) for 0.7 <= z <= 38.8, to ${power(normalTail.error)}.`, coefficients: normalTail.coefficients },
      {
        name: "Slope",
        doc: `e^(z²/2) (Φ(-z) - z φ(z)) / (z - ROOT) for 0 <= z <= 38.8, to ${power(normalSlope.error)}.`,
        coefficients: normalSlope.coefficients,
      },
      ...geluRoot,
      density,
    ],
  },
  { path: "assembly/math/coefficients/elish.ts", title: "The roots of the derivatives of elish.", script, constants: elishRoots },
  { path: "assembly/math/coefficients/silu.ts", title: "The roots of the derivatives of silu.", script, constants: siluRoots },
];
