import { bytesOf, type ElementType, type FloatArray, newArray, tagOf } from "../../call/arrays.js";
import { BLOCK, FEW_TERMS } from "../../kernels/layout.js";
import { liesByColumns, type Product } from "./product.js";

/**
 * The products of a layer in plain JavaScript, for either element type: the bits of the simd kernels, whose numbers are rounded to
 * the element type at every step and whose sums run in the same order. So a sum that overflows on the way does so everywhere.
 */
export const loops: Product = {
  forward: (x, weights, bias, z, { batch: m, outputs: n, inputs: k, transposed }) =>
    multiply({ ...PLAIN, m, n, k, a: x.array, b: weights.array, transposedB: liesByColumns(transposed, n), c: z.array, bias: bias?.array }),

  inputGradient: (dz, weights, dx, { batch: m, inputs: n, outputs: k, transposed }, accumulate) =>
    multiply({ ...PLAIN, m, n, k, a: dz.array, b: weights.array, transposedB: liesByColumns(!transposed, n), c: dx.array, accumulate }),

  weightsGradient(x, dz, dw, { inputs, outputs, batch: k, transposed }, accumulate) {
    const [a, b] = transposed ? [dz.array, x.array] : [x.array, dz.array];
    const [m, n] = transposed ? [outputs, inputs] : [inputs, outputs];
    multiply({ ...PLAIN, m, n, k, a, transposedA: true, b, c: dw.array, accumulate });
  },

  biasGradient(dz, db, { batch: k, outputs: n }, accumulate) {
    multiply({ ...PLAIN, m: 1, n, k, a: new Float32Array(k).fill(1), b: dz.array, c: db.array, accumulate });
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
  if (m * n === 0 || (k === 0 && accumulate)) return;
  const type = tagOf(c) as ElementType;
  const [combine, dot] = type === "Float32Array" ? [combine32, dot32] : [combine64, dot64];
  const sums = newArray(type, n);
  const step = transposedA ? m : 1;
  const most = transposedB ? (BLOCK * 16) / bytesOf(type) : BLOCK;
  for (let i = 0; i < m; i++) {
    const row = i * n;
    if (!accumulate) for (let j = 0; j < n; j++) c[row + j] = bias ? bias[j] : 0;
    let p = 0;
    do {
      const length = Math.min(most, k - p);
      const from = (transposedA ? i : i * k) + p * step;
      if (transposedB) for (let j = 0; j < n; j++) sums[j] = dot(length, a, from, b, j * k + p);
      else {
        sums.fill(0);
        for (let q = 0; q < length; q++) combine(sums, a[from + q * step], b, (p + q) * n);
      }
      for (let j = 0; j < n; j++) c[row + j] += sums[j];
      p += most;
    } while (p < k);
  }
}

/** Adds a row of b, which begins at `at`, times a factor. */
function combine32(sums: FloatArray, factor: number, b: FloatArray, at: number): void {
  const n = sums.length;
  for (let j = 0; j < n; j++) sums[j] += Math.fround(factor * b[at + j]);
}

function combine64(sums: FloatArray, factor: number, b: FloatArray, at: number): void {
  const n = sums.length;
  for (let j = 0; j < n; j++) sums[j] += factor * b[at + j];
}

/** A sum of products of neighbours: lane by lane, then the lanes, then what is no vector at the end; of few, one after the other. */
function dot32(length: number, a: FloatArray, from: number, b: FloatArray, at: number): number {
  const { fround } = Math;
  let s0 = fround(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let p = 0;
  for (const end = length < FEW_TERMS ? 0 : length - 3; p < end; p += 4) {
    s0 = fround(s0 + fround(a[from + p] * b[at + p]));
    s1 = fround(s1 + fround(a[from + p + 1] * b[at + p + 1]));
    s2 = fround(s2 + fround(a[from + p + 2] * b[at + p + 2]));
    s3 = fround(s3 + fround(a[from + p + 3] * b[at + p + 3]));
  }
  let sum = fround(fround(s0 + s2) + fround(s1 + s3));
  for (; p < length; p++) sum = fround(sum + fround(a[from + p] * b[at + p]));
  return sum;
}

function dot64(length: number, a: FloatArray, from: number, b: FloatArray, at: number): number {
  let s0 = 0;
  let s1 = 0;
  let p = 0;
  for (const end = length < FEW_TERMS ? 0 : length - 1; p < end; p += 2) {
    s0 += a[from + p] * b[at + p];
    s1 += a[from + p + 1] * b[at + p + 1];
  }
  let sum = s0 + s1;
  for (; p < length; p++) sum += a[from + p] * b[at + p];
  return sum;
}
