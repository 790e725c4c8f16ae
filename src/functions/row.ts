import { partOf } from "../call/arguments.js";
import { positionOf } from "../call/shape.js";
import { setParameters } from "../runtime/kernel.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime } from "../runtime/runtime.js";
import type { TransposeExports } from "./rows/bands.js";
import { bandOf, createRows, eachBand, type RowCall } from "./rows/call.js";
import { term } from "./rows/difference.js";
import { ExponentialRows } from "./rows/exponential.js";
import type { ExponentialSum } from "./rows/exponentialSum.js";
import type { GradientPieces } from "./rows/gradientPieces.js";
import { type GradientExports, type GradientRow, writeGradients } from "./rows/gradients.js";
import { Entries } from "./rows/input.js";
import { reduceInLoops, transformInLoops } from "./rows/loops.js";
import { Quotients } from "./rows/quotients.js";
import { type Conclusion, type RowExports, WEIGHTS } from "./rows/rowBatches.js";
import type { Settings } from "./rows/settings.js";
import { rowSharing } from "./rows/sharing.js";
import type { Specified } from "./rows/specification.js";
import type { LogSumExp, Softmax } from "./rows/types.js";
import { RowArray } from "./rows/walk.js";

/** The exports of a module whose rows become rows: all in one, or by way of records. */
export interface TransformExports extends RowExports, GradientExports, TransposeExports {
  value?(x: number, mask: number, y: number, e: number, rows: number, n: number, part: number, c: number): number;
}

/**
 * A function that makes of each row another: its formulas, its computation in f64 and its bounds.
 */
export interface RowDefinition<Exports extends TransformExports> extends Specified {
  /** The number that the last pass needs to know of a row. */
  conclude(sum: ExponentialSum): number;
  /**
   * An element, in f64, from its difference to the largest, in two words over the temperature, and
   * from that number.
   */
  result(high: number, low: number, concluded: number): number;
  /** Writes the gradient of a row from its results, in f64. */
  gradient(row: GradientRow, temperature: number): void;
  /** Writes the gradient by a kernel, for a row that goes through it in pieces. */
  gradientInPieces(exports: Exports, context: number, pieces: GradientPieces): void;
  readonly kernels: Kernels;
}

/** The function of a definition, on the default runtime. */
export function createRowFunction<Exports extends TransformExports>(definition: RowDefinition<Exports>, settings: Settings): Softmax {
  const { conclude, result } = definition;
  const form = {
    ...definition,
    reduces: false,
    value(call: RowCall<Exports>): void {
      const { settings, input, arrays } = call;
      const [x, output] = arrays;
      const on = call.kernel;
      if (!on) {
        transformInLoops(input, output.array, result, conclude, settings.emptyRow);
        return;
      }
      const { exports, context } = on;
      const { value } = exports;
      setParameters(on, settings.parameters);
      eachBand(on, input.shape, [x], output, ({ shape, first, inputs: [own], output: to = output }) => {
        const rows = bandOf(input, own.array, shape, first);
        const quotients = value && new Quotients(value, context);
        const batches = new ExponentialRows(on, rows, own, settings.parameters, quotients);
        const alone = (from?: number, end?: number) => batches.transform(to, conclude, settings.emptyRow, from, end);
        const sharing = on.threads && rowSharing();
        if (!sharing) alone();
        else if (value) sharing.quotients({ kernel: on, input: rows, own }, to, value, [], alone);
        else sharing.transform({ kernel: on, input: rows, own }, to, conclude, settings.emptyRow, alone);
      });
    },
    gradient(call: RowCall<Exports>): void {
      const { settings, input, shape, arrays } = call;
      const [dy, y, output] = arrays;
      const on = call.kernel;
      if (on) {
        setParameters(on, input.negated ? ofNegated(settings.parameters) : settings.parameters);
        eachBand(on, shape, [dy, y], output, ({ shape, inputs: [ownDy, ownY], output: to }) =>
          writeGradients(on, shape, ownDy, ownY, to ?? output, (pieces) => definition.gradientInPieces(on.exports, on.context, pieces)),
        );
        return;
      }
      const { outer, n, inner } = shape;
      const { temperature } = settings;
      for (let row = 0; row < outer * inner; row++) {
        const start = positionOf(row, shape);
        definition.gradient(
          { dy: dy.array, y: y.array, dx: output.array, start, step: inner, n },
          input.negated ? -temperature : temperature,
        );
      }
    },
  };
  return createRows<Exports>(form, settings, definition.kernels, defaultRuntime) as Softmax;
}

