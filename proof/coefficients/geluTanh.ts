/**
 * The constants of geluTanh in f64: its argument t = k a + k c a³, and the roots of its
 * derivatives.
 */
import { PI, type Real, real, root, split, words } from "./real.js";
import { type Constant, pair, type SourceFile } from "./source.js";

const K = real(8).div(PI).sqrt();
const C = real(44715).div(1e6);
const KC = K.mul(C);

const argument = (a: Real) => K.mul(a).mul(C.mul(a).mul(a).add(1));
const slope = (a: Real) => K.mul(C.mul(3).mul(a).mul(a).add(1));
const exponential = (a: Real) => argument(a).neg().exp();

/** geluTanh'(-a) is e^-t / (1 + e^-t)² times this. */
const slopeFactor = (a: Real) =>
  exponential(a)
    .add(1)
    .sub(a.mul(slope(a)));

/**
 * 2 t' + a t'', and a t'²: geluTanh''(a) is e^-t / (1 + e^-t)³ times p (1 + e^-t) - q (1 - e^-t).
 */
const P = [K.mul(2), real(0), KC.mul(12)];
const Q = [real(0), K.mul(K), real(0), K.mul(KC).mul(6), real(0), KC.mul(KC).mul(9)];
const evaluate = (coefficients: readonly Real[], a: Real) =>
  coefficients.reduceRight((sum, coefficient) => sum.mul(a).add(coefficient), real(0));
const curvatureFactor = (a: Real) => {
  const e = exponential(a);
  return evaluate(P, a)
    .mul(e.add(1))
    .sub(evaluate(Q, a).mul(real(1).sub(e)));
};

const ROOT = root(slopeFactor, 0.5, 1);
const INFLECTION = root(curvatureFactor, 1, 2);

/** p (1 + E) - q (1 - E), with E = e^-t at the inflection, divided by a - INFLECTION. */
function bend(): number[] {
  const e = exponential(INFLECTION);
  const result: Real[] = [];
  let carry = real(0);
  for (let k = 5; k > 0; k--) {
    carry = carry
      .mul(INFLECTION)
      .add(e.add(1).mul(P[k] ?? 0))
      .sub(
        real(1)
          .sub(e)
          .mul(Q[k] as Real),
      );
    result.unshift(carry);
  }
  return result.map((coefficient) => coefficient.toNumber());
}

const numbers = (coefficients: readonly Real[]) => coefficients.map((coefficient) => coefficient.toNumber());
const [linear, linearLow] = split(K, 38);
const [cubic, cubicLow] = split(KC, 13);

/**
 * Constants of the kernels alone: the argument split so that products are exact, and its growth
 * from where f'' is 0.
 */
const kernelConstants: readonly Constant[] = [
  { name: "LINEAR", doc: "The first 39 bits of k = √(8 / π).", value: linear },
  { name: "LINEAR_LOW", doc: "The rest.", value: linearLow },
  { name: "CUBIC", doc: "The first 10 bits of k c, c = 0.044715.", value: cubic },
  { name: "CUBIC_LOW", doc: "The rest.", value: cubicLow },
  {
    name: "Rise",
    doc: "k (1 + c (a² + a ρ + ρ²)), ρ = INFLECTION: what t grows by from ρ on, divided by a - ρ.",
    coefficients: numbers([K.mul(C.mul(INFLECTION).mul(INFLECTION).add(1)), KC.mul(INFLECTION), KC]),
  },
];

export const constants: readonly Constant[] = [
  { name: "K", doc: "√(8 / π)", value: K.toNumber() },
  { name: "KC", doc: "0.044715 √(8 / π)", value: KC.toNumber() },
  ...pair("ROOT", "The a where geluTanh'(-a) is 0", ROOT),
  ...pair("ARGUMENT_ROOT", "t there", argument(ROOT)),
  ...pair("EXP_ROOT", "e^-t there", exponential(ROOT), true),
  {
    name: "Slope",
    doc: "k (1 + 3 c (a² + a ROOT + ROOT²)), what a t'(a) grows by from ROOT on, divided by a - ROOT.",
    coefficients: numbers([slope(ROOT), KC.mul(3).mul(ROOT), KC.mul(3)]),
  },
  ...pair("INFLECTION", "The a where geluTanh''(a) is 0", INFLECTION),
  ...pair("ARGUMENT_INFLECTION", "t there", argument(INFLECTION)),
  ...pair("EXP_INFLECTION", "e^-t there", exponential(INFLECTION), true),
  { name: "Bend", doc: "p (1 + E) - q (1 - E), E = e^-t there, divided by a - INFLECTION.", coefficients: bend() },
  { name: "Even", doc: "p = 2 t' + a t'' in a².", coefficients: numbers([P[0] as Real, P[2] as Real]) },
  { name: "Odd", doc: "q = a t'² in a², divided by a.", coefficients: numbers([Q[1] as Real, Q[3] as Real, Q[5] as Real]) },
];

/** c in two words, for the functions of one number. */
export const factors: readonly Constant[] = [
  { name: "K", doc: "√(8 / π)", value: words(K)[0] },
  { name: "K_LOW", doc: "The rest.", value: words(K)[1] },
  { name: "C", doc: "0.044715", value: words(C)[0] },
  { name: "C_LOW", doc: "The rest.", value: words(C)[1] },
];

export const files: readonly SourceFile[] = [
  {
    path: "assembly/math/coefficients/geluTanh.ts",
    title: "The argument of geluTanh, and the roots of its derivatives.",
    script: "proof/coefficients/geluTanh.ts",
    constants: [...kernelConstants, ...constants],
  },
];
