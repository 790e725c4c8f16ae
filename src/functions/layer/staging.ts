import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type FloatArray } from "../../call/arrays.js";
import { BLOCK, COPIED, COPY, COPY_END } from "../../kernels/layout.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { copyRows, workspaceOf } from "../../runtime/memory.js";
import type { Multiplication } from "./loops.js";

/**
 * The exports of the module: assembly/dense/dense.ts. Matrices are byte addresses, leading
 * dimensions count elements.
 */
export interface DenseExports {
  multiply(
    transposeA: number,
    transposeB: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    start: number,
    lds: number,
    workspace: number,
  ): void;
}

/** The start of sums that start at 0: assembly/dense/parts/start.ts. */
export const NOWHERE = -1;

/**
 * Rows and columns below which a block would not repay its loading, unless the matrix has no more.
 */
const ROWS = 32;
const COLUMNS = 64;
const WIDE = 256;

/**
 * Multiplies matrices of which some do not live in the memory: those pass through it in blocks, so
 * that any size takes the same memory. `ones` is the address of a 1.
 *
 * Sums are cut where the kernels themselves begin again from 0, so that the result is the same to
 * the last bit.
 */
export function multiplyStaged(kernel: BoundKernel<DenseExports>, product: Multiplication, ones: number): void {
  const { transposeA, transposeB, m, n, k, bias, accumulate } = product;
  const { rows, columns, depth, areas } = blocksOf(kernel, product);
  const a = product.a && new Matrix(kernel, product.a, transposeA ? m : k, areas.a);
  const b = new Matrix(kernel, product.b, transposeB ? k : n, areas.b);
  const c = new Matrix(kernel, product.c, n, areas.c);
  const workspace = workspaceOf(kernel.memory);
  const flagA = transposeA || a === null ? 1 : 0;
  const flagB = transposeB ? 1 : 0;

  const loadA = (i: number, height: number, p: number, d: number) => (transposeA ? a?.load(p, i, d, height) : a?.load(i, p, height, d));
  const loadB = (j: number, width: number, p: number, d: number) => (transposeB ? b.load(j, p, width, d) : b.load(p, j, d, width));
  const compute = (i: number, height: number, j: number, width: number, p: number, d: number) => {
    const adds = p > 0 || accumulate;
    if (adds) c.load(i, j, height, width);
    else c.begin(i, j, height, width, bias?.array);
    const aAt = a ? a.at : ones;
    const lda = a ? a.leading : 0;
    const ldc = c.leading;
    const start = adds || bias ? c.at : NOWHERE;
    kernel.exports.multiply(flagA, flagB, height, width, d, aAt, lda, b.at, b.leading, c.at, ldc, start, ldc, workspace);
    c.store(i, j, height, width);
  };

  // What is loaded in the outer loops is loaded once: b, or where it needs no loading, a.
  if (product.b.at < 0)
    eachPart(n, columns, (j, width) =>
      eachPart(k, depth, (p, d) => {
        loadB(j, width, p, d);
        eachPart(m, rows, (i, height) => {
          loadA(i, height, p, d);
          compute(i, height, j, width, p, d);
        });
      }),
    );
  else
    eachPart(m, rows, (i, height) =>
      eachPart(k, depth, (p, d) => {
        loadA(i, height, p, d);
        eachPart(n, columns, (j, width) => {
          loadB(j, width, p, d);
          compute(i, height, j, width, p, d);
        });
      }),
    );
}

/** Calls `use` with each part of `total`, once if it is 0: a product of no terms is the bias. */
function eachPart(total: number, step: number, use: (from: number, length: number) => void): void {
  let from = 0;
  do {
    use(from, Math.min(step, total - from));
    from += step;
  } while (from < total);
}

/** Sizes of the blocks in which matrices are staged, and the addresses where. */
interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly areas: { readonly a: number; readonly b: number; readonly c: number };
}

/**
 * Plans the blocks. b takes the larger area: it is loaded once, and a passes by. But where a kernel
 * would copy columns of a, the area is theirs.
 */
