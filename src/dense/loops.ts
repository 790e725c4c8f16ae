import type { FloatArray } from "../arrays.js";
import type { Product } from "./product.js";

/** Sums run in blocks of this many products, each from zero, as in the kernels: their error then grows with the block, not with the length. */
const BLOCK = 252;

/**
 * The products of a layer in plain JavaScript, for either element type. Sums run in f64, in the same order for either layout of the
 * weights, and are rounded once.
 */
export const loops: Product = {
  forward: (x, weights, bias, z, { batch: m, outputs: n, inputs: k, transposed }) =>
    multiply({ ...PLAIN, m, n, k, a: x.array, b: weights.array, transposedB: transposed, c: z.array, bias: bias?.array }),

  inputGradient: (dz, weights, dx, { batch: m, inputs: n, outputs: k, transposed }, accumulate) =>
    multiply({ ...PLAIN, m, n, k, a: dz.array, b: weights.array, transposedB: !transposed, c: dx.array, accumulate }),

  weightsGradient(x, dz, dw, { inputs, outputs, batch: k, transposed }, accumulate) {
    const [a, b] = transposed ? [dz.array, x.array] : [x.array, dz.array];
    const [m, n] = transposed ? [outputs, inputs] : [inputs, outputs];
    multiply({ ...PLAIN, m, n, k, a, transposedA: true, b, c: dw.array, accumulate });
  },

  biasGradient(dz, db, { batch: k, outputs: n }, accumulate) {
    if (n > 0) multiply({ ...PLAIN, m: 1, n, k, a: new Float64Array(k).fill(1), b: dz.array, c: db.array, accumulate });
  },
};

/** c = a b + bias: `a` has m rows of k elements, `b` has k rows of n; a transposed one lies in memory by its columns. */
interface Multiplication {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: FloatArray;
  readonly transposedA: boolean;
  readonly b: FloatArray;
  readonly transposedB: boolean;
  readonly c: FloatArray;
  readonly bias: FloatArray | undefined;
  readonly accumulate: boolean;
}

/** A product of matrices that lie by their rows, and nothing added. */
const PLAIN = { transposedA: false, transposedB: false, bias: undefined, accumulate: false };

function multiply({ m, n, k, a, transposedA, b, transposedB, c, bias, accumulate }: Multiplication): void {
  if (m * n === 0) return;
  const sums = new Float64Array(n);
  const block = new Float64Array(n);
  const step = transposedA ? m : 1;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) sums[j] = bias ? bias[j] : 0;
    for (let p = 0; p < k; p += BLOCK) {
      const length = Math.min(BLOCK, k - p);
      const from = (transposedA ? i : i * k) + p * step;
      if (transposedB) dots(block, length, a, from, step, b, p, k);
      else combine(block, length, a, from, step, b, p * n);
      for (let j = 0; j < n; j++) sums[j] += block[j];
    }
    for (let j = 0; j < n; j++) c[i * n + j] = accumulate ? c[i * n + j] + sums[j] : sums[j];
  }
}

/** Rows of b from `at` on, each times an element of a, added up. */
function combine(sums: Float64Array, length: number, a: FloatArray, from: number, step: number, b: FloatArray, at: number): void {
  const n = sums.length;
  sums.fill(0);
  for (let p = 0; p < length; p++) {
    const factor = a[from + p * step];
    for (let j = 0; j < n; j++) sums[j] += factor * b[at + p * n + j];
  }
}

/** The same where b lies by its columns, of `pitch` elements: a sum of products with each. */
function dots(
  sums: Float64Array,
  length: number,
  a: FloatArray,
  from: number,
  step: number,
  b: FloatArray,
  at: number,
  pitch: number,
): void {
  for (let j = 0; j < sums.length; j++) {
    let sum = 0;
    for (let p = 0; p < length; p++) sum += a[from + p * step] * b[at + j * pitch + p];
    sums[j] = sum;
  }
}
