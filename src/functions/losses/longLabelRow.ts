import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf, type FloatArray } from "../../call/arrays.js";
import { positionOf } from "../../call/shape.js";
import type { Argument, SharedArray } from "../../runtime/kernel.js";
import { lending } from "../../runtime/lending.js";
import { Sum } from "../../scalar/sum.js";
import { rowSharing } from "../rows/sharing.js";
import type { RowArray } from "../rows/walk.js";
import { COUNT, DISTANCE, END, LARGEST, LongRow, OTHERS, type Run, SCALE, STATE, VALUE } from "./longRow.js";
import { BLOCK, LAST } from "./rowExports.js";

/** Bytes of a power and of a number in f64, and elements of a vector. */
const WIDE = 8;
const VECTOR = 4;

/** The factor that powers carry: assembly/losses/parts/powers.ts. */
const UNITS = { Float32Array: 1, Float64Array: 2 ** 80 };

/** The address of the powers from an entry on; 0 where there is no room for any. */
const placeOf = (room: number, from: number) => (room < 0 ? 0 : room + WIDE * from);

/** Long rows with labels, of which threads share the pieces. */
export class LongLabelRow extends LongRow {
  protected compute(row: number): void {
    const { memory, kernel } = this.engine;
    const { x, gradient: output, targets, temperature, type, shape } = this.call;
    const label = (targets.labels as ArrayLike<number>)[row];
    const { gradient } = this.arrays;
    const position = positionOf(row, shape) + label * shape.inner;
    const logit = x.array[position];
    const weight = targets.weights ? targets.weights[label] : 1;
    const own = this.powerOf(logit);
    // f64 powers are kept in the gradient's place, those of f32 logits in memory that nobody uses.
    const inPlace = type === "Float64Array";
    kernel.threads?.prepare(kernel);
    const bytes = gradient && !inPlace ? WIDE * (shape.n + VECTOR) : 0;
    const room = bytes > 0 ? memory.borrow(bytes) : -1;
    lending(memory, room < 0 ? 0 : bytes, () => {
      const { sum, count } = this.addPowers(row, inPlace, room);
      const { state } = this;
      state.fill(0, OTHERS, END);
      state.set([sum.high, sum.low, weight], OTHERS);
      state[COUNT] = count;
      state[DISTANCE] = weight === 0 ? 0 : weight * ((state[LARGEST] - logit) / temperature);
      this.closeRow(row);
      if (!gradient || !output) return;
      this.writeSlopes(row, inPlace, room);
      output.array[position] = -(UNITS[type] - own + (state[OTHERS] + state[OTHERS + 1])) * (weight * state[SCALE]);
    });
  }

  /** The sum of the powers of a row but for those of the largest, which are counted. */
  private addPowers(row: number, inPlace: boolean, room: number): { readonly sum: Sum; readonly count: number } {
    const { kernel, room: s } = this.engine;
    const { exports, context } = kernel;
    const { gradient, x } = this.arrays;
    const kept = inPlace ? gradient : undefined;
    const largest = this.state[LARGEST];
    const sum = new Sum();
    let count = 0;
    const take = (view: FloatArray, at: number) => {
      sum.add(view[at + OTHERS]);
      sum.add(view[at + OTHERS + 1]);
      count += view[at + COUNT];
    };
    const run = (at: number, keptAt: number, n: number, from: number) => {
      const { state } = this;
      state.fill(0, OTHERS, END);
      exports.powers(at, kept ? keptAt : placeOf(room, from), n, s, context);
      take(state, 0);
    };
    const states: SharedArray = {
      each: (WIDE * STATE) / bytesOf(this.call.type) / BLOCK,
      isRead: true,
      isWritten: true,
      enter: ({ memory }, address, _, n) => {
        const view = memory.view("Float64Array");
        for (let at = address / WIDE, left = n; left > 0; at += STATE, left -= BLOCK) view.fill(0, at, at + STATE)[at + LARGEST] = largest;
      },
      leave: ({ memory }, address, _, n) => {
        for (let at = address / WIDE, left = n; left > 0; at += STATE, left -= BLOCK) take(memory.view("Float64Array"), at);
      },
    };
    const parameters = [this.logits(row), this.powersAt(row, inPlace, room), "count", states, "context"] as const;
    this.inPieces(row, x, kept, exports.powers, parameters, run);
    return { sum, count };
  }

