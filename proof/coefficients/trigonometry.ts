/** The constants of sines and of the arctangent: in f64 lanes, for f32 and for f64 results. */
import { fitPolynomial, minimax, minimaxPolynomial, spread } from "./fit.js";
import { arctangent, arctangentRemainder, sine, sineRemainder } from "./functions.js";
import { PI, type Real, real, split } from "./real.js";
import { type Constant, power, type SourceFile } from "./source.js";

/** The square of the largest remainder, and a little more. */
const REACH = (Math.PI / 2) ** 2 + 1e-6;
/** The square of tan(π/8), and a little more. */
const EIGHTH = (Math.SQRT2 - 1) ** 2 + 1e-6;

const single = minimaxPolynomial({ f: sineRemainder, scale: (z) => sine(z).div(z), points: spread(1e-9, REACH, 120), degrees: [4] });
const double = fitPolynomial(sineRemainder, 1e-9, REACH, 7);
const quotient = minimax({ f: arctangent, points: spread(1e-9, 1, 160, 1), degrees: [3, 4] });
const remainder = fitPolynomial(arctangentRemainder, 1e-9, EIGHTH, 10);

/** π as a sum: words of so many bits, and the rest. */
export function wordsOfPi(bits: number, count: number): readonly number[] {
  const words: number[] = [];
  for (let [rest, at] = [PI, bits - 2]; words.length < count; at += bits) {
    const [word] = split(rest, at);
    words.push(words.length < count - 1 ? word : rest.toNumber());
    rest = rest.sub(word);
  }
  return words;
}

/** π^n */
const powerOfPi = (n: number): Real => (n === 0 ? real(1) : powerOfPi(n - 1).mul(PI));

/** Binary places of 1/π: as many as the largest argument has bits before them, and 120 more. */
const PLACES = 1296n;

/** arctan(1/n) in units of 2^-places, from its series. */
function arctangentOfInverse(n: bigint, places: bigint): bigint {
  let sum = 0n;
  for (let [term, k] = [(1n << places) / n, 0n]; term !== 0n; term /= n * n, k++) sum += (k % 2n === 0n ? term : -term) / (2n * k + 1n);
  return sum;
}

/** 1/π in units of 2^-PLACES, with π = 16 arctan(1/5) - 4 arctan(1/239) (Machin 1706). */
function inverseOfPi(): bigint {
  const places = PLACES + 64n;
  const pi = 16n * arctangentOfInverse(5n, places) - 4n * arctangentOfInverse(239n, places);
  return (1n << (places + PLACES)) / pi;
}

/** Bits of a digit in the table of the kernels: its product with half a double is exact. */
const DIGIT = 24n;
/** The digits before the point: the smallest argument that is looked at begins there. */
const ZEROS = 8;

const inverse = inverseOfPi();
const digits = Array.from({ length: Number(PLACES / DIGIT) - 1 }, (_, i) =>
  Number((inverse >> (PLACES - DIGIT * BigInt(i + 1))) & ((1n << DIGIT) - 1n)),
);

const remainderDoc = (name: string, error: number) => `${name} in z = r² for |r| <= π/2, to ${power(error)}`;
export const sineTerms = { doc: `${remainderDoc("(sin r / r - 1) / z", double.error)}.`, coefficients: double.coefficients };
export const arctangentTerms = {
  doc: `(atan t / t - 1) / z in z = t² for |t| <= tan(π/8), to ${power(remainder.error)}.`,
  coefficients: remainder.coefficients,
};
export const piWords = {
  doc: "π in three words of 33 bits, of which the products with 20 bits are exact, and the rest.",
  coefficients: wordsOfPi(33, 4),
};
export const piRest: Constant = { name: "PI_LOW", doc: "π less the nearest double.", value: PI.sub(Math.PI).toNumber() };
export const inverseRest: Constant = {
  name: "INVERSE_PI_LOW",
  doc: "1/π less the double 1 / Math.PI.",
  value: real(1)
    .div(PI)
    .sub(1 / Math.PI)
    .toNumber(),
};
export const inverseWord: Constant = { name: "INVERSE_PI", doc: `1/π in units of 2^-${PLACES}.`, integer: inverse };

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/trigonometry.ts",
    title: "Polynomials of the sine and the arctangent in f64 lanes, and π.",
    script: "proof/coefficients/trigonometry.ts",
    constants: [
      {
        name: "Sine",
        doc: `${remainderDoc("(sin r / r - 1) / z", single.error)} of sin r.`,
        coefficients: single.coefficients,
      },
      {
        name: "HalfTurnSine",
        doc: "The same for half turns: (sin πr / r - π) / z in z = r² for |r| <= 1/2.",
        coefficients: single.coefficients.map((c, k) =>
          powerOfPi(2 * k + 3)
            .mul(c)
            .toNumber(),
        ),
      },
      { name: "SineRemainder", ...sineTerms },
      {
        name: "ArctangentNumerator",
        doc: `P of atan t = t P(z) / Q(z) in z = t² for |t| <= 1, to ${power(quotient.error)}.`,
        coefficients: quotient.numerator,
      },
      { name: "ArctangentDenominator", doc: "Q of the same.", coefficients: quotient.denominator },
      { name: "ArctangentRemainder", ...arctangentTerms },
      { name: "Pi33", ...piWords },
      piRest,
      {
        name: "DIGITS",
        doc: `1/π in digits of ${DIGIT} bits, after ${ZEROS} zeros.`,
        list: [...new Array(ZEROS).fill(0), ...digits],
      },
    ],
  },
];