function blocksOf({ memory, type }: BoundKernel<DenseExports>, product: Multiplication): Blocks {
  const { a, transposeA, b, transposeB, c, m, n, k } = product;
  const bytes = bytesOf(type);
  const slots = { at: memory.slot(0), length: 4 * memory.tile(type) };
  const copy = { at: workspaceOf(memory) + COPY, length: (COPY_END - COPY) / bytes };
  const stagesA = a !== null && a.at < 0;
  const stagesB = b.at < 0;
  const half = slots.length / 2;
  const small = { at: slots.at, length: half };
  const copiesA = transposeA && m * BLOCK > half;
  const areaA = stagesB && !copiesA ? small : copy;
  const areaB = copiesA ? small : copy;
  const areaC = stagesB ? { at: slots.at + half * bytes, length: half } : slots;

  const unit = (transposeB ? 16 / bytes : 1) * BLOCK;
  const reach = Math.min(stagesA ? areaA.length / Math.min(m, ROWS) : k, stagesB ? areaB.length / Math.min(n, COLUMNS) : k);
  const depth = k <= Math.max(unit, reach) ? k : Math.max(unit, reach - (reach % unit));
  const within = (length: number) => Math.floor(length / Math.max(depth, 1));

  const vectors = 64 / bytes;
  let rows = stagesA ? within(areaA.length) : m;
  if (stagesA && transposeA) rows = Math.min(rows, COPIED / bytes);
  let columns = stagesB ? wholeUnits(within(areaB.length), vectors) : n;
  if (c.at < 0 && rows * columns > areaC.length) {
    columns = Math.min(columns, wholeUnits(Math.max(Math.floor(areaC.length / rows), WIDE), vectors));
    rows = Math.min(rows, Math.floor(areaC.length / columns));
  }
  return { rows: wholeUnits(rows, 4), columns, depth, areas: { a: areaA.at, b: areaB.at, c: areaC.at } };
}

/** The multiple of `unit` in `length`, or where there is none, what is there. */
function wholeUnits(length: number, unit: number): number {
  return length > unit ? length - (length % unit) : length;
}

/** A matrix of which a block at a time is in the memory: in place, or staged. */
class Matrix {
  /** Address and leading dimension of the block. */
  at = 0;
  leading: number;

  constructor(
    private readonly kernel: BoundKernel<DenseExports>,
    private readonly matrix: CheckedArray,
    private readonly columns: number,
    private readonly area: number,
  ) {
    this.leading = columns;
  }

  /** Brings in a block. */
  load(row: number, column: number, rows: number, columns: number): void {
    if (!this.place(row, column, columns)) return;
    const { view, index, matrix, kernel } = this;
    copyRows(view, index, columns, matrix.array, row * this.columns + column, this.columns, rows, columns, kernel.type);
  }

  /**
   * Makes room for a block to be written, each of its rows the part of `bias` for its columns, if
   * there is one.
   */
  begin(row: number, column: number, rows: number, columns: number, bias: FloatArray | undefined): void {
    const staged = this.place(row, column, columns);
    if (!bias) return;
    const [to, at] = staged ? [this.view, this.index] : [this.matrix.array, row * this.columns + column];
    copyRows(to, at, this.leading, bias, column, 0, rows, columns, this.kernel.type);
  }

  /** Brings out a block. */
  store(row: number, column: number, rows: number, columns: number): void {
    if (this.matrix.at >= 0) return;
    const { view, index, matrix, kernel } = this;
    copyRows(matrix.array, row * this.columns + column, this.columns, view, index, columns, rows, columns, kernel.type);
  }

  /** Finds the place of a block, and says whether it is staged. */
  private place(row: number, column: number, columns: number): boolean {
    const { at } = this.matrix;
    if (at >= 0) this.at = at + (row * this.columns + column) * bytesOf(this.kernel.type);
    else {
      this.at = this.area;
      this.leading = columns;
    }
    return at < 0;
  }

  private get view(): FloatArray {
    return this.kernel.memory.view(this.kernel.type);
  }

  private get index(): number {
    return this.at / bytesOf(this.kernel.type);
  }
}
