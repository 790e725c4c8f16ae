/**
 * Fixed point: a number is a whole number of 2^-512. Fits are sums of products above all, of which
 * this does a hundred in the time of one of {@link Real}.
 */
import type { Real } from "./real.js";

const BITS = 512n;
const UNIT = 2 ** 512;

export const ONE = 1n << BITS;

export const multiply = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
export const divide = (a: bigint, b: bigint): bigint => (a << BITS) / b;
export const fromNumber = (x: number): bigint => BigInt(Math.trunc(x * UNIT));
export const toNumber = (x: bigint): number => Number(x) / UNIT;

export function fromReal(x: Real): bigint {
  let sum = 0n;
  for (let rest = x; rest.sign() !== 0; ) {
    const part = rest.toNumber();
    sum += fromNumber(part);
    rest = rest.sub(part);
  }
  return sum;
}

/** 1, x, x² ... up to a degree. */
export function powers(x: bigint, degree: number): bigint[] {
  const list = [ONE];
  for (let i = 1; i <= degree; i++) list.push(multiply(list[i - 1] as bigint, x));
  return list;
}

/** The value of a polynomial, the constant first. */
export function evaluate(coefficients: readonly bigint[], x: bigint): bigint {
  return coefficients.reduceRight((sum, coefficient) => multiply(sum, x) + coefficient, 0n);
}

/** The x that bring Σ (row · [x, 1])² to its least. */
export function leastSquares(rows: readonly (readonly bigint[])[]): bigint[] {
  const unknowns = (rows[0] as readonly bigint[]).length - 1;
  const system: bigint[][] = Array.from({ length: unknowns }, () => []);
  for (let a = 0; a < unknowns; a++)
    for (let b = 0; b <= unknowns; b++) {
      const known = b < a ? (system[b] as bigint[])[a] : undefined;
      const sum = known ?? rows.reduce((total, row) => total + (row[a] as bigint) * (row[b] as bigint), 0n) >> BITS;
      (system[a] as bigint[]).push(b < unknowns ? sum : -sum);
    }
  return solve(system);
}

/**
 * Elimination, of all rows but its own for each unknown. The matrix is positive definite: the
 * pivots are good as they come.
 */
function solve(system: readonly (readonly bigint[])[]): bigint[] {
  const solved = system.reduce((rows, _, pivot) => {
    const divisor = rows[pivot]?.[pivot] as bigint;
    const own = (rows[pivot] as bigint[]).map((term) => divide(term, divisor));
    return rows.map((row, i) => (i === pivot ? own : row.map((term, j) => term - multiply(row[pivot] as bigint, own[j] as bigint))));
  }, system);
  return solved.map((row) => row.at(-1) as bigint);
}
