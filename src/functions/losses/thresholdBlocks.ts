import { positionOf } from "../../call/shape.js";
import type { Passage } from "../../runtime/kernel.js";
import { writeParameters } from "../../runtime/memory.js";
import { Sum } from "../../scalar/sum.js";
import type { Engine } from "../loss.js";
import { largestInPieces, type SearchExports, solveInPieces } from "../rows/thresholds.js";
import { RowArray, RowWalk } from "../rows/walk.js";
import { clearRow } from "./rows.js";
import { sumOfRows } from "./sharedRows.js";
import { sumOf } from "./sum.js";
import { BYTES_OF_LABEL, LabelRows } from "./targetRows.js";
import type { TargetExports } from "./targets.js";
import { lossOfLabel, TEMPERATURE, type ThresholdRowsCall } from "./thresholdRows.js";

/** The exports of a module of such a loss: assembly/losses/parts/thresholdRows.ts. */
export interface ThresholdLossExports extends TargetExports, SearchExports {
  labels(x: number, t: number, loss: number, dx: number, values: number, rows: number, n: number, s: number, c: number): void;
  distributions(x: number, t: number, loss: number, dx: number, values: number, rows: number, n: number, s: number, c: number): void;
  /** Adds the loss of a piece to the state, and writes its gradient. */
  distances(x: number, t: number, dx: number, n: number, s: number, c: number): void;
  writeGradient(x: number, dx: number, n: number, c: number): void;
}

/** Bytes of the state of a row; behind it is the list of its candidates. */
const STATE = 128;

/** The longest row that is whole. */
const LONGEST = 4096;

/** Rows to a call: as many labels with their weights fit a staging slot, and losses. */
const ROWS = 1024;

/** The place of the losses of a call, in f64, behind the list. */
const VALUES = STATE + 8 * (LONGEST + 2);
export const ROOM = VALUES + 8 * ROWS;

/** The place in the state of the loss of a row: assembly/losses/parts/state.ts. */
const DISTANCE = 8;
const END = 16;

/** Staging slots. The gradient takes the place of x, which is not at address 0. */
const TARGETS = 0;
const X = 1;
const LOSS = 2;

/** Runs the kernels over rows, and returns the sum of the losses. */
export function runThresholdRows(engine: Engine<ThresholdLossExports>, call: ThresholdRowsCall): number {
  const { kernel, memory, room } = engine;
  const { exports, context } = kernel;
  const { type, shape, rows, divisor, labels, distributions } = call;
  writeParameters(memory, context, [divisor, 0, 0, 0, 0, 0, 0, TEMPERATURE]);
  const state = () => memory.view("Float64Array").subarray(room / 8, room / 8 + END);
  const layout = { length: shape.n, inner: shape.inner };
  const x = new RowArray(memory, type, call.x, layout, X);
  const gradient = call.gradient && new RowArray(memory, type, call.gradient, layout, X);
  const loss = new RowArray(memory, type, call.loss ?? { array: memory.view(type), at: memory.slot(LOSS) }, { length: 1, inner: 1 }, LOSS);
  const targets = distributions
    ? new RowArray(memory, type, distributions, layout, TARGETS)
    : new LabelRows(memory, labels as ArrayLike<number>, undefined, TARGETS);
  const list = room + STATE;
  const inputs = [x, targets];
  const outputs = gradient ? [gradient] : [];
  const walk = new RowWalk(memory, type, rows, shape.n, inputs, call.loss ? [...outputs, loss] : outputs);
  if (!call.loss) loss.place(0, 0);
  const total = new Sum();
  if (!walk.inPieces) {
    const run = labels ? exports.labels : exports.distributions;
    const values = room + VALUES;
    const alone = () => {
      walk.batches(ROWS, (_, n) => {
        run(x.address, targets.address, loss.address, gradient?.address ?? 0, values, n, shape.n, room, context);
        total.addAll(memory.view("Float64Array"), values / 8, n);
      });
    };
    const enter: Passage = ({ memory }, address, row, rows) => (targets as LabelRows).enter(row, rows, 0, 1, memory, address);
    const shared = { one: distributions, each: distributions ? shape.n : BYTES_OF_LABEL / x.size, isRead: true, enter };
    sumOfRows(kernel, call, run, [shared], [], total, alone);
    return total.value;
  }
  const search = new RowWalk(memory, type, rows, shape.n, [x], []);
  const write = new RowWalk(memory, type, rows, shape.n, labels ? [x] : inputs, outputs);
  for (let row = 0; row < rows; row++) {
    if (labels && labels[row] < 0) {
      clearRow(call, row);
      continue;
    }
    const largest = largestInPieces(kernel, search, x, row);
    let value = Number.NaN;
    if (!Number.isFinite(largest)) fillRow(call, row, value);
    else {
      const { candidates, record } = solveInPieces(kernel, call.threshold, search, x, row, largest, TEMPERATURE, list);
      if (labels) {
        const own = positionOf(row, shape) + labels[row] * shape.inner;
        const ofLabel = lossOfLabel(call.threshold, candidates, record, call.x.array[own] - record.shift);
        value = ofLabel.loss;
        if (gradient && call.gradient) {
          write.pieces(row, (_, n) => exports.writeGradient(x.address, gradient.address, n, context));
          call.gradient.array[own] = -ofLabel.others / divisor;
        }
      } else {
        state().fill(0);
        write.pieces(row, (_, n) => exports.distances(x.address, targets.address, gradient?.address ?? 0, n, room, context));
        value = sumOf(state().subarray(DISTANCE, DISTANCE + 2));
      }
    }
    if (call.loss) call.loss.array[row] = value;
    total.add(value);
  }
  return total.value;
}

/** Fills the gradient of a row with one number. */
function fillRow({ gradient, shape }: ThresholdRowsCall, row: number, value: number): void {
  const start = positionOf(row, shape);
  for (let j = 0; gradient && j < shape.n; j++) gradient.array[start + j * shape.inner] = value;
}
