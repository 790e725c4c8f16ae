/** The fitter: polynomials, and quotients of two, whose largest error is nearly the least. */
import { divide, evaluate, fromNumber, fromReal, leastSquares, multiply, ONE, powers, toNumber } from "./fixed.js";
import { type Real, real } from "./real.js";

/** Coefficients in double precision, the constant first. */
export interface Polynomial {
  readonly coefficients: readonly number[];
  /** The binary logarithm of the largest error, the roundings of the coefficients included. */
  readonly error: number;
}

/** The constant of the denominator is 1. */
export interface Quotient {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
  readonly error: number;
  /** The coefficients before they were rounded. */
  readonly exact: { readonly numerator: readonly bigint[]; readonly denominator: readonly bigint[] };
}

/**
 * Fits a polynomial in relative error between `low` and `high`.
 *
 * Weighted least squares at Chebyshev points come close to the least error. Each coefficient is
 * rounded before those above it are fitted anew: they take back what the rounding did. Rounded all
 * at once, they would cost two bits and more.
 */
export function fitPolynomial(f: (t: Real) => Real, low: number, high: number, degree: number): Polynomial {
  const points = chebyshevPoints(low, high, 6 * (degree + 1));
  const values = points.map((t) => fromReal(f(real(t))));
  const coefficients: number[] = [];
  for (let unknowns = degree + 1; unknowns > 0; unknowns--) {
    const known = coefficients.map(fromNumber);
    const rows = points.map((t, j) => {
      const value = values[j] as bigint;
      const terms = powers(fromNumber(t), degree).slice(known.length);
      return [...terms, evaluate(known, fromNumber(t)) - value].map((term) => divide(term, value));
    });
    coefficients.push(toNumber(leastSquares(rows)[0] as bigint));
  }
  const errors = chebyshevPoints(low, high, 500).map((t) => {
    const value = fromReal(f(real(t)));
    return Math.abs(toNumber(divide(evaluate(coefficients.map(fromNumber), fromNumber(t)) - value, value)));
  });
  return { coefficients, error: Math.log2(Math.max(...errors)) };
}

function chebyshevPoints(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (2 * i + 1)) / (2 * count)));
}

/** A function to approximate by a polynomial, or by a quotient of two. */
export interface Problem {
  readonly f: (z: Real) => Real;
  /** The scale of errors; without it, f. */
  readonly scale?: (z: Real) => Real;
  /** The points at which errors are looked at: dense where f bends. */
  readonly points: readonly Real[];
  /** The degrees of numerator and denominator; without the second, that of a polynomial. */
  readonly degrees: readonly [number, number?];
  /** The point at which the approximation is to equal f. */
  readonly meets?: Real;
  /** The rounding of coefficients in the source, if they are no doubles there. */
  readonly round?: (coefficient: number) => number;
}

const ITERATIONS = 50;

/** Next to this weight all others vanish: what it is given to holds, to as many digits. */
const CERTAIN = fromNumber(1e20);

/** Fits a polynomial in the error that the problem asks for. */
export function minimaxPolynomial(problem: Problem): Polynomial {
  const { numerator, error } = minimax(problem);
  return { coefficients: numerator, error };
}

/**
 * Fits a quotient P / Q: least squares with weights that grow where the error is large, until it is
 * level (Lawson). P / Q - f is not linear in the coefficients; P - f Q, over the Q found before, is
 * (Loeb).
 */
export function minimax({ f, scale = f, points, degrees: [m, n = 0], meets, round = (c) => c }: Problem): Quotient {
  const z = points.map(fromReal);
  const values = points.map((point) => fromReal(f(point)));
  const scales = points.map((point) => fromReal(scale(point)));
  const rows = z.map((point, i) => difference(point, values[i] as bigint, m, n));
  const certain = meets ? [times(difference(fromReal(meets), fromReal(f(meets)), m, n), CERTAIN)] : [];
  const errorsOf = (numerator: readonly bigint[], denominator: readonly bigint[]) =>
    z.map((point, i) => {
      const quotient = divide(evaluate(numerator, point), evaluate(denominator, point));
      return Math.abs(toNumber(divide(quotient - (values[i] as bigint), scales[i] as bigint)));
    });

  let weights = points.map(() => 1 / points.length);
  let numerator: bigint[] = [];
  let denominator: bigint[] = [];
  let divisors = z.map((point) => powers(point / 4n + ONE, n)[n] as bigint);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const factors = weights.map((weight, i) => divide(fromNumber(Math.sqrt(weight)), multiply(divisors[i] as bigint, scales[i] as bigint)));
    const coefficients = leastSquares([...rows.map((row, i) => times(row, factors[i] as bigint)), ...certain]);
    numerator = coefficients.slice(0, m + 1);
    denominator = [ONE, ...coefficients.slice(m + 1)];
    divisors = z.map((point) => evaluate(denominator, point));
    const errors = errorsOf(numerator, denominator);
    const worst = Math.max(...errors);
    const raised = weights.map((weight, i) => weight * ((errors[i] as number) / worst + 1e-6));
    const sum = raised.reduce((a, b) => a + b);
    weights = raised.map((weight) => weight / sum);
  }

  const rounded = [numerator, denominator].map((list) => list.map((coefficient) => round(toNumber(coefficient)))) as [number[], number[]];
  const errors = errorsOf(rounded[0].map(fromNumber), rounded[1].map(fromNumber));
  return { numerator: rounded[0], denominator: rounded[1], error: Math.log2(Math.max(...errors)), exact: { numerator, denominator } };
}

/**
 * Points between `low` and `high`, denser at the ends; with `bend`, as if z / (z + bend) were the
 * variable.
 */
export function spread(low: number, high: number, count: number, bend?: number): Real[] {
  const [a, b] = bend === undefined ? [low, high] : [low / (low + bend), high / (high + bend)];
  return Array.from({ length: count }, (_, i) => {
    const t = (a + b) / 2 - ((b - a) / 2) * Math.cos((Math.PI * i) / (count - 1));
    return bend === undefined ? real(t) : real(t).mul(bend).div(real(1).sub(t));
  });
}

/** P(z) - value Q(z), as factors of the coefficients p0..pm, q1..qn, and 1. */
function difference(z: bigint, value: bigint, m: number, n: number): bigint[] {
  const terms = powers(z, Math.max(m, n));
  return [...terms.slice(0, m + 1), ...times(terms.slice(1, n + 1), -value), -value];
}

function times(row: readonly bigint[], factor: bigint): bigint[] {
  return row.map((term) => multiply(term, factor));
}
