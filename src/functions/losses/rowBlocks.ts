import { setParameters } from "../../runtime/kernel.js";
import { writeParameters } from "../../runtime/memory.js";
import type { Engine } from "../loss.js";
import { exponentialParameters } from "../rows/settings.js";
import { RowArray, RowWalk } from "../rows/walk.js";
import { LongRows } from "./longRows.js";
import { BLOCK, FIRST, LAST, type RowExports } from "./rowExports.js";
import { clearRow, type Rows } from "./rows.js";
import { sumOf } from "./sum.js";
import { ClassWeights, LabelRows, OneHotRows } from "./targetRows.js";

/** Rows to a call: as many labels with their weights fit a staging slot, and losses. */
const ROWS = 1024;

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
  const total = memory
    .view("Float64Array")
    .subarray(room / 8, room / 8 + 2)
    .fill(0);

  const layout = { length: shape.n, inner: shape.inner };
  const x = new RowArray(memory, type, call.x, layout, X);
  const gradient = call.gradient && new RowArray(memory, type, call.gradient, layout, X);
  const loss = new RowArray(memory, type, call.loss ?? { array: memory.view(type), at: memory.slot(LOSS) }, { length: 1, inner: 1 }, LOSS);
  const onlyLabels = labels && smoothing === 0;
  const perRow = distributions
    ? new RowArray(memory, type, distributions, layout, TARGETS)
    : onlyLabels
      ? new LabelRows(memory, labels, targets.weights, TARGETS)
      : new OneHotRows(memory, call, labels as ArrayLike<number>, TARGETS);
  const weights = onlyLabels ? perRow : new ClassWeights(memory, call, WEIGHTS);

  const inputs = onlyLabels ? [x, perRow] : [x, perRow, weights];
  const outputs = call.loss ? [loss] : [];
  const walk = new RowWalk(memory, type, rows, shape.n, inputs, gradient ? [gradient, ...outputs] : outputs, BLOCK);
  if (!call.loss) loss.place(0, 0);
  const gradientAt = () => gradient?.address ?? 0;
  if (walk.inPieces) {
    const long = new LongRows(engine, call, { x, gradient, loss, targets: perRow, weights });
    eachCounted(call, (first, end) => {
      for (let row = first; row < end; row++) long.run(row);
    });
  } else if (onlyLabels)
    walk.batches(ROWS, (_, n) => exports.labels(x.address, perRow.address, loss.address, gradientAt(), n, shape.n, room, context));
  else
    eachCounted(call, (first, end) =>
      walk.batches(
        ROWS,
        (_, n) =>
          exports.shares(x.address, perRow.address, weights.address, loss.address, gradientAt(), n, shape.n, FIRST + LAST, room, context),
        first,
        end,
      ),
    );
  return sumOf(total);
}

/**
 * Calls `run` with each stretch of rows that are not ignored, and writes the zeros of those that
 * are.
 */
function eachCounted(call: Rows, run: (first: number, end: number) => void): void {
  const { rows, targets } = call;
  const { labels } = targets;
  if (!labels) {
    run(0, rows);
    return;
  }
  for (let from = 0, to = 0; from < rows; from = to) {
    const ignored = labels[from] < 0;
    while (to < rows && labels[to] < 0 === ignored) to++;
    if (!ignored) run(from, to);
    else for (let row = from; row < to; row++) clearRow(call, row);
  }
}
