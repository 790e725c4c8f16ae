import { evaluate, type Real, real } from "./fit.js";

/** What is to be approximated, by a polynomial or by a quotient of two. */
export interface Problem {
  readonly f: (z: Real) => Real;
  /** What errors are relative to. Default: f. */
  readonly scale?: (z: Real) => Real;
  readonly points: readonly Real[];
  /** Degrees of numerator and denominator. */
  readonly degrees: readonly [number, number];
  /** Where the approximation equals f exactly. */
  readonly meets?: Real;
  /** What becomes of a coefficient in the source. Default: the nearest double. */
  readonly round?: (value: Real) => number;
}

export interface Approximation {
  /** The constant first. */
  readonly numerator: readonly number[];
  /** The same; its constant is 1. */
  readonly denominator: readonly number[];
  readonly exact: { readonly numerator: readonly Real[]; readonly denominator: readonly Real[] };
  /** log2 of the largest error at the points, the roundings of the coefficients included. */
  readonly error: number;
}

/**
 * The approximation whose largest error is the least, nearly: Lawson's iteration. Least squares with weights that grow where
 * the error is large level it out. P / Q - f is not linear in the coefficients; P - f Q over the Q of the step before is.
 *
 * To add a fit: give f in MPFR, what its error is relative to, points that are dense where f bends, the degrees; print the
 * result from a script beside this file, and name that script where the constants stand.
 */
export function minimax({ f, scale = f, points, degrees, meets, round = (value) => value.toNumber() }: Problem): Approximation {
  const [m, n] = degrees;
  const values = points.map(f);
  const scales = points.map(scale);
  // P(z) - f(z) Q(z) as a linear function of p1..pm, q1..qn and 1, after the constant of P is chosen so that it meets f.
  const terms = (z: Real, value: Real) => [
    ...powers(z, m).slice(1),
    ...powers(z, n)
      .slice(1)
      .map((power) => power.mul(value).neg()),
    value.neg(),
  ];
  const anchor = meets && terms(meets, f(meets));
  const rows = points.map((z, i) => {
    const row = terms(z, values[i] as Real);
    return anchor ? row.map((term, j) => term.sub(anchor[j] as Real)) : [...row, real(1)];
  });

  let weights = points.map(() => 1 / points.length);
  let previous = points.map((z) => power(z.div(4).add(1), n));
  let found: { numerator: Real[]; denominator: Real[] } = { numerator: [], denominator: [] };
  for (let iteration = 0; iteration < 50; iteration++) {
    const scaled = rows.map((row, i) => {
      const factor = real(Math.sqrt(weights[i] as number)).div((previous[i] as Real).mul(scales[i] as Real));
      return row.map((term) => term.mul(factor));
    });
    const constant = m + n;
    const unknowns = leastSquares(scaled, constant);
    const p = unknowns.slice(0, m);
    const q = [real(1), ...unknowns.slice(m, m + n)];
    const first = anchor
      ? anchor.reduce((sum, term, j) => sum.sub(term.mul([...p, ...q.slice(1), real(1)][j] as Real)), real(0))
      : unknowns.at(-1);
    found = { numerator: [first as Real, ...p], denominator: q };
    previous = points.map((z) => polynomial(q, z));
    const errors = points.map((z, i) =>
      polynomial(found.numerator, z)
        .div(previous[i] as Real)
        .sub(values[i] as Real)
        .div(scales[i] as Real)
        .abs()
        .toNumber(),
    );
    const worst = Math.max(...errors);
    const raised = weights.map((weight, i) => weight * ((errors[i] as number) / worst + 1e-6));
    const sum = raised.reduce((a, b) => a + b);
    weights = raised.map((weight) => weight / sum);
  }

  const numerator = found.numerator.map(round);
  const denominator = found.denominator.map(round);
  const errors = points.map((z, i) =>
    evaluate(numerator, z)
      .div(evaluate(denominator, z))
      .sub(values[i] as Real)
      .div(scales[i] as Real)
      .abs()
      .toNumber(),
  );
  return { numerator, denominator, exact: found, error: Math.log2(Math.max(...errors)) };
}

/** An approximation as it is printed. */
export const show = ({ numerator, denominator, error }: Approximation) => ({
  error: `2^${error.toFixed(2)}`,
  ...(denominator.length > 1 ? { numerator, denominator } : { coefficients: numerator }),
});

/** `count` points between `low` and `high`, denser at the ends; with `bend`, as if z / (z + bend) were the variable. */
export function spread(low: number, high: number, count: number, bend?: number): Real[] {
  const [a, b] = bend === undefined ? [low, high] : [low / (low + bend), high / (high + bend)];
  return Array.from({ length: count }, (_, i) => {
    const t = (a + b) / 2 - ((b - a) / 2) * Math.cos((Math.PI * i) / (count - 1));
    return bend === undefined ? real(t) : real(t).mul(bend).div(real(1).sub(t));
  });
}

function power(z: Real, exponent: number): Real {
  let result = real(1);
  for (let i = 0; i < exponent; i++) result = result.mul(z);
  return result;
}

function powers(z: Real, degree: number): Real[] {
  return Array.from({ length: degree + 1 }, (_, i) => power(z, i));
}

function polynomial(coefficients: readonly Real[], z: Real): Real {
  return coefficients.reduceRight((sum, coefficient) => sum.mul(z).add(coefficient), real(0));
}

/** The x that bring Σ (row · x)² to its least, where the x of the column `constant` is 1. */
function leastSquares(rows: readonly (readonly Real[])[], constant: number): Real[] {
  const columns = (rows[0] as readonly Real[]).length;
  const order = [...Array(columns).keys()].filter((column) => column !== constant);
  const dot = (a: number, b: number) => rows.reduce((sum, row) => sum.add((row[a] as Real).mul(row[b] as Real)), real(0));
  const system = order.map((a) => [...order.map((b) => dot(a, b)), dot(a, constant).neg()]);
  return solve(system);
}

/** Gauss and Jordan's elimination. The matrix is positive definite: no pivoting. */
function solve(system: Real[][]): Real[] {
  for (const [pivot, row] of system.entries()) {
    for (let column = system.length; column >= pivot; column--) row[column] = (row[column] as Real).div(row[pivot] as Real);
    for (const [i, other] of system.entries()) {
      if (i === pivot) continue;
      const factor = other[pivot] as Real;
      for (let column = pivot; column <= system.length; column++)
        other[column] = (other[column] as Real).sub(factor.mul(row[column] as Real));
    }
  }
  return system.map((row) => row[system.length] as Real);
}
