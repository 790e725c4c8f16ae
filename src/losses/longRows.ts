import type { Engine } from "../losses.js";
import type { LinearMemory } from "../memory.js";
import type { Kernel } from "../runtime.js";
import { BLOCK, LAST, LOSS, type RowExports, X } from "./rowExports.js";
import type { RowStaging } from "./rowStaging.js";
import { clearRow, positionOf, type Rows } from "./rows.js";

/** What a kernel knows of a row, in f64 from the beginning of its room: assembly/losses/state.ts. */
const LARGEST = 2;
const SHARES = 6;
const DISTANCE = 8;

/**
 * Runs the kernel over rows with labels that have more classes than it has room for, a block of their classes at a time: for the
 * largest logit, for the sum of the powers and with it the loss, and for the gradient. A row that is in place is looked through for
 * its largest logit in one call.
 */
export class LongRows {
  private readonly kernel: Kernel<RowExports>;
  private readonly memory: LinearMemory;
  private readonly room: number;

  constructor(
    { kernel, memory, room }: Engine<RowExports>,
    private readonly staging: RowStaging,
    private readonly call: Rows,
    private readonly labels: ArrayLike<number>,
  ) {
    this.kernel = kernel;
    this.memory = memory;
    this.room = room;
  }

  run(): void {
    const { gradient, rows, shape } = this.call;
    for (let row = 0; row < rows; row++) {
      const label = this.labels[row];
      if (label < 0) {
        clearRow(this.call, row);
        continue;
      }
      // Read before the gradient, which may take the place of x.
      const logit = this.call.x.array[positionOf(row, shape) + label * shape.inner];
      this.largest(row);
      this.powers(row);
      this.loss(row, label, logit);
      if (gradient) this.slopes(row, label);
    }
  }

  private largest(row: number): void {
    const { exports, context } = this.kernel;
    const { x } = this.call;
    this.blocks(this.staging.direct(x) ? Infinity : BLOCK, (from, n) =>
      exports.largest(this.staging.enter(X, x, row, 1, from, n), n, Number(from === 0), this.room, context),
    );
  }

  private powers(row: number): void {
    const { staging, call, kernel, room } = this;
    const { x, gradient, type, shape } = call;
    // The gradient's place is for powers that are worth keeping.
    const kept = type === "Float64Array" ? gradient : undefined;
    this.blocks(BLOCK, (from, n) => {
      const [xAt, keptAt] = [staging.enter(X, x, row, 1, from, n), kept ? staging.place(X, kept, row, from) : 0];
      kernel.exports.powers(xAt, keptAt, n, Number(from + n === shape.n), room, kernel.context);
      staging.leave(X, kept, row, 1, from, n);
    });
  }

  private loss(row: number, label: number, logit: number): void {
    const { staging, kernel, room } = this;
    const { loss, aim } = this.call;
    const weight = aim.weights ? aim.weights[label] : 1;
    const state = this.memory.view("Float64Array").subarray(room / 8);
    state.fill(0, SHARES, DISTANCE + 2);
    state[SHARES] = weight;
    state[DISTANCE] = weight === 0 ? 0 : weight * (state[LARGEST] - logit);
    const at = staging.placeNumbers(LOSS, loss, row);
    kernel.exports.shares(at, at, at, at, 0, 1, 0, LAST, room, kernel.context);
    staging.leaveNumbers(LOSS, loss, row, 1);
  }

  private slopes(row: number, label: number): void {
    const { staging, call, kernel, room } = this;
    const { x, gradient, type } = call;
    const source = type === "Float64Array" ? gradient : x;
    this.blocks(BLOCK, (from, n) => {
      const [sourceAt, at] = [staging.enter(X, source as typeof x, row, 1, from, n), staging.place(X, gradient, row, from)];
      kernel.exports.slopes(sourceAt, at, n, label - from, room, kernel.context);
      staging.leave(X, gradient, row, 1, from, n);
    });
  }

  private blocks(most: number, run: (from: number, n: number) => void): void {
    const classes = this.call.shape.n;
    for (let from = 0; from < classes; from += most) run(from, Math.min(most, classes - from));
  }
}
