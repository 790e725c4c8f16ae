import { type LinearMemory, writeParameters } from "../../runtime/memory.js";
import type { Kernel } from "../../runtime/runtime.js";
import type { Engine } from "../loss.js";
import { LongRows } from "./longRows.js";
import { BLOCK, FIRST, LAST, LOSS, type RowExports, TARGETS, X } from "./rowExports.js";
import { RowStaging } from "./rowStaging.js";
import { clearRow, type Rows } from "./rows.js";
import { sumOf } from "./sum.js";

/** A kernel has room for the powers of a block and for its shares, behind what it knows of a row. */
export const ROOM = 128 + 2 * 8 * BLOCK;

/** Rows to a call: as many labels with their weights fit a staging slot, and losses. */
const ROWS = 1024;

/**
 * Runs the kernels over rows, and returns the sum of the losses. Rows of up to 2048 classes go whole, as many to a call as are in
 * place or fit the staging slots; a longer one goes in blocks. How many there are in a call changes no bit.
 */
export class RowBlocks {
  private readonly kernel: Kernel<RowExports>;
  private readonly memory: LinearMemory;
  private readonly room: number;
  private readonly staging: RowStaging;

  constructor(
    private readonly engine: Engine<RowExports>,
    private readonly call: Rows,
  ) {
    this.kernel = engine.kernel;
    this.memory = engine.memory;
    this.room = engine.room;
    this.staging = new RowStaging(engine.memory, call);
  }

  run(): number {
    const { kernel, memory, room } = this;
    const { aim, shape, divisor } = this.call;
    writeParameters(memory, kernel.context, [divisor, 1 - aim.smoothing, aim.smoothing / shape.n]);
    const at = room / 8;
    const total = memory
      .view("Float64Array")
      .subarray(at, at + 2)
      .fill(0);
    if (shape.n > BLOCK) {
      const long = new LongRows(this.engine, this.staging, this.call);
      this.heeded((from, rows) => {
        for (let row = from; row < from + rows; row++) long.run(row);
      });
    } else if (aim.labels && aim.smoothing === 0) this.labels(aim.labels);
    else this.heeded((from, rows) => this.shares(from, rows));
    return sumOf(total);
  }

  private labels(labels: ArrayLike<number>): void {
    const { exports, context } = this.kernel;
    const { x, rows, shape, loss, gradient, aim } = this.call;
    const { staging, memory } = this;
    const step = this.rowsPerCall(staging.direct(x) && staging.direct(gradient));
    for (let from = 0; from < rows; from += step) {
      const n = Math.min(step, rows - from);
      const aims = memory.view("Float64Array");
      const at = memory.slot(TARGETS) / 8;
      for (let i = 0; i < n; i++) {
        const label = labels[from + i];
        aims[at + 2 * i] = label;
        aims[at + 2 * i + 1] = label < 0 ? 0 : aim.weights ? aim.weights[label] : 1;
      }
      exports.labels(
        staging.enter(X, x, from, n, 0, shape.n),
        8 * at,
        staging.placeNumbers(LOSS, loss, from),
        gradient ? staging.place(X, gradient, from, 0) : 0,
        n,
        shape.n,
        this.room,
        context,
      );
      staging.leave(X, gradient, from, n, 0, shape.n);
      staging.leaveNumbers(LOSS, loss, from, n);
    }
  }

  /** Calls `run` with each stretch of rows that are not ignored, and writes the zeros of those that are. */
  private heeded(run: (from: number, rows: number) => void): void {
    const { rows, aim } = this.call;
    const { labels } = aim;
    if (!labels) {
      run(0, rows);
      return;
    }
    for (let from = 0, to = 0; from < rows; from = to) {
      const ignored = labels[from] < 0;
      while (to < rows && labels[to] < 0 === ignored) to++;
      if (!ignored) run(from, to - from);
      else for (let row = from; row < to; row++) clearRow(this.call, row);
    }
  }

  private shares(first: number, rows: number): void {
    const { exports, context } = this.kernel;
    const { x, shape, loss, gradient, aim } = this.call;
    const { staging } = this;
    const step = this.rowsPerCall(
      staging.direct(x) && staging.direct(gradient) && !!aim.distributions && staging.direct(aim.distributions),
    );
    const weights = staging.enterWeights(0, shape.n);
    for (let from = first; from < first + rows; from += step) {
      const n = Math.min(step, first + rows - from);
      exports.shares(
        staging.enter(X, x, from, n, 0, shape.n),
        staging.enterTargets(from, n, 0, shape.n),
        weights,
        staging.placeNumbers(LOSS, loss, from),
        gradient ? staging.place(X, gradient, from, 0) : 0,
        n,
        shape.n,
        FIRST + LAST,
        this.room,
        context,
      );
      staging.leave(X, gradient, from, n, 0, shape.n);
      staging.leaveNumbers(LOSS, loss, from, n);
    }
  }

  private rowsPerCall(direct: boolean): number {
    const { type, shape } = this.call;
    return direct || shape.n === 0 ? ROWS : Math.min(ROWS, Math.floor(this.memory.tile(type) / shape.n));
  }
}
