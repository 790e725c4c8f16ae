import type { FloatArray } from "../arrays.js";
import type { Product } from "./product.js";

/**
 * The products of a layer in plain JavaScript, for either element type. Sums run in f64, in the same order for either layout of the
 * weights, and are rounded once.
 */
export const loops: Product = {
  forward: (x, weights, bias, z, { batch: m, outputs: n, inputs: k, transposed }) =>
    multiply({ m, n, k, a: x.array, b: weights.array, transposedB: transposed, c: z.array, bias: bias?.array }),

  inputGradient: (dz, weights, dx, { batch: m, inputs: n, outputs: k, transposed }, accumulate) =>
    multiply({ m, n, k, a: dz.array, b: weights.array, transposedB: !transposed, c: dx.array, accumulate }),

  weightsGradient(x, dz, dw, { inputs, outputs, batch: k, transposed }, accumulate) {
    const [a, b] = transposed ? [dz.array, x.array] : [x.array, dz.array];
    const [m, n] = transposed ? [outputs, inputs] : [inputs, outputs];
    multiply({ m, n, k, a, transposedA: true, b, c: dw.array, accumulate });
  },

  biasGradient({ array: dz }, { array: db }, { batch, outputs }, accumulate) {
    const sums = new Float64Array(outputs);
    for (let i = 0; i < batch * outputs; i++) sums[i % outputs] += dz[i];
    store(sums, db, 0, accumulate);
  },
};

/** c = a b + bias: `a` has m rows of k elements, `b` has k rows of n; a transposed one lies in memory by its columns. */
interface Multiplication {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: FloatArray;
  readonly transposedA?: boolean;
  readonly b: FloatArray;
  readonly transposedB?: boolean;
  readonly c: FloatArray;
  readonly bias?: FloatArray | undefined;
  readonly accumulate?: boolean;
}

function multiply({ m, n, k, a, transposedA, b, transposedB, c, bias, accumulate = false }: Multiplication): void {
  if (m * n === 0) return;
  const sums = new Float64Array(n);
  const step = transposedA ? m : 1;
  for (let i = 0; i < m; i++) {
    const from = transposedA ? i : i * k;
    if (transposedB) dots(sums, k, a, from, step, b);
    else combine(sums, k, a, from, step, b);
    for (let j = 0; bias && j < n; j++) sums[j] += bias[j];
    store(sums, c, i * n, accumulate);
  }
}

/** One row of a, times b: the rows of b, each times an element, added up. */
function combine(sums: Float64Array, k: number, a: FloatArray, from: number, step: number, b: FloatArray): void {
  const n = sums.length;
  sums.fill(0);
  for (let p = 0; p < k; p++) {
    const factor = a[from + p * step];
    for (let j = 0; j < n; j++) sums[j] += factor * b[p * n + j];
  }
}

/** One row of a, times b, where b lies by its columns: a sum of products with each. */
function dots(sums: Float64Array, k: number, a: FloatArray, from: number, step: number, b: FloatArray): void {
  for (let j = 0; j < sums.length; j++) {
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[from + p * step] * b[j * k + p];
    sums[j] = sum;
  }
}

function store(sums: Float64Array, c: FloatArray, at: number, accumulate: boolean): void {
  for (let j = 0; j < sums.length; j++) c[at + j] = accumulate ? c[at + j] + sums[j] : sums[j];
}
