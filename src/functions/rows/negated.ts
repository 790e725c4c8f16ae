import type { CheckedArray } from "../../call/arguments.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { RowArray, type RowLayout } from "./walk.js";

/** The export of modules whose rows may be those of -x: assembly/rowwise/parts/negate.ts. */
export interface NegationExports {
  negate?(x: number, n: number, c: number): void;
}

/** Rows of -x, which are made in the staging slot. */
export class NegatedRows extends RowArray {
  override readonly direct = false;

  constructor(
    private readonly kernel: BoundKernel<NegationExports>,
    x: CheckedArray,
    layout: RowLayout,
    slot: number,
  ) {
    super(kernel.memory, kernel.type, x, layout, slot);
  }

  override stage(row: number, rows: number, from: number, length: number): void {
    super.stage(row, rows, from, length);
    this.kernel.exports.negate?.(this.address, rows * length, this.kernel.context);
  }
}
