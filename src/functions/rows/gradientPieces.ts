import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import { positionOf, type Shape } from "../../call/shape.js";
import type { Argument, BoundKernel, KernelFunction, Passage, SharedArray, UnitNumber } from "../../runtime/kernel.js";
import { rowSharing } from "./sharing.js";
import { type RowArray, RowWalk } from "./walk.js";

/** The exports of modules for gradients of rows in pieces. */
export interface PieceExports {
  /** The index of the first of the largest results, n if all are NaN. */
  backwardPeak(y: number, n: number, c: number): number;
}

/** The arrays of gradients of rows, and the places through which they go. */
interface GradientArrays {
  readonly gradient: CheckedArray;
  readonly result: CheckedArray;
  readonly out: CheckedArray;
  readonly dy: RowArray;
  readonly y: RowArray;
  readonly dx: RowArray;
}

/** The largest result of a row: its index, n if there is none, its value and its gradient. */
interface Peak {
  readonly index: number;
  readonly y: number;
  readonly dy: number;
}

/** A function of a kernel that takes a piece of a row. */
type PieceFunction = (...values: number[]) => unknown;

/** Its arguments. The arrays are the piece of each. */
type PieceArguments = (dy: SharedArray, y: SharedArray, dx: SharedArray) => readonly Argument[];

/** The number of entries before a piece, as an argument. */
export const FROM: UnitNumber = { first: 0 };

/** A row in pieces, for gradients that need sums over all of it. Threads share the pieces. */
export class GradientPieces {
  readonly peak: Peak;
  private readonly shared: readonly [SharedArray, SharedArray, SharedArray];
  private readonly start: number;

  constructor(
    private readonly kernel: BoundKernel<PieceExports>,
    private readonly shape: Shape,
    private readonly row: number,
    private readonly arrays: GradientArrays,
  ) {
    const { gradient, result, out } = arrays;
    const { n } = shape;
    this.start = positionOf(row, shape);
    const part = (one: CheckedArray): SharedArray => ({
      one: partOf(one, row * n, n),
      each: 1,
      isRead: one !== out,
      isWritten: one === out,
    });
    this.shared = [part(gradient), part(result), part(out)];
    this.peak = this.findPeak();
  }

  /** Adds up what a function returns for each piece. */
  sum(call: PieceFunction, parameters: PieceArguments): number {
    const { kernel, arrays } = this;
    const { memory, type } = kernel;
    let sum = 0;
    const leave: Passage = ({ memory }, address, _, length) => {
      const view = memory.view("Float64Array");
      const end = address / 8 + Math.ceil(length / memory.tile(type));
      for (let at = address / 8; at < end; at++) sum += view[at];
    };
    const sums = { each: 8 / bytesOf(type) / memory.tile(type), isWritten: true, isReturned: true, leave };
    this.run(call, [...parameters(...this.shared), sums], this.walk([arrays.dy, arrays.y]), (value) => {
      sum += value as number;
    });
    return sum;
  }

  /** Has a function write each piece. */
  write(call: PieceFunction, parameters: PieceArguments): void {
    const { dy, y, dx } = this.arrays;
    this.run(call, parameters(...this.shared), this.walk([dy, y], [dx]), () => {});
  }

  /** Writes the gradient of the largest result. */
  writePeak(value: number): void {
    this.arrays.out.array[this.start + this.peak.index * this.shape.inner] = value;
  }

  /** Calls a function with each piece, and `take` with what it returns where that is not stored. */
  private run(call: PieceFunction, parameters: readonly Argument[], walk: RowWalk, take: (value: unknown) => void): void {
    const { kernel, arrays, shared, row, shape } = this;
    const alone = () =>
      walk.pieces(row, (from, length) => {
        const known = new Map<Argument, number>([
          [shared[0], arrays.dy.address],
          [shared[1], arrays.y.address],
          [shared[2], arrays.dx.address],
          [FROM, from],
          ["count", length],
          ["context", kernel.context],
        ]);
        take(call(...parameters.map((one) => known.get(one) ?? (one as number))));
      });
    const sharing = shape.inner === 1 && kernel.threads && rowSharing();
    if (sharing) sharing.pieces(kernel, shape.n, { call: call as KernelFunction, parameters }, alone);
    else alone();
  }

  private findPeak(): Peak {
    const { kernel, shape, start, arrays } = this;
    const { exports, context } = kernel;
    const { n, inner } = shape;
    const { y, result, gradient } = arrays;
    let peak: Peak = { index: n, y: -Infinity, dy: 0 };
    this.walk([y]).pieces(this.row, (from, length) => {
      const i = from + exports.backwardPeak(y.address, length, context);
      const value = i < from + length ? result.array[start + i * inner] : NaN;
      if (value > peak.y || (peak.index === n && i < from + length)) peak = { index: i, y: value, dy: gradient.array[start + i * inner] };
    });
    return peak;
  }

  private walk(inputs: readonly RowArray[], outputs: readonly RowArray[] = []): RowWalk {
    const { outer, n, inner } = this.shape;
    return new RowWalk(this.kernel.memory, this.kernel.type, outer * inner, n, inputs, outputs);
  }
}