/** Parameters for gradients of functions of -x: the factor 1 / temperature has the other sign. */
function ofNegated(parameters: readonly number[]): readonly number[] {
  return parameters.map((value, i) => (i === 3 ? -value : value));
}

/** The exports of a module whose rows become numbers. */
interface ReductionExports extends RowExports, TransposeExports {
  backward(dy: number, x: number, mask: number, dx: number, e: number, rows: number, n: number, part: number, c: number): number;
}

/** A function that makes of each row the logarithm of its sum of exponentials, or of their mean. */
export interface ReductionDefinition extends Specified {
  /**
   * The logarithm, less the largest entry, from the sum of the terms of all others. `count` tells
   * how many entries of the row there are.
   */
  logarithm(others: number, count: () => number): number;
  readonly kernels: Kernels;
}

/** The function of a definition, on the default runtime. */
export function createReduction(definition: ReductionDefinition, settings: Settings): LogSumExp {
  const { logarithm } = definition;
  const value = (call: RowCall<ReductionExports>) => writeLogarithms(call, logarithm);
  const form = { ...definition, reduces: true, value, gradient: writeShares };
  return createRows<ReductionExports>(form, settings, definition.kernels, defaultRuntime) as LogSumExp;
}

function writeLogarithms(call: RowCall<ReductionExports>, logarithm: ReductionDefinition["logarithm"]): void {
  const { settings, input, arrays } = call;
  const [x, output] = arrays;
  const conclude = ({ started, largest, others }: ExponentialSum, row: number): number => {
    if (!started) return -Infinity;
    // Beside Infinity every term is NaN; only a NaN among the entries makes the row one.
    if (largest === Infinity) return new Entries(input).hasNaN(row) ? NaN : Infinity;
    return largest + logarithm(others, () => new Entries(input).countedIn(row));
  };
  const on = call.kernel;
  if (!on) {
    reduceInLoops(input, output.array, conclude);
    return;
  }
  setParameters(on, settings.parameters);
  eachBand(on, input.shape, [x], undefined, ({ shape, first, inputs: [own] }) => {
    const rows = bandOf(input, own.array, shape, first);
    const alone = () => new ExponentialRows(on, rows, own, settings.parameters).reduce(output.array, conclude);
    const sharing = on.threads && rowSharing();
    if (sharing) sharing.reduce({ kernel: on, input: rows, own }, output.array, conclude, alone);
    else alone();
  });
}

/** Writes the gradients of logarithms, dy times the softmax. */
function writeShares(call: RowCall<ReductionExports>): void {
  const { settings, input, arrays } = call;
  const [dy, x, output] = arrays;
  const conclude: Conclusion = ({ others }, row) => dy.array[row] / (1 + others) / settings.temperature;
  const on = call.kernel;
  if (!on) {
    transformInLoops(input, output.array, term, conclude, 0);
    return;
  }
  const { memory, type, exports } = on;
  setParameters(on, settings.parameters);
  eachBand(on, input.shape, [x], output, ({ shape, first, inputs: [own], output: to = output }) => {
    const weights = new RowArray(memory, type, dy, { length: 1, inner: 1 }, WEIGHTS, first);
    const quotients = new Quotients(exports.backward, on.context, weights);
    const rows = bandOf(input, own.array, shape, first);
    const batches = new ExponentialRows(on, rows, own, settings.parameters, quotients);
    const alone = (from?: number, end?: number) => batches.transform(to, conclude, 0, from, end);
    const sharing = on.threads && rowSharing();
    const ofRows = { one: partOf(dy, first, shape.outer), each: 1, isRead: true };
    if (sharing) sharing.quotients({ kernel: on, input: rows, own }, to, exports.backward, [ofRows], alone);
    else alone();
  });
}
