/**
 * Products of matrices in twice the precision of f64: Ogita, Rump and Oishi, Accurate sum and dot
 * product, SIAM J. Sci. Comput. 26 (2005).
 */

/** A matrix, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
}

export interface ExactProduct {
  /** Each sum, rounded once. */
  readonly values: Float64Array;
  /** Each sum of the absolute values, in which errors are measured. */
  readonly magnitudes: Float64Array;
}

/** start + a b */
export function exactProduct(a: Matrix, b: Matrix, start: (row: number, column: number) => number): ExactProduct {
  const values = new Float64Array(a.rows * b.columns);
  const magnitudes = new Float64Array(values.length);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < b.columns; j++) {
      let high = start(i, j);
      let low = 0;
      let magnitude = Math.abs(high);
      for (let p = 0; p < a.columns; p++) {
        const x = a.at(i, p);
        const y = b.at(p, j);
        const product = x * y;
        const sum = high + product;
        const part = sum - high;
        low += productError(x, y, product) + (high - (sum - part) + (product - part));
        high = sum;
        magnitude += Math.abs(product);
      }
      values[i * b.columns + j] = high + low;
      magnitudes[i * b.columns + j] = magnitude;
    }
  return { values, magnitudes };
}

/** x y - product, exactly (Dekker 1971), for numbers from 2^-400 to 2^400. */
function productError(x: number, y: number, product: number): number {
  const xHigh = high(x);
  const yHigh = high(y);
  const xLow = x - xHigh;
  const yLow = y - yHigh;
  return xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
}

/** The upper 26 bits (Veltkamp). */
function high(x: number): number {
  const scaled = 134217729 * x;
  return scaled - (scaled - x);
}
