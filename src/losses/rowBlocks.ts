import { bytesOf } from "../arrays.js";
import type { Engine } from "../losses.js";
import { type LinearMemory, writeParameters } from "../memory.js";
import type { Placed } from "../placement.js";
import type { Kernel } from "../runtime.js";
import type { Rows } from "./rows.js";
import { sumOf } from "./sum.js";
import type { Labels, TargetExports } from "./targets.js";

/** The exports of a softmaxCrossEntropy module: assembly/losses/softmaxCrossEntropy.ts. */
export interface RowExports extends TargetExports {
  labels(x: number, aims: number, loss: number, gradient: number, rows: number, classes: number, s: number, c: number): void;
  shares(
    x: number,
    targets: number,
    weights: number,
    loss: number,
    gradient: number,
    rows: number,
    n: number,
    part: number,
    s: number,
    c: number,
  ): void;
}

/** The parts of a row. */
const FIRST = 1;
const LAST = 2;
const AGAIN = 4;

/** Classes that a kernel takes at once; it has room for their powers and their shares, behind what it knows of a row. */
const BLOCK = 2048;
export const ROOM = 128 + 2 * 8 * BLOCK;

/** Rows to a call: as many labels with their weights fit a staging slot, and losses. */
const ROWS = 1024;

/** Staging slots. The gradient takes the place of x, which is not at address 0: to the kernels that is no gradient. */
const TARGETS = 0;
const X = 1;
const WEIGHTS = 2;
const LOSS = 3;

/**
 * Runs the kernels over rows, and returns the sum of the losses. Rows of up to 2048 classes go whole, as many to a call as are in
 * place or fit the staging slots; a longer one goes in blocks. How many there are in a call changes no bit.
 */
export class RowBlocks {
  private readonly kernel: Kernel<RowExports>;
  private readonly memory: LinearMemory;
  private readonly room: number;
  /** Bytes of an element. */
  private readonly size: number;

  constructor(
    { kernel, memory, room }: Engine<RowExports>,
    private readonly call: Rows,
  ) {
    this.kernel = kernel;
    this.memory = memory;
    this.room = room;
    this.size = bytesOf(call.type);
  }

  run(): number {
    const { kernel, memory, room } = this;
    const { aim, classes, divisor } = this.call;
    writeParameters(memory, kernel.context, [divisor, 1 - aim.smoothing, aim.smoothing / classes]);
    const at = room / 8;
    const total = memory
      .view("Float64Array")
      .subarray(at, at + 2)
      .fill(0);
    if (classes > BLOCK) this.longRows();
    else if (aim.labels && aim.smoothing === 0) this.labels(aim.labels);
    else this.shares();
    return sumOf(total);
  }

  private labels(labels: Labels): void {
    const { exports, context } = this.kernel;
    const { x, rows, classes, loss, gradient, aim } = this.call;
    const step = this.rowsPerCall(x.at < 0 || (gradient?.at ?? 0) < 0);
    for (let from = 0; from < rows; from += step) {
      const n = Math.min(step, rows - from);
      const aims = this.memory.view("Float64Array");
      const at = this.memory.slot(TARGETS) / 8;
      for (let i = 0; i < n; i++) {
        const label = labels[from + i];
        aims[at + 2 * i] = label;
        aims[at + 2 * i + 1] = aim.weights ? aim.weights[label] : 1;
      }
      exports.labels(
        this.enter(X, x, from * classes, n * classes),
        8 * at,
        this.place(LOSS, loss, from),
        gradient ? this.place(X, gradient, from * classes) : 0,
        n,
        classes,
        this.room,
        context,
      );
      this.leave(X, gradient, from * classes, n * classes);
      this.leave(LOSS, loss, from, n);
    }
  }

