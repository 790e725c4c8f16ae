/** The constants of elementary functions that activations do without, for kernels and numbers. */
import { fitPolynomial, minimaxPolynomial, spread } from "./fit.js";
import {
  arcsineRemainder,
  centre,
  coshRemainder,
  cosineRemainder,
  cubeRoot,
  errorFunctionRemainder,
  LN2,
  scaledComplement,
  sineRemainder,
  sinhRemainder,
} from "./functions.js";
import { PI, type Real, real, root as rootOf, split } from "./real.js";
import { artanhTerms, normalTailTerms, tanhTerms } from "./scalar.js";
import { type Constant, power, type SourceFile } from "./source.js";
import { wordsOfPi } from "./trigonometry.js";

const LN10 = rootOf((x) => x.exp().sub(10), 2, 3);

/** A factor in two words, of which the product of the first and a float32 is exact. */
function factor(name: string, doc: string, value: typeof LN2, bits: number): readonly Constant[] {
  const [high, low] = split(value, bits);
  return [
    { name: `${name}_HIGH`, doc: `The first bits of ${doc}: their product with a float32 is exact.`, value: high },
    { name: `${name}_LOW`, doc: "The rest.", value: low },
  ];
}

const root = fitPolynomial(cubeRoot, 1, 8, 3);
/** The square of π/4, and a little more. */
const OCTANT = (Math.PI / 4) ** 2 + 1e-6;

const cosine = fitPolynomial(cosineRemainder, 1e-6, OCTANT, 5);
const sine = fitPolynomial(sineRemainder, 1e-9, OCTANT, 5);
const error = minimaxPolynomial({
  f: (w) => errorFunctionRemainder(w.add(0.3125)),
  scale: () => real(1),
  points: spread(1e-9 - 0.3125, 0.84375 ** 2 - 0.3125, 120),
  degrees: [11],
});

/** The a of t = (a - centre) / (a + centre), and back. */
const argument = (t: Real, centre: number) => t.add(1).mul(centre).div(real(1).sub(t));
const transformed = (a: number, centre: number) => (a - centre) / (a + centre);

/** e^(a²) erfc a (a + 3/4) */
const complement = (a: Real) => scaledComplement(a).mul(a.add(0.75));
const complementTail = fitPolynomial((t) => complement(argument(t, 3.25)), transformed(0.749, 3.25), transformed(27.4, 3.25), 20);
const errorTail = minimaxPolynomial({
  f: (t) => complement(argument(t, 2.5)),
  scale: (t) => complement(argument(t, 2.5)).div(argument(t, 2.5).erfc()),
  points: spread(transformed(0.84375, 2.5), transformed(6, 2.5), 120),
  degrees: [12],
});
const middle = fitPolynomial(centre, 1e-9, 0.25, 7);
const cosh = fitPolynomial(coshRemainder, 1e-6, 0.25, 6);
const arcsine = fitPolynomial(arcsineRemainder, 1e-9, 0.25, 12);
const sinh = fitPolynomial(sinhRemainder, 1e-9, 0.25, 6);

/** The angles whose tangents are 1/2, 1, 3/2 and Infinity. */
const angles = [...[0.5, 1, 1.5].map((t) => real(t).atan()), PI.div(2)];
const places = angles.map((angle) => split(angle, 50));

/** Polynomials, named as kernels have them. */
const polynomials: readonly Constant[] = [
  { name: "NormalTail", ...normalTailTerms },
  { name: "NormalCentre", doc: `(Φ(x) - 1/2) / x in z = x² for |x| <= 1/2, to ${power(middle.error)}.`, coefficients: middle.coefficients },
  {
    name: "ErrorFunction",
    doc: `erf x / x - 1 in x² - 5/16 for |x| <= 27/32, to ${power(error.error)} of 1.`,
    coefficients: error.coefficients,
  },
  {
    name: "ErrorTail",
    doc: `e^(a²) erfc a (a + 3/4) in (a - 5/2) / (a + 5/2) up to 6, to ${power(errorTail.error)} of 1 in erfc a.`,
    coefficients: errorTail.coefficients,
  },
  {
    name: "ComplementTail",
    doc: `The same in (a - 13/4) / (a + 13/4) for 3/4 <= a <= 27.4, to ${power(complementTail.error)} of itself.`,
    coefficients: complementTail.coefficients,
  },
  {
    name: "CosineRemainder",
    doc: `(cos r - 1 + z / 2) / z² in z = r² for |r| <= π/4, to ${power(cosine.error)}.`,
    coefficients: cosine.coefficients,
  },
  {
    name: "QuarterSine",
    doc: `(sin r / r - 1) / z in z = r² for |r| <= π/4, to ${power(sine.error)}.`,
    coefficients: sine.coefficients,
  },
  {
    name: "QuarterTurn",
    doc: "π/2 in two words of 36 bits, of which the products with 17 bits are exact, and the rest.",
    coefficients: wordsOfPi(36, 3).map((word) => word / 2),
  },
  {
    name: "Angles",
    doc: "arctan 1/2, arctan 1, arctan 3/2 and π/2 to 2^-50: sums and differences of these are exact.",
    coefficients: places.map(([high]) => high),
  },
  {
    name: "AnglesLow",
    doc: "The rests, to 2^-102.",
    coefficients: places.map(([, low]) => Math.round(low * 2 ** 102) / 2 ** 102),
  },
  { name: "CubeRoot", doc: `The cube root of m from 1 to 8, to ${power(root.error)}.`, coefficients: root.coefficients },
  {
    name: "CoshRemainder",
    doc: `(cosh x - 1 - z / 2) / z² in z = x² for x <= 1/2, to ${power(cosh.error)}.`,
    coefficients: cosh.coefficients,
  },
  {
    name: "ArcsineRemainder",
    doc: `(asin s / s - 1) / z in z = s² for s <= 1/2, to ${power(arcsine.error)}.`,
    coefficients: arcsine.coefficients,
  },
  { name: "SinhRemainder", doc: `(sinh x / x - 1) / z in z = x² for x <= 1/2, to ${power(sinh.error)}.`, coefficients: sinh.coefficients },
];

const [decade, decadeLow] = split(LN2.div(LN10), 42);

const numbers: readonly Constant[] = [
  ...factor("OCTAVE", "ln2", LN2, 29),
  ...factor("LOG2E", "1 / ln2", real(1).div(LN2), 28),
  ...factor("LOG10E", "1 / ln10", real(1).div(LN10), 30),
  { name: "ERF_SLOPE", doc: "2 / √π.", value: real(2).div(PI.sqrt()).toNumber() },
  { name: "LOG10_2_HIGH", doc: "The first bits of log10 2: their product with an exponent is exact.", value: decade },
  { name: "LOG10_2_LOW", doc: "The rest.", value: decadeLow },
];

const inCapitals = (one: Constant): Constant => ({ ...one, name: one.name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase() });

const script = "proof/coefficients/elementary.ts";

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/elementary.ts",
    title: "Polynomials and factors of the elementary functions, in f64 lanes.",
    script,
    constants: [{ name: "Artanh", ...artanhTerms }, { name: "TanhRemainder", ...tanhTerms }, ...polynomials, ...numbers],
  },
  {
    path: "src/scalar/elementaryCoefficients.ts",
    title: "Polynomials and factors of the elementary functions, in f64.",
    script,
    constants: [...polynomials.map(inCapitals), ...numbers],
  },
];
