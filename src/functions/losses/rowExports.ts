import type { RowArray, WalkedRows } from "../rows/walk.js";
import type { TargetExports } from "./targets.js";

/**
 * The exports of a softmaxCrossEntropy module, assembly/losses/softmaxCrossEntropy.ts: `t` are
 * targets, `w` the weights of classes, `dx` is the gradient, `values` takes the losses in f64.
 */
export interface RowExports extends TargetExports {
  labels(x: number, t: number, loss: number, dx: number, values: number, rows: number, classes: number, s: number, c: number): void;
  shares(
    x: number,
    t: number,
    w: number,
    loss: number,
    dx: number,
    values: number,
    rows: number,
    n: number,
    part: number,
    s: number,
    c: number,
  ): void;
  largest(x: number, n: number, s: number, c: number): void;
  /** Powers are kept at `kept`, and read there, unless that is 0. */
  powers(x: number, kept: number, n: number, s: number, c: number): void;
  slopes(x: number, kept: number, dx: number, n: number, s: number, c: number): void;
}

/** The parts of a row. */
export const FIRST = 1;
export const LAST = 2;
export const AGAIN = 4;
export const WHOLE = FIRST + LAST;

/** Classes that a kernel takes at once. */
export const BLOCK = 2048;

/** Rows to a call: as many labels with their weights fit a staging slot, and losses. */
export const ROWS = 1024;

/**
 * The bytes in which a kernel keeps what is known of a row, the powers of a block and its shares;
 * behind them are the losses of a call, in f64.
 */
export const VALUES = 128 + 2 * 8 * BLOCK;
export const ROOM = VALUES + 8 * ROWS;

/**
 * The arrays of a call as kernels have them. A loss that is not wanted is written all the same, to
 * its slot.
 */
export interface KernelArrays {
  readonly x: RowArray;
  readonly gradient: RowArray | undefined;
  readonly loss: RowArray;
  readonly targets: WalkedRows;
  /** The weights of classes, which labels have with them. */
  readonly weights: WalkedRows;
}
