import type { CheckedArray } from "../../call/arguments.js";
import { type ElementType, newArray } from "../../call/arrays.js";
import { float32, float64 } from "../../kernels/dense/dense.js";
import { COPY_END } from "../../kernels/layout.js";
import { type BoundKernel, type Job, kernelNear, type SharedArray, setParameters } from "../../runtime/kernel.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import { type LinearMemory, parameterAt, workspaceOf } from "../../runtime/memory.js";
import type { Runtime } from "../../runtime/runtime.js";
import { type Multiplication, multiplyInJavaScript } from "./loops.js";
import { type DenseExports, multiplyStaged, NOWHERE } from "./staging.js";

/**
 * The sizes of the products of a layer. Its weights are `[outputs, inputs]` where they are
 * transposed, else `[inputs, outputs]`.
 */
export interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly transposed: boolean;
}

/** The sizes of a layer: with a gate, two sums make one of the results of a row. */
export interface LayerSizes extends Sizes {
  readonly results: number;
}

/**
 * The matrix products of a layer, for one element type. Nothing is checked here. A row of a result
 * is the same whatever the batch, and wherever the arrays are, to the last bit.
 */
export class LayerProducts {
  constructor(
    private readonly multiply: (product: Multiplication) => void,
    /** The memory that the kernels work on; absent where JavaScript computes. */
    readonly memory?: LinearMemory,
  ) {}

  /** z = x W + b */
  forward(x: CheckedArray, weights: CheckedArray, bias: CheckedArray | null, z: CheckedArray, sizes: Sizes): void {
    const { batch: m, outputs: n, inputs: k } = sizes;
    const transposeB = liesByColumns(sizes.transposed, n);
    this.multiply({ transposeA: false, transposeB, m, n, k, a: x, b: weights, c: z, bias, accumulate: false });
  }

  /** dx = dz Wᵀ, or added to dx. */
  inputGradient(dz: CheckedArray, weights: CheckedArray, dx: CheckedArray, sizes: Sizes, accumulate: boolean): void {
    const { batch: m, inputs: n, outputs: k } = sizes;
    const transposeB = liesByColumns(!sizes.transposed, n);
    this.multiply({ transposeA: false, transposeB, m, n, k, a: dz, b: weights, c: dx, bias: null, accumulate });
  }

  /** dW = xᵀ dz, or added to dW. */
  weightsGradient(x: CheckedArray, dz: CheckedArray, dw: CheckedArray, sizes: Sizes, accumulate: boolean): void {
    const { inputs, outputs, batch: k, transposed } = sizes;
    const m = transposed ? outputs : inputs;
    const n = transposed ? inputs : outputs;
    const a = transposed ? dz : x;
    const b = transposed ? x : dz;
    this.multiply({ transposeA: true, transposeB: false, m, n, k, a, b, c: dw, bias: null, accumulate });
  }

  /** db, the sum of the rows of dz, or added to db. */
  biasGradient(dz: CheckedArray, db: CheckedArray, { batch: k, outputs: n }: Sizes, accumulate: boolean): void {
    this.multiply({ transposeA: false, transposeB: false, m: 1, n, k, a: null, b: dz, c: db, bias: null, accumulate });
  }
}

/**
 * Whether b is taken as stored by columns: one column is, whatever it is called, and dot products
 * suit it better.
 */
const liesByColumns = (transposed: boolean, columns: number) => transposed || columns === 1;

/** The products in plain JavaScript. */
export const loops = /*#__PURE__*/ new LayerProducts(multiplyInJavaScript);

/** The kernels of the products, with room for what they pack and stage. */
export const kernels: Kernels = { float32: { ...float32, workspaceBytes: COPY_END }, float64: { ...float64, workspaceBytes: COPY_END } };

/** The parameter of the kernel: a row of ones is this number, read again and again. */
const ONE = [1];

/** The products on `runtime`; undefined where JavaScript is to compute. */
export function productsOn(runtime: Runtime, type: ElementType): LayerProducts | undefined {
  const kernel = runtime.kernel<DenseExports>(type === "Float32Array" ? kernels.float32 : kernels.float64);
  if (!kernel) return undefined;
  return new LayerProducts((product) => multiply(kernel, product), kernel.memory);
}

