import type { CheckedArray } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import type { Argument, BoundKernel, Job, SharedArray } from "../../runtime/kernel.js";
import type { Sum } from "../../scalar/sum.js";
import type { Entry } from "./difference.js";
import type { ExponentialSum } from "./exponentialSum.js";
import type { RowInput } from "./input.js";
import type { Quotients } from "./quotients.js";
import type { Conclusion, RowExports } from "./rowBatches.js";
import type { RowArray, WalkedRows } from "./walk.js";

/** A function of a kernel that takes rows in place, and its arguments. */
interface RowsCall {
  readonly call: (...values: never[]) => unknown;
  readonly parameters: readonly Argument[];
}

/** One call or two of the same rows, which are in place unless it is said that they are not. */
export interface RowsCalls extends RowsCall, Pick<Job, "isInPlace" | "perCall"> {
  readonly second?: RowsCall;
}

/** An array of which each row has a part. */
export type Of = (one: CheckedArray, isWritten?: boolean) => SharedArray;

/** The rows of a call, and the kernel that takes them. */
export interface OwnRows<Exports = unknown> {
  readonly kernel: BoundKernel<Exports>;
  readonly input: RowInput;
  /** The entries of the input. */
  readonly own: CheckedArray;
}

/** Rows in pieces whose terms are kept: keptTerms.ts. */
export interface KeptRows extends OwnRows {
  /** The entries that count. */
  readonly x: WalkedRows;
  readonly out: CheckedArray;
  readonly y: RowArray;
  readonly quotients: Quotients;
  /** The record in the context of the kernel. */
  readonly record: number;
  /** Whether terms fit elements of the array. */
  readonly fit: boolean;
  /** Computes terms that are not kept, and returns their sum. */
  sumOf(largest: number, x: number, length: number): number;
  /** Writes quotients of entries, from the record. */
  writeQuotients(x: number, y: number, length: number): void;
}

/** The factor that a row's terms get, from its largest entry and their sum. */
export type Factor = (largest: number, sum: Sum) => number;

/**
 * The ways in which threads share rows, as far as there is enough to do; `alone` does the same
 * without them.
 */
export interface RowSharing {
  /** Whole rows that lie one after the other. */
  rows(kernel: BoundKernel<unknown>, shape: Shape, callOf: (of: Of) => RowsCalls, alone: () => void): void;
  /** The entries of whole rows, or of one row for its pieces, less those that are left out. */
  entries(rows: OwnRows, row?: number): SharedArray;
  /**
   * Rows that a function makes of rows: it begins with the arguments `weights`, if there are any.
   * `alone` takes those that it leaves, or all.
   */
  quotients(
    rows: OwnRows,
    out: CheckedArray,
    call: (...values: number[]) => number,
    weights: readonly Argument[],
    alone: (first?: number, end?: number) => void,
  ): void;
  /** Rows that are made of rows by way of records, with `empty` for those that have no term. */
  transform(rows: OwnRows<RowExports>, out: CheckedArray, conclude: Conclusion, empty: number, alone: () => void): void;
  /** Rows that become numbers. */
  reduce(rows: OwnRows<RowExports>, out: FloatArray, conclude: Conclusion, alone: () => void): void;
  /** The pieces of a row, of `perCall` elements each, as many as fit a staging slot by default. */
  pieces(kernel: BoundKernel<unknown>, n: number, calls: RowsCalls, alone: () => void): void;
  /** The sum of a long row, which is added to `sum`. */
  sum(rows: OwnRows<RowExports>, row: number, sum: ExponentialSum, alone: () => void): void;
  /** The results of a long row, from what was concluded of its sum. */
  finish(rows: OwnRows<RowExports>, row: number, out: CheckedArray, max: Entry, concluded: number, alone: () => void): void;
  /** A long row of which the terms are kept. */
  terms(kept: KeptRows, row: number, largest: number, conclude: Factor, alone: () => void): void;
}

let provided: RowSharing | undefined;

/** Has rows shared in these ways: hillock/threads brings them, and bundles without it have none. */
export function provideRowSharing(sharing: RowSharing): void {
  provided = sharing;
}

/** The ways in which threads share rows, once hillock/threads has brought them. */
export function rowSharing(): RowSharing | undefined {
  return provided;
}
