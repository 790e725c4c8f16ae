import { evaluate, type Real, real } from "./fit.js";

/** What is to be approximated by a polynomial, or by a quotient of two. */
export interface Problem {
  readonly f: (z: Real) => Real;
  /** What errors are relative to; without it, f. */
  readonly scale?: (z: Real) => Real;
  /** Where errors are looked at: dense where f bends. */
  readonly points: readonly Real[];
  /** Of numerator and denominator. */
  readonly degrees: readonly [number, number];
  /** Where the approximation is to equal f. */
  readonly meets?: Real;
  /** What becomes of a coefficient in the source; without it, the nearest double. */
  readonly round?: (coefficient: Real) => number;
}

/** Constants come first; that of the denominator is 1. */
export interface Approximation {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
  /** log2 of the largest error. */
  readonly error: number;
  /** Before the coefficients were rounded. */
  readonly exact: { readonly numerator: readonly Real[]; readonly denominator: readonly Real[] };
}

const ITERATIONS = 50;

/** Next to this weight all others vanish: what it is given to holds, to as many digits. */
const CERTAIN = 1e20;

/**
 * The approximation P / Q whose largest error is nearly the least: least squares with weights that grow where the error is
 * large, until it is level (Lawson). P / Q - f is not linear in the coefficients; P - f Q, over the Q found before, is (Loeb).
 *
 * To add a fit, write a Problem into the script of its engine (faithful.ts, single.ts), run that, and name it beside the constants.
 */
export function minimax({ f, scale = f, points, degrees: [m, n], meets, round = (c) => c.toNumber() }: Problem): Approximation {
  const values = points.map(f);
  const scales = points.map(scale);
  const rows = points.map((z, i) => difference(z, values[i] as Real, m, n));
  const certain = meets ? [times(difference(meets, f(meets), m, n), real(CERTAIN))] : [];

  let weights = points.map(() => 1 / points.length);
  let numerator: Real[] = [];
  let denominator: Real[] = [];
  let divisors = points.map((z) => power(z.div(4).add(1), n));
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const weighted = rows.map((row, i) => times(row, real(Math.sqrt(at(weights, i))).div(at(divisors, i).mul(at(scales, i)))));
    const coefficients = leastSquares([...weighted, ...certain]);
    numerator = coefficients.slice(0, m + 1);
    denominator = [real(1), ...coefficients.slice(m + 1)];
    divisors = points.map((z) => polynomial(denominator, z));
    const errors = points.map((z, i) => relative(polynomial(numerator, z).div(at(divisors, i)), at(values, i), at(scales, i)));
    const worst = Math.max(...errors);
    const raised = weights.map((weight, i) => weight * (at(errors, i) / worst + 1e-6));
    const sum = raised.reduce((a, b) => a + b);
    weights = raised.map((weight) => weight / sum);
  }

  const rounded = { numerator: numerator.map(round), denominator: denominator.map(round) };
  const quotient = (z: Real) => evaluate(rounded.numerator, z).div(evaluate(rounded.denominator, z));
  const errors = points.map((z, i) => relative(quotient(z), at(values, i), at(scales, i)));
  return { ...rounded, error: Math.log2(Math.max(...errors)), exact: { numerator, denominator } };
}

/** An approximation as it is printed. */
export const show = ({ numerator, denominator, error }: Approximation) => ({
  error: `2^${error.toFixed(2)}`,
  ...(denominator.length > 1 ? { numerator, denominator } : { coefficients: numerator }),
});

/** Points between `low` and `high`, denser at the ends; with `bend`, as if z / (z + bend) were the variable. */
export function spread(low: number, high: number, count: number, bend?: number): Real[] {
  const [a, b] = bend === undefined ? [low, high] : [low / (low + bend), high / (high + bend)];
  return Array.from({ length: count }, (_, i) => {
    const t = (a + b) / 2 - ((b - a) / 2) * Math.cos((Math.PI * i) / (count - 1));
    return bend === undefined ? real(t) : real(t).mul(bend).div(real(1).sub(t));
  });
}

/** P(z) - value Q(z), as factors of the coefficients p0..pm, q1..qn, and 1. */
function difference(z: Real, value: Real, m: number, n: number): Real[] {
  const powers = Array.from({ length: Math.max(m, n) + 1 }, (_, i) => power(z, i));
  const ofQ = powers.slice(1, n + 1).map((one) => one.mul(value).neg());
  return [...powers.slice(0, m + 1), ...ofQ, value.neg()];
}

function relative(found: Real, wanted: Real, scale: Real): number {
  return found.sub(wanted).div(scale).abs().toNumber();
}

function power(z: Real, exponent: number): Real {
  return Array.from({ length: exponent }, () => z).reduce((product, factor) => product.mul(factor), real(1));
}

function polynomial(coefficients: readonly Real[], z: Real): Real {
  return coefficients.reduceRight((sum, coefficient) => sum.mul(z).add(coefficient), real(0));
}

function times(row: readonly Real[], factor: Real): Real[] {
  return row.map((term) => term.mul(factor));
}

/** The x that bring Σ (row · [x, 1])² to its least. */
function leastSquares(rows: readonly (readonly Real[])[]): Real[] {
  const unknowns = at(rows, 0).length - 1;
  const dot = (a: number, b: number) => rows.reduce((sum, row) => sum.add(at(row, a).mul(at(row, b))), real(0));
  const system = Array.from({ length: unknowns }, (_, a) =>
    Array.from({ length: unknowns + 1 }, (_, b) => (b < unknowns ? dot(a, b) : dot(a, b).neg())),
  );
  return solve(system);
}

/** Elimination, of all rows but its own for each unknown. The matrix is positive definite: the pivots are good as they come. */
function solve(system: readonly (readonly Real[])[]): Real[] {
  const solved = system.reduce((rows, _, pivot) => {
    const own = times(at(rows, pivot), real(1).div(at(at(rows, pivot), pivot)));
    return rows.map((row, i) => (i === pivot ? own : row.map((term, j) => term.sub(at(row, pivot).mul(at(own, j))))));
  }, system);
  return solved.map((row) => at(row, system.length));
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}
