import { init } from "gmp-wasm";

/** A real number of 256 bits (MPFR). What of it is used here: the package's own type does not pass TypeScript 6. */
export interface Real {
  add(other: Real | number): Real;
  sub(other: Real | number): Real;
  mul(other: Real | number): Real;
  div(other: Real | number): Real;
  neg(): Real;
  abs(): Real;
  sqrt(): Real;
  exp(): Real;
  erfc(): Real;
  sign(): number;
  toNumber(): number;
}

const context = (await init()).getContext({ precisionBits: 256 }) as unknown as { Float(value: number): Real; Pi(): Real };

export const real = (value: number): Real => context.Float(value);
export const PI: Real = context.Pi();

/** A value as the sum of two doubles. */
export function words(value: Real): readonly [number, number] {
  const high = value.toNumber();
  return [high, value.sub(high).toNumber()];
}

/** The root of a monotone function between `low` and `high`. */
export function root(f: (x: Real) => Real, low: number, high: number): Real {
  let [a, b] = [real(low), real(high)];
  const rising = f(a).sign() < 0;
  for (let i = 0; i < 200; i++) {
    const middle = a.add(b).div(2);
    if (f(middle).sign() < 0 === rising) a = middle;
    else b = middle;
  }
  return a;
}

export interface Fit {
  /** The constant first. */
  readonly coefficients: readonly number[];
  /** log2 of the largest relative error, the roundings of the coefficients included. */
  readonly error: number;
}

/**
 * A polynomial with coefficients in double precision, whose relative error between `low` and `high` is nearly the least.
 *
 * Weighted least squares at Chebyshev points come close to it. Each coefficient is rounded before those above it are fitted
 * anew: they take back what the rounding did. Rounded all at once, they would cost two bits and more.
 */
export function fitPolynomial(f: (t: Real) => Real, low: number, high: number, degree: number): Fit {
  const points = chebyshevPoints(low, high, 6 * (degree + 1)).map(real);
  const values = points.map(f);
  const coefficients: number[] = [];
  let rest = values;
  /** powers[j] = points[j] ** number of coefficients so far, over the value: the weight makes errors relative. */
  let powers = values.map((value) => real(1).div(value));
  for (let unknowns = degree + 1; unknowns > 0; unknowns--) {
    const coefficient = leastSquares(
      points,
      powers,
      rest.map((r, j) => r.div(values[j] as Real)),
      unknowns,
    );
    coefficients.push(coefficient);
    rest = rest.map((r, j) => r.sub((powers[j] as Real).mul(values[j] as Real).mul(coefficient)));
    powers = powers.map((power, j) => power.mul(points[j] as Real));
  }
  const errors = chebyshevPoints(low, high, 2000).map((t) =>
    evaluate(coefficients, real(t))
      .div(f(real(t)))
      .sub(1)
      .abs()
      .toNumber(),
  );
  return { coefficients, error: Math.log2(Math.max(...errors)) };
}

function chebyshevPoints(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (2 * i + 1)) / (2 * count)));
}

export function evaluate(coefficients: readonly number[], t: Real): Real {
  return coefficients.reduceRight((sum, coefficient) => sum.mul(t).add(coefficient), real(0));
}

/** The first coefficient c₀ of the polynomial that brings Σ (first[j] Σ cᵢ points[j]ⁱ - wanted[j])² to its least, rounded. */
function leastSquares(points: readonly Real[], first: readonly Real[], wanted: readonly Real[], unknowns: number): number {
  // Moments of the normal equations: row r, column c depend on r + c alone.
  const moments: Real[] = [];
  const right: Real[] = [];
  let powers = first;
  for (let i = 0; i < 2 * unknowns - 1; i++) {
    moments.push(dot(powers, first));
    if (i < unknowns) right.push(dot(powers, wanted));
    powers = powers.map((power, j) => power.mul(points[j] as Real));
  }
  const rows = right.map((value, r) => [...moments.slice(r, r + unknowns), value]);
  return solveForFirst(rows).toNumber();
}

function dot(a: readonly Real[], b: readonly Real[]): Real {
  return a.reduce((sum, value, j) => sum.add(value.mul(b[j] as Real)), real(0));
}

/** Elimination from below: what is left of the first row has one unknown. */
function solveForFirst(rows: Real[][]): Real {
  for (let pivot = rows.length - 1; pivot > 0; pivot--) {
    const below = rows[pivot] as Real[];
    for (const row of rows.slice(0, pivot)) {
      const factor = (row[pivot] as Real).div(below[pivot] as Real);
      for (const column of [...row.keys()].filter((c) => c < pivot || c === row.length - 1))
        row[column] = (row[column] as Real).sub(factor.mul(below[column] as Real));
    }
  }
  const [first] = rows as [Real[]];
  return (first.at(-1) as Real).div(first[0] as Real);
}
