import type { FloatArray } from "../../call/arrays.js";
import type { CheckedArray } from "../../call/placement.js";
import { blocksOf, NOWHERE } from "./blocks.js";
import { copyRows } from "./copyRows.js";
import type { Multiplication, Multiplier } from "./multiplier.js";

/** Multiplies matrices, in place where all of them live in the memory. */
export function multiply(on: Multiplier, product: Multiplication): void {
  const { x, byColumns, w, transposed, y, m, n, k, bias, accumulate } = product;
  if (m === 0 || n === 0 || (k === 0 && accumulate)) return;
  if ((x && x.at < 0) || w.at < 0 || y.at < 0 || (bias && bias.at < 0)) {
    multiplyStaged(on, product);
    return;
  }
  const start = accumulate ? y.at : bias ? bias.at : NOWHERE;
  const pitch = accumulate ? n : 0;
  const xr = x ? (byColumns ? 1 : k) : 0;
  const xk = x ? (byColumns ? m : 1) : 0;
  on.block(transposed, x ? x.at : on.one, xr, xk, w.at, transposed ? k : n, y.at, n, m, n, k, start, pitch);
}

/**
 * Multiplies matrices of which some do not live in the memory: those pass through it in blocks, so that any size takes the
 * same memory.
 *
 * Sums are cut where the kernels themselves begin again from 0 (blocks.ts), so that the result is the same to the last bit.
 */
function multiplyStaged(on: Multiplier, product: Multiplication): void {
  const { byColumns, transposed, m, n, k, bias, accumulate } = product;
  const { rows, columns, depth, areas } = blocksOf(on, product);
  const x = product.x && new Matrix(on, product.x, byColumns ? m : k, areas.x);
  const w = new Matrix(on, product.w, transposed ? k : n, areas.w);
  const y = new Matrix(on, product.y, n, areas.y);

  const loadX = (i: number, height: number, p: number, d: number) => (byColumns ? x?.load(p, i, d, height) : x?.load(i, p, height, d));
  const loadW = (j: number, width: number, p: number, d: number) => (transposed ? w.load(j, p, width, d) : w.load(p, j, d, width));
  const compute = (i: number, height: number, j: number, width: number, p: number, d: number) => {
    const adds = p > 0 || accumulate;
    if (adds) y.load(i, j, height, width);
    else y.begin(i, j, height, width, bias?.array);
    const xr = x ? (byColumns ? 1 : x.pitch) : 0;
    const xk = x ? (byColumns ? x.pitch : 1) : 0;
    const start = adds || bias ? y.at : NOWHERE;
    on.block(transposed, x ? x.at : on.one, xr, xk, w.at, w.pitch, y.at, y.pitch, height, width, d, start, y.pitch);
    y.store(i, j, height, width);
  };

  // What is loaded in the outer loops is loaded once: w, or where it needs no loading, x.
  if (product.w.at < 0)
    each(n, columns, (j, width) =>
      each(k, depth, (p, d) => {
        loadW(j, width, p, d);
        each(m, rows, (i, height) => {
          loadX(i, height, p, d);
          compute(i, height, j, width, p, d);
        });
      }),
    );
  else
    each(m, rows, (i, height) =>
      each(k, depth, (p, d) => {
        loadX(i, height, p, d);
        each(n, columns, (j, width) => {
          loadW(j, width, p, d);
          compute(i, height, j, width, p, d);
        });
      }),
    );
}

/** Calls with each part of `total`, once if it is 0: a product of no terms is the bias. */
function each(total: number, step: number, f: (from: number, length: number) => void): void {
  let from = 0;
  do {
    f(from, Math.min(step, total - from));
    from += step;
  } while (from < total);
}

/** A matrix of which a block at a time is in the memory: in place, or staged. */
class Matrix {
  /** Address and row length of the block. */
  at = 0;
  pitch: number;

  constructor(
    private readonly on: Multiplier,
    private readonly matrix: CheckedArray,
    private readonly columns: number,
    private readonly area: number,
  ) {
    this.pitch = columns;
  }

  /** Brings in a block. */
  load(row: number, column: number, rows: number, columns: number): void {
    if (!this.place(row, column, columns)) return;
    const { array } = this.matrix;
    copyRows(this.view, this.at / this.on.bytes, columns, array, row * this.columns + column, this.columns, rows, columns, this.on.type);
  }

  /** Makes room for a block to be written, each of its rows the part of `bias` for its columns, if there is one. */
  begin(row: number, column: number, rows: number, columns: number, bias: FloatArray | undefined): void {
    const staged = this.place(row, column, columns);
    if (!bias) return;
    const [to, at] = staged ? [this.view, this.at / this.on.bytes] : [this.matrix.array, row * this.columns + column];
    copyRows(to, at, this.pitch, bias, column, 0, rows, columns, this.on.type);
  }

  /** Brings out a block. */
  store(row: number, column: number, rows: number, columns: number): void {
    if (this.matrix.at >= 0) return;
    const { array } = this.matrix;
    copyRows(array, row * this.columns + column, this.columns, this.view, this.at / this.on.bytes, columns, rows, columns, this.on.type);
  }

  /** Finds the place of a block. Whether it is staged. */
  private place(row: number, column: number, columns: number): boolean {
    const { at } = this.matrix;
    if (at >= 0) this.at = at + (row * this.columns + column) * this.on.bytes;
    else {
      this.at = this.area;
      this.pitch = columns;
    }
    return at < 0;
  }

  private get view(): FloatArray {
    return this.on.memory.view(this.on.type);
  }
}
