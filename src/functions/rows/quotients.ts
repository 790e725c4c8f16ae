import type { Argument, KernelFunction, SharedCall } from "../../runtime/kernel.js";
import type { RowArray } from "./walk.js";

/** The parts of quotients: all, their sum, and the quotients from that. */
export const ALL = 0;
export const SUM = 1;
export const QUOTIENTS = 2;

/** The parts where terms are kept: the largest entry, the terms, and their products. */
export const TOP = 3;
export const TERMS = 4;
export const PRODUCTS = 5;

/**
 * A function of a kernel that makes quotients of terms and their sum, all in one, or a part of
 * them: assembly/rowwise/parts/rows.ts. Parts share a record in the context.
 */
export class Quotients {
  /** `weights` are numbers of rows, by which the quotients are multiplied. */
  constructor(
    private readonly call: (...values: number[]) => number,
    private readonly context: number,
    readonly weights?: RowArray,
  ) {}

  /**
   * Runs it over rows that begin with that numbered `i` of a batch; the terms of one may stand at
   * `e`. Returns what `summarise` does.
   */
  run(x: number, mask: number, y: number, e: number, rows: number, n: number, part: number, i = 0): number {
    const { call, context, weights } = this;
    if (weights) return call(weights.address + i * weights.size, x, mask, y, e, rows, n, part, context);
    return call(x, mask, y, e, rows, n, part, context);
  }

  /** The call of a part over the pieces of a row without a mask, as threads share them. */
  ofPieces(x: Argument, y: Argument, e: Argument, part: number): SharedCall {
    const parameters = [x, 0, y, e, 1, "count", part, "context"] as const;
    return { call: this.call as KernelFunction, parameters: this.weights ? [0, ...parameters] : parameters };
  }
}