/** Rows and columns of a share of a product, at least: kernels copy what a share is made of. */
const LEAST_ROWS = 32;
const LEAST_COLUMNS = 64;

/** Shares of a product have a multiple of so many rows, or columns: those of tiles. */
const ROWS = 4;
const COLUMNS = 16;

/** Products of numbers below which no other thread is woken. */
const LEAST_PRODUCTS = 2 ** 16;

/** Multiplies in WebAssembly. Rows or columns of a large product may be shared among threads. */
function multiply(found: BoundKernel<DenseExports>, product: Multiplication): void {
  const { m, n, k, a, b, c, bias, accumulate } = product;
  if (m === 0 || n === 0 || (k === 0 && accumulate)) return;
  const kernel = found.twin ? kernelNear(found, [a ?? b, b, c, bias ?? b]) : found;
  setParameters(kernel, ONE);
  if (kernel.threads && (m > LEAST_ROWS || n > LEAST_COLUMNS) && m * n * k > LEAST_PRODUCTS)
    kernel.threads.runJob(kernel, jobOf(kernel, product), () => multiplyAlone(kernel, product));
  else multiplyAlone(kernel, product);
}

/** The job of a product, whose units are rows, or where there are more of them, columns. */
function jobOf(kernel: BoundKernel<DenseExports>, product: Multiplication): Job {
  const { transposeB, m, n, k, a, b, c, bias, accumulate } = product;
  // A row of ones is read again and again by columns that are no elements apart.
  const transposeA = product.transposeA || a === null;
  const byColumns = n > m;
  const input = (one: CheckedArray, each: number, isWoven = false): SharedArray => ({ one, each, isWoven, isRead: true, isWritten: false });
  const left = a ?? { array: newArray(kernel.type, 1).fill(1), at: -1 };
  const right = byColumns ? input(b, transposeB ? k : 1, !transposeB) : input(b, 0);
  const result: SharedArray = { one: c, each: byColumns ? 1 : n, isWoven: byColumns, isRead: accumulate, isWritten: true };
  const start = accumulate ? result : bias ? input(bias, byColumns ? 1 : 0) : NOWHERE;
  const [rows, columns] = byColumns ? ([m, "count"] as const) : (["count", n] as const);
  const leading = { a: a ? (transposeA ? m : k) : 0, b: transposeB ? k : n, start: accumulate ? n : 0 };
  return {
    call: kernel.exports.multiply,
    parameters: [
      transposeA ? 1 : 0,
      transposeB ? 1 : 0,
      rows,
      columns,
      k,
      byColumns ? input(left, 0) : input(left, transposeA ? 1 : k, transposeA),
      leading.a,
      right,
      leading.b,
      result,
      n,
      start,
      leading.start,
      "workspace",
    ],
    units: byColumns ? n : m,
    multiple: byColumns ? COLUMNS : ROWS,
    least: byColumns ? LEAST_COLUMNS : LEAST_ROWS,
    isWhole: true,
    work: m * n * k,
  };
}

/**
 * Multiplies on this thread. Arrays outside of the memory pass through it in blocks; the results
 * are the same, to the last bit.
 */
function multiplyAlone(kernel: BoundKernel<DenseExports>, product: Multiplication): void {
  const { transposeA, transposeB, m, n, k, a, b, c, bias, accumulate } = product;
  const ones = parameterAt(kernel.context, kernel.type);
  if ((a && a.at < 0) || b.at < 0 || c.at < 0 || (bias && bias.at < 0)) {
    multiplyStaged(kernel, product, ones);
    return;
  }
  const aAt = a ? a.at : ones;
  const lda = a ? (transposeA ? m : k) : 0;
  const ldb = transposeB ? k : n;
  const start = accumulate ? c.at : bias ? bias.at : NOWHERE;
  const lds = accumulate ? n : 0;
  const workspace = workspaceOf(kernel.memory);
  // A row of ones is read again and again by columns that are no elements apart.
  const byColumns = transposeA || a === null ? 1 : 0;
  kernel.exports.multiply(byColumns, transposeB ? 1 : 0, m, n, k, aAt, lda, b.at, ldb, c.at, n, start, lds, workspace);
}