  /** Writes the gradients of a row, but for that of its label. */
  private writeSlopes(row: number, inPlace: boolean, room: number): void {
    const { kernel, room: s } = this.engine;
    const { exports, context } = kernel;
    const { x, gradient } = this.arrays;
    const { state } = this;
    const known: SharedArray = {
      each: 0,
      length: (WIDE * STATE) / bytesOf(this.call.type),
      isRead: true,
      enter: ({ memory }, address) => memory.view("Float64Array").set(state, address / WIDE),
    };
    const slopes = this.partOf(this.call.gradient as CheckedArray, row, { isWritten: true, isRead: inPlace });
    const [logits, powers] = inPlace ? [slopes, slopes] : [this.logits(row), this.powersAt(row, false, room)];
    const parameters = [logits, powers, slopes, "count", known, "context"] as const;
    const run = (at: number, to: number, n: number, from: number) =>
      exports.slopes(at, inPlace ? at : placeOf(room, from), to, n, s, context);
    this.inPieces(row, inPlace ? (gradient as RowArray) : x, gradient, exports.slopes, parameters, run);
  }

  /** The logits of a row, as threads share them. */
  private logits(row: number): SharedArray {
    return this.partOf(this.call.x, row, { isRead: true });
  }

  /** The place of a row's powers, as threads share it; 0 for none. */
  private powersAt(row: number, inPlace: boolean, room: number): Argument {
    const { gradient, type } = this.call;
    if (inPlace) return gradient ? this.partOf(gradient, row, { isWritten: true }) : 0;
    return room < 0 ? 0 : { one: { array: this.engine.memory.view(type), at: room }, each: WIDE / bytesOf(type) };
  }

  private partOf(one: CheckedArray, row: number, use: Pick<SharedArray, "isRead" | "isWritten">): SharedArray {
    const { n } = this.call.shape;
    return { one: partOf(one, row * n, n), each: 1, ...use };
  }

  /**
   * Runs a function over a row: over its whole blocks by threads where there are any, `call` with
   * `parameters`, and else as {@link vectors} does.
   */
  private inPieces(
    row: number,
    input: RowArray,
    output: RowArray | undefined,
    call: (...values: never[]) => void,
    parameters: readonly Argument[],
    run: Run,
  ): void {
    const { kernel } = this.engine;
    const { n, inner } = this.call.shape;
    const whole = n - (n % BLOCK);
    const alone = () => this.vectors(row, input, output, run, 0, whole);
    const sharing = inner === 1 && kernel.threads && rowSharing();
    if (sharing) sharing.pieces(kernel, whole, { call, parameters, perCall: BLOCK }, alone);
    else alone();
    this.vectors(row, input, output, run, whole, n);
  }

  /** The power of one logit. */
  private powerOf(logit: number): number {
    const { kernel, room, memory } = this.engine;
    const { type } = this.call;
    const { targets } = this.arrays;
    const at = targets.address / bytesOf(type);
    memory.view(type).fill(-Infinity, at, at + 4)[at] = logit;
    const { state } = this;
    state.fill(0, OTHERS, END);
    kernel.exports.powers(targets.address, 0, 1, room, kernel.context);
    return state[COUNT] > 0 ? UNITS[type] : state[OTHERS];
  }

  /** Writes the loss of a row whose sums are known. */
  private closeRow(row: number): void {
    const { kernel, room } = this.engine;
    this.writeLoss(row, () => {
      const { address } = this.arrays.loss;
      kernel.exports.shares(address, address, address, address, 0, room + 8 * VALUE, 1, 0, LAST, room, kernel.context);
    });
  }
}
