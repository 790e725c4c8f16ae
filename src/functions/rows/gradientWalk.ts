import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, type FloatArray } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Kernel } from "../../runtime/runtime.js";
import { copyStretches, entriesOf, type Stretches } from "./columns.js";

/** What the modules export for gradients from results. */
export interface GradientExports {
  backwardFromOutput(dy: number, y: number, dx: number, rows: number, n: number, c: number): void;
  /** The index of the first of the largest results, n if all are NaN. */
  backwardPeak(y: number, n: number, c: number): number;
}

/** The largest result of a row: where it is, n if there is none, what it is and what came with it. */
export interface Peak {
  readonly index: number;
  readonly y: number;
  readonly dy: number;
}

/** A row in pieces, for gradients that need sums over all of it. */
export interface Pieces {
  readonly peak: Peak;
  /** Adds up what `of` gives for each piece: `from` is the index of its first entry. */
  sum(of: (dy: number, y: number, from: number, n: number) => number): number;
  /** Has each piece written. */
  write(piece: (dy: number, y: number, dx: number, n: number) => void): void;
  /** Writes the gradient of the largest result. */
  writePeak(dx: number): void;
}

/** Staging slots. The gradients of the entries take the place of those of the results. */
const GRADIENT = 0;
const RESULT = 1;

/** Takes gradients and results through a kernel, as RowWalk does with entries. */
export class GradientWalk {
  private readonly tile: number;
  private readonly size: number;

  constructor(
    private readonly kernel: Kernel<GradientExports>,
    private readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly shape: Shape,
    private readonly dy: CheckedArray,
    private readonly y: CheckedArray,
    private readonly dx: CheckedArray,
  ) {
    this.tile = memory.tile(type);
    this.size = bytesOf(type);
  }

  run(longRow: (pieces: Pieces) => void): void {
    const { outer, n, inner } = this.shape;
    if (n > this.tile) for (let row = 0; row < outer * inner; row++) longRow(this.pieces(row));
    else this.shortRows();
  }

  private shortRows(): void {
    const { outer, n, inner } = this.shape;
    const { exports, context } = this.kernel;
    const all = outer * inner;
    const direct = inner === 1 && this.dy.at >= 0 && this.y.at >= 0 && this.dx.at >= 0;
    const step = direct || n === 0 ? all : Math.floor(this.tile / n);
    for (let row = 0; row < all; row += step) {
      const rows = Math.min(step, all - row);
      const dy = this.enter(GRADIENT, this.dy, row, rows, 0, n);
      const y = this.enter(RESULT, this.y, row, rows, 0, n);
      exports.backwardFromOutput(dy, y, this.target(row, 0), rows, n, context);
      this.leave(row, rows, 0, n);
    }
  }

  private pieces(row: number): Pieces {
    const { n, inner } = this.shape;
    const { exports, context } = this.kernel;
    const { memory, size, tile } = this;
    const start = this.start(row);
    const each = (run: (from: number, length: number) => void) => {
      for (let from = 0; from < n; from += tile) run(from, Math.min(tile, n - from));
    };
    let peak: Peak = { index: n, y: -Infinity, dy: 0 };
    each((from, length) => {
      const at = this.enter(RESULT, this.y, row, 1, from, length);
      const i = exports.backwardPeak(at, length, context);
      const y = i < length ? memory.view(this.type)[at / size + i] : Number.NaN;
      if (y > peak.y || (peak.index === n && i < length)) peak = { index: from + i, y, dy: this.dy.array[start + (from + i) * inner] };
    });
    return {
      peak,
      sum: (of) => {
        let sum = 0;
        each((from, length) => {
          const dy = this.enter(GRADIENT, this.dy, row, 1, from, length);
          sum += of(dy, this.enter(RESULT, this.y, row, 1, from, length), from, length);
        });
        return sum;
      },
      write: (piece) =>
        each((from, length) => {
          const dy = this.enter(GRADIENT, this.dy, row, 1, from, length);
          piece(dy, this.enter(RESULT, this.y, row, 1, from, length), this.target(row, from), length);
          this.leave(row, 1, from, length);
        }),
      writePeak: (value) => {
        this.dx.array[start + peak.index * inner] = value;
      },
    };
  }

  private start(row: number): number {
    const { n, inner } = this.shape;
    return Math.floor(row / inner) * n * inner + (row % inner);
  }

  private target(row: number, from: number): number {
    const direct = this.shape.inner === 1 && this.dx.at >= 0;
    return direct ? this.dx.at + (row * this.shape.n + from) * this.size : this.memory.slot(GRADIENT);
  }

  private enter(slot: number, { array, at }: CheckedArray, row: number, rows: number, from: number, length: number): number {
    const { memory, type } = this;
    const { n, inner } = this.shape;
    if (inner === 1 && at >= 0) return at + (row * n + from) * this.size;
    if (inner === 1) memory.copyIn(slot, array, type, row * n + from, rows * length);
    else
      this.eachRow(slot, row, rows, from, length, (own, staged) => {
        copyStretches(type, array, own, memory.view(type), staged, length, 1);
      });
    return memory.slot(slot);
  }

  private leave(row: number, rows: number, from: number, length: number): void {
    const { memory, type } = this;
    const { n, inner } = this.shape;
    const { array, at } = this.dx;
    if (inner === 1) {
      if (at < 0) memory.copyOut(GRADIENT, array, type, row * n + from, rows * length);
      return;
    }
    this.eachRow(GRADIENT, row, rows, from, length, (own, staged) => {
      copyStretches(type, memory.view(type), staged, array, own, length, 1);
    });
  }

  /** Where the entries of rows are in an array, and where in a slot. */
  private eachRow(
    slot: number,
    row: number,
    rows: number,
    from: number,
    length: number,
    see: (own: Stretches, staged: Stretches) => void,
  ): void {
    const at = this.memory.slot(slot) / this.size;
    for (let i = 0; i < rows; i++) see(entriesOf(this.shape, row + i, from), { start: at + i * length, step: 1 });
  }
}

/** A row in JavaScript: its gradients and results, and where the gradients of the entries go. */
export interface GradientRow {
  readonly dy: FloatArray;
  readonly y: FloatArray;
  readonly dx: FloatArray;
  readonly start: number;
  readonly step: number;
  readonly n: number;
}
