import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, type FloatArray, newArray, tagOf } from "../../call/arrays.js";
import { BLOCK, FEW_TERMS } from "../../kernels/layout.js";

/**
 * A product of matrices in BLAS's words, c = op(a) op(b) + start: op(a) is m by k, op(b) is k by n.
 * Matrices have no gaps between rows.
 */
export interface Multiplication {
  /** Whether a is stored as its transpose, k by m. */
  readonly transposeA: boolean;
  /** Whether b is stored as its transpose, n by k; a then is not. */
  readonly transposeB: boolean;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Null for a row of ones. */
  readonly a: CheckedArray | null;
  readonly b: CheckedArray;
  readonly c: CheckedArray;
  /** The start of each row of sums: a bias of n elements, or 0. */
  readonly bias: CheckedArray | null;
  /** Whether sums start at what c holds instead. */
  readonly accumulate: boolean;
}

/**
 * The product in plain JavaScript, for either element type: the bits of the simd kernels, whose
 * numbers are rounded to the element type at every step and whose sums run in the same order. So a
 * sum that overflows on the way does so everywhere.
 */
export function multiplyInJavaScript({ transposeA, transposeB, m, n, k, accumulate, ...matrices }: Multiplication): void {
  if (m * n === 0 || (k === 0 && accumulate)) return;
  const b = matrices.b.array;
  const c = matrices.c.array;
  const a = matrices.a ? matrices.a.array : new Float32Array(k).fill(1);
  const bias = matrices.bias?.array;
  const type = tagOf(c) as ElementType;
  const [combine, dot] = type === "Float32Array" ? [combine32, dot32] : [combine64, dot64];
  const sums = newArray(type, n);
  const step = transposeA ? m : 1;
  const most = transposeB ? (BLOCK * 16) / bytesOf(type) : BLOCK;
  for (let i = 0; i < m; i++) {
    const row = i * n;
    if (!accumulate) for (let j = 0; j < n; j++) c[row + j] = bias ? bias[j] : 0;
    let p = 0;
    do {
      const length = Math.min(most, k - p);
      const from = (transposeA ? i : i * k) + p * step;
      if (transposeB) for (let j = 0; j < n; j++) sums[j] = dot(length, a, from, b, j * k + p);
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

/**
 * A sum of products of neighbours: lane by lane, then the lanes, then what is no vector at the end;
 * of few, one after the other.
 */
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