  private shares(): void {
    const { exports, context } = this.kernel;
    const { x, rows, classes, loss, gradient, aim } = this.call;
    const step = this.rowsPerCall(x.at < 0 || (gradient?.at ?? 0) < 0 || (aim.distributions?.at ?? -1) < 0);
    this.enterWeights(0, classes);
    for (let from = 0; from < rows; from += step) {
      const n = Math.min(step, rows - from);
      exports.shares(
        this.enter(X, x, from * classes, n * classes),
        this.enterTargets(from * classes, n * classes),
        this.memory.slot(WEIGHTS),
        this.place(LOSS, loss, from),
        gradient ? this.place(X, gradient, from * classes) : 0,
        n,
        classes,
        FIRST + LAST,
        this.room,
        context,
      );
      this.leave(X, gradient, from * classes, n * classes);
      this.leave(LOSS, loss, from, n);
    }
  }

  private longRows(): void {
    const { exports, context } = this.kernel;
    const { x, rows, classes, loss, gradient } = this.call;
    const weights = this.memory.slot(WEIGHTS);
    for (let row = 0; row < rows; row++) {
      const lossAt = this.place(LOSS, loss, row);
      this.blocks((from, n) => {
        const part = (from === 0 ? FIRST : 0) + (from + n === classes ? LAST : 0);
        const at = row * classes + from;
        exports.shares(this.enter(X, x, at, n), this.enterTargets(at, n), weights, lossAt, 0, 1, n, part, this.room, context);
      });
      this.leave(LOSS, loss, row, 1);
      if (!gradient) continue;
      this.blocks((from, n) => {
        const at = row * classes + from;
        const [xAt, targetsAt, gradientAt] = [this.enter(X, x, at, n), this.enterTargets(at, n), this.place(X, gradient, at)];
        exports.shares(xAt, targetsAt, weights, lossAt, gradientAt, 1, n, AGAIN, this.room, context);
        this.leave(X, gradient, at, n);
      });
    }
  }

  /** The blocks of a row, each with the weights of its classes in place. */
  private blocks(run: (from: number, n: number) => void): void {
    const { classes } = this.call;
    for (let from = 0; from < classes; from += BLOCK) {
      const n = Math.min(BLOCK, classes - from);
      this.enterWeights(from, n);
      run(from, n);
    }
  }

  private rowsPerCall(staged: boolean): number {
    const { type, classes } = this.call;
    return staged && classes > 0 ? Math.min(ROWS, Math.floor(this.memory.tile(type) / classes)) : ROWS;
  }

  /** The address of n elements to read, staged if need be. */
  private enter(slot: number, one: Placed, from: number, n: number): number {
    if (one.at < 0) this.memory.copyIn(slot, one.array, this.call.type, from, n);
    return this.place(slot, one, from);
  }

  /** The address of elements to write. An array that is not wanted has a slot as well. */
  private place(slot: number, one: Placed | undefined, from: number): number {
    return one && one.at >= 0 ? one.at + from * this.size : this.memory.slot(slot);
  }

  private leave(slot: number, one: Placed | undefined, from: number, n: number): void {
    if (one && one.at < 0) this.memory.copyOut(slot, one.array, this.call.type, from, n);
  }

  /** The address of n targets; of labels, of the distributions that they mean. */
  private enterTargets(from: number, n: number): number {
    const { classes, aim, type } = this.call;
    const { labels, distributions } = aim;
    if (distributions) return this.enter(TARGETS, distributions, from, n);
    const view = this.memory.view(type);
    const at = this.memory.slot(TARGETS) / this.size;
    view.fill(0, at, at + n);
    for (let row = Math.floor(from / classes); row * classes < from + n; row++) {
      const position = row * classes + (labels as Labels)[row] - from;
      if (position >= 0 && position < n) view[at + position] = 1;
    }
    return this.memory.slot(TARGETS);
  }

  private enterWeights(from: number, n: number): void {
    const { weights } = this.call.aim;
    const view = this.memory.view("Float64Array");
    const at = this.memory.slot(WEIGHTS) / 8;
    if (weights) for (let j = 0; j < n; j++) view[at + j] = weights[from + j];
    else view.fill(1, at, at + n);
  }
}
