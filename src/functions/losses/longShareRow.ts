import { RowWalk } from "../rows/walk.js";
import { LongRow, VALUE } from "./longRow.js";
import { AGAIN, BLOCK, FIRST, LAST } from "./rowExports.js";

/** Long rows with a share of every class. */
export class LongShareRow extends LongRow {
  protected compute(row: number): void {
    const { kernel, memory, room } = this.engine;
    const { exports, context } = kernel;
    const { shape, rows, type } = this.call;
    const { x, targets, weights, gradient, loss } = this.arrays;
    const inputs = [x, targets, weights];
    const at = (gradientAt: number, n: number, part: number) =>
      exports.shares(x.address, targets.address, weights.address, loss.address, gradientAt, room + 8 * VALUE, 1, n, part, room, context);
    this.writeLoss(row, () =>
      new RowWalk(memory, type, rows, shape.n, inputs, [], BLOCK).pieces(row, (from, n) =>
        at(0, n, (from === 0 ? FIRST : 0) + (from + n === shape.n ? LAST : 0)),
      ),
    );
    if (!gradient) return;
    new RowWalk(memory, type, rows, shape.n, inputs, [gradient], BLOCK).pieces(row, (_, n) => at(gradient.address, n, AGAIN));
  }
}
