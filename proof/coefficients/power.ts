/** The constants of powers: tables of logarithms and of exponentials, for kernels and numbers. */
import { minimaxPolynomial, spread } from "./fit.js";
import { expCurvature, LN2, logarithm, logarithmRemainder } from "./functions.js";
import { type Real, real, split, words } from "./real.js";
import { type Constant, power, type SourceFile } from "./source.js";

/** Intervals of a logarithm's argument, and parts of an octave of an exponential's. */
const COUNT = 64;

/** The upper word of the least argument, so that 1 is within an interval, not at its end. */
const LEAST = 0x3fe6a000;

const view = new DataView(new ArrayBuffer(8));

/** The number with that upper word, and nothing below. */
function ofUpperWord(word: number): number {
  view.setInt32(0, word);
  return view.getFloat64(0);
}

const intervals = Array.from(
  { length: COUNT },
  (_, i) => [LEAST + i * 0x4000, LEAST + (i + 1) * 0x4000].map(ofUpperWord) as [number, number],
);

/** Next to the inverses of the middles: so short that the products with 24 bits have 32 below 1. */
const inverses = intervals.map(([low, high]) => {
  const grain = low < 1 ? 256 : 512;
  return low < 1 && high > 1 ? 1 : Math.round((2 * grain) / (low + high)) / grain;
});

/** The digits of a value down to 2^-bits, nearest, and the rest. */
function nearest(value: Real, bits: number): readonly [number, number] {
  const high = Math.round(value.toNumber() * 2 ** bits) / 2 ** bits;
  return [high, value.sub(high).toNumber()];
}

/** Logarithms with 42 digits below 1: their sums with whole numbers of octaves are exact. */
const logarithms = inverses.map((inverse) => nearest(logarithm(real(1).div(inverse)), 42));
const ends = intervals.flatMap(([low, high], i) => [low, high].map((end) => Math.abs(end * (inverses[i] as number) - 1)));
const reach = Math.max(...ends) * 1.0001;

const bend = minimaxPolynomial({
  f: logarithmRemainder,
  scale: (r) =>
    logarithmRemainder(r)
      .add(real(1).div(r.mul(r)))
      .sub(real(0.5).div(r)),
  points: spread(-reach, reach, 60),
  degrees: [6],
});

const parts = Array.from({ length: COUNT }, (_, i) => LN2.mul(i).div(COUNT).exp());
const rest = minimaxPolynomial({
  f: expCurvature,
  scale: (r) => r.exp().div(r.mul(r)),
  points: spread(-0.0055, 0.0055001, 40),
  degrees: [3],
});

const [octave, octaveLow] = split(LN2, 42);
const [part, partLow] = split(LN2.div(COUNT), 43);
const powers = parts.map(words);

/** Columns, which kernels have as a table each, and numbers as one. */
const columns = {
  logarithms: [
    {
      name: "INVERSES",
      doc: "Numbers c next to the inverses of 0.707 to 1.414, one for each 64th of an octave.",
      list: inverses,
    },
    { name: "LOGARITHMS", doc: "-log c to 2^-42.", list: logarithms.map(([high]) => high) },
    { name: "LOGARITHMS_LOW", doc: "The rests.", list: logarithms.map(([, low]) => low) },
  ],
  powers: [
    { name: "POWERS", doc: "2^(i/64).", list: powers.map(([high]) => high) },
    { name: "POWERS_LOW", doc: "The rests, relative to them.", list: powers.map(([high, low]) => low / high) },
  ],
};
const table = (lists: readonly { readonly list: readonly number[] }[]) =>
  intervals.flatMap((_, i) => lists.map(({ list }) => list[i] as number));
const tables: readonly Constant[] = [
  {
    name: "LOGARITHMS",
    doc: "Numbers c next to the inverses of 0.707 to 1.414, each with -log c to 2^-42, and the rest.",
    list: table(columns.logarithms),
  },
  { name: "POWERS", doc: "2^(i/64), each with the rest, relative to it.", list: table(columns.powers) },
];

const numbers: readonly Constant[] = [
  { name: "LN2_HIGH", doc: "ln2 to 2^-42: its products with exponents are exact.", value: octave },
  { name: "LN2_LOW", doc: "The rest.", value: octaveLow },
  { name: "PARTS", doc: "64 / ln2.", value: real(COUNT).div(LN2).toNumber() },
  { name: "PART_HIGH", doc: "ln2 / 64 to 2^-43: its products with exponents are exact.", value: part },
  { name: "PART_LOW", doc: "The rest.", value: partLow },
];
const polynomials = [
  {
    name: "LogarithmRemainder",
    doc: `(log(1 + r) - r + r²/2) / r³ for |r| <= ${reach.toFixed(5)}; the logarithm from it to ${power(bend.error)}.`,
    coefficients: bend.coefficients,
  },
  {
    name: "ExpCurvature",
    doc: `(e^r - 1 - r) / r² for |r| <= 0.0055; e^r from it to ${power(rest.error)}.`,
    coefficients: rest.coefficients,
  },
];
const capitals: Readonly<Record<string, string>> = { LogarithmRemainder: "LOGARITHM_REMAINDER", ExpCurvature: "EXP_CURVATURE" };

const script = "proof/coefficients/power.ts";

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/power.ts",
    title: "Tables and polynomials of powers, in f64 lanes.",
    script,
    constants: [...columns.logarithms, ...columns.powers, ...numbers, ...polynomials],
  },
  {
    path: "src/scalar/powerCoefficients.ts",
    title: "Tables and polynomials of powers, in f64.",
    script,
    constants: [...tables, ...numbers, ...polynomials.map((one) => ({ ...one, name: capitals[one.name] as string }))],
  },
];
