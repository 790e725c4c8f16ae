import type { CheckedArray } from "../../call/arguments.js";
import { type Passage, setParameters } from "../../runtime/kernel.js";
import { writeParameters } from "../../runtime/memory.js";
import { Sum } from "../../scalar/sum.js";
import type { Engine } from "../loss.js";
import { exponentialParameters } from "../rows/settings.js";
import { RowArray, RowWalk } from "../rows/walk.js";
import { LongLabelRow } from "./longLabelRow.js";
import { LongShareRow } from "./longShareRow.js";
import { BLOCK, ROWS, type RowExports, VALUES, WHOLE } from "./rowExports.js";
import { clearRow, type Rows } from "./rows.js";
import { sumOfRows } from "./sharedRows.js";
import { BYTES_OF_LABEL, ClassWeights, LabelRows, OneHotRows } from "./targetRows.js";

/**
 * The first parameters of the kernels. With 32 bits the first word of ln2 is that of all other
 * exponentials.
 */
const WITHOUT_TEMPERATURE = /*#__PURE__*/ exponentialParameters(1, 32);

/**
 * Staging slots. The gradient takes the place of x, which is not at address 0: to the kernels that
 * is no gradient.
 */
const TARGETS = 0;
const X = 1;
const WEIGHTS = 2;
const LOSS = 3;

/**
 * Runs the kernels over rows, and returns the sum of the losses. Rows of up to 2048 classes go
 * whole, as many to a call as are in place or fit the staging slots; a longer one goes in pieces.
 * How many there are in a call changes no bit.
 */
export function runRows(engine: Engine<RowExports>, call: Rows): number {
  const { kernel, memory, room } = engine;
  const { exports, context } = kernel;
  const { targets, shape, temperature, divisor, type, rows } = call;
  const { labels, distributions, smoothing } = targets;
  setParameters(kernel, temperature === 1 ? WITHOUT_TEMPERATURE : exponentialParameters(temperature, 32));
  writeParameters(memory, context, [divisor * temperature, 1 - smoothing, smoothing / shape.n], WITHOUT_TEMPERATURE.length);
  const layout = { length: shape.n, inner: shape.inner };
  const x = new RowArray(memory, type, call.x, layout, X);
  const gradient = call.gradient && new RowArray(memory, type, call.gradient, layout, X);
  const loss = new RowArray(memory, type, call.loss ?? { array: memory.view(type), at: memory.slot(LOSS) }, { length: 1, inner: 1 }, LOSS);
  const onlyLabels = labels && smoothing === 0;
  const written =
    labels && (onlyLabels ? new LabelRows(memory, labels, targets.weights, TARGETS) : new OneHotRows(memory, call, labels, TARGETS));
  const perRow = written ?? new RowArray(memory, type, distributions as CheckedArray, layout, TARGETS);
  const weights = onlyLabels ? perRow : new ClassWeights(memory, call, WEIGHTS);

  const inputs = onlyLabels ? [x, perRow] : [x, perRow, weights];
  const outputs = call.loss ? [loss] : [];
  const walk = new RowWalk(memory, type, rows, shape.n, inputs, gradient ? [gradient, ...outputs] : outputs, BLOCK);
  if (!call.loss) loss.place(0, 0);
  const values = room + VALUES;
  const total = new Sum();
  const batch = (_: number, count: number) => {
    const [y, dx, n] = [loss.address, gradient?.address ?? 0, shape.n];
    if (onlyLabels) exports.labels(x.address, perRow.address, y, dx, values, count, n, room, context);
    else exports.shares(x.address, perRow.address, weights.address, y, dx, values, count, n, WHOLE, room, context);
    total.addAll(memory.view("Float64Array"), values / 8, count);
  };
  const Long = onlyLabels ? LongLabelRow : LongShareRow;
  const long = walk.inPieces && new Long(engine, call, { x, gradient, loss, targets: perRow, weights });
  const stretch = (first: number, end: number) => {
    if (long) for (let row = first; row < end; row++) total.add(long.run(row));
    else walk.batches(ROWS, batch, first, end);
  };
  const alone = () => {
    if (!labels || (onlyLabels && !long)) stretch(0, rows);
    else eachCounted(call, labels, stretch);
  };
  if (!kernel.threads || long) alone();
  else {
    const each = onlyLabels ? BYTES_OF_LABEL / x.size : shape.n;
    const enter: Passage = ({ memory }, address, row, count) => written?.enter(row, count, 0, shape.n, memory, address);
    const shared = { one: distributions, each, isRead: true, enter };
    if (onlyLabels) sumOfRows(kernel, call, exports.labels, [shared], [], total, alone);
    else {
      weights.enter(0, 1, 0, shape.n);
      sumOfRows(kernel, call, exports.shares, [shared, weights.address], [WHOLE], total, alone, labels);
      // Threads take them like all others.
      if (labels) for (let row = 0; row < rows; row++) if (labels[row] < 0) clearRow(call, row);
    }
  }
  return total.value;
}

/**
 * Calls `run` with each stretch of rows that are not ignored, and writes the zeros of those that
 * are.
 */
function eachCounted(call: Rows, labels: ArrayLike<number>, run: (first: number, end: number) => void): void {
  const { rows } = call;
  for (let from = 0, to = 0; from < rows; from = to) {
    const ignored = labels[from] < 0;
    while (to < rows && labels[to] < 0 === ignored) to++;
    if (!ignored) run(from, to);
    else for (let row = from; row < to; row++) clearRow(call, row);
  }
}
