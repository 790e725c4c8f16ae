/**
 * The constants of the scalar functions: those of the f64 engines, and polynomials of their own.
 */
import { fitPolynomial } from "./fit.js";
import { cothTerms, density, elishRoots, exponential, geluRoot, siluRoots } from "./float64.js";
import { artanhRemainder, GELU_ROOT, slope, tail, tanhRemainder } from "./functions.js";
import { constants as geluTanhConstants, factors as geluTanhFactors } from "./geluTanh.js";
import { constants as mishConstants } from "./mish.js";
import { type Real, real } from "./real.js";
import { type Constant, power, type SourceFile } from "./source.js";
import { polynomial as tanhShrink } from "./tanhShrink.js";
import { arctangentTerms, inverseRest, inverseWord, piRest, piWords, sineTerms } from "./trigonometry.js";

/** The z from which e^(-z²/2) times any function of gelu rounds to 0. */
const REACH = 38.8;

/** The polynomial of a function of z >= 0 in t = (z - centre) / (z + centre). */
function fitTail(f: (z: Real) => Real, centre: number, degree: number) {
  const z = (t: Real) => t.add(1).mul(centre).div(real(1).sub(t));
  return fitPolynomial((t) => f(z(t)), -1, (REACH - centre) / (REACH + centre), degree);
}

const normalTail = fitTail((z) => tail(z).mul(z.add(0.9375)), 4, 23);
const normalSlope = fitTail((z) => slope(z).div(z.sub(GELU_ROOT)), 3, 22);
export const normalTailTerms = {
  doc: `e^(z²/2) Φ(-z) (z + 15/16) in (z - 4) / (z + 4) for 0 <= z <= 38.8, to ${power(normalTail.error)}.`,
  coefficients: normalTail.coefficients,
};
const artanh = fitPolynomial(artanhRemainder, 1e-9, 0.02944, 6);
const tanh = fitPolynomial(tanhRemainder, 1e-9, 0.3025, 10);

/** The polynomials that kernels of elementary functions share. */
export const artanhTerms = {
  doc: `(2 artanh(s) / s - 2) / z in z = s² for s <= (√2 - 1) / (√2 + 1), to ${power(artanh.error)}.`,
  coefficients: artanh.coefficients,
};
export const tanhTerms = { doc: `(tanh x / x - 1) / z in z = x² for x <= 0.55, to ${power(tanh.error)}.`, coefficients: tanh.coefficients };

const named = (prefix: string, constants: readonly Constant[]) => constants.map((one) => ({ ...one, name: `${prefix}_${one.name}` }));

/** Numbers know an exponential to a word only. */
const isNeeded = ({ name }: Constant) => !/EXP.*_LOW/.test(name);

/** The constants with those of several coefficients as lists, under names in capitals. */
const listed = (constants: readonly Constant[]) =>
  constants.map(({ coefficients, ...one }) =>
    coefficients ? { ...one, name: one.name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase(), list: coefficients } : one,
  );

export const files: readonly SourceFile[] = [
  {
    path: "src/scalar/coefficients.ts",
    title: "Polynomials and roots of the functions of one number, in f64.",
    script: "proof/coefficients/scalar.ts",
    constants: [
      ...exponential,
      { name: "COTH", ...cothTerms },
      { name: "ARTANH", ...artanhTerms },
      { name: "TANH", ...tanhTerms },
      { name: "TANH_SHRINK", doc: tanhShrink.doc, list: tanhShrink.coefficients },
      { name: "GELU_TAIL", doc: normalTailTerms.doc, list: normalTailTerms.coefficients },
      {
        name: "GELU_SLOPE",
        doc: `e^(z²/2) (Φ(-z) - z φ(z)) / (z - ROOT) in (z - 3) / (z + 3) for 0 <= z <= 38.8, to ${power(normalSlope.error)}.`,
        list: normalSlope.coefficients,
      },
      ...named("GELU", geluRoot),
      ...named("NORMAL", [density]),
      ...named("SILU", siluRoots.filter(isNeeded)),
      ...named("ELISH", elishRoots.filter(isNeeded)),
      ...named("MISH", listed(mishConstants).filter(isNeeded)),
      ...named("GELU_TANH", [
        ...geluTanhFactors,
        ...listed(geluTanhConstants)
          .filter(({ name }) => !/^KC?$/.test(name))
          .filter(isNeeded),
      ]),
      { name: "ATAN", ...arctangentTerms },
      { name: "SINE", ...sineTerms },
      { name: "PI", ...piWords },
      piRest,
      inverseRest,
      inverseWord,
    ],
  },
];
