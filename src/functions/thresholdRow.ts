import { positionOf } from "../call/shape.js";
import { setParameters } from "../runtime/kernel.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime } from "../runtime/runtime.js";
import { bandOf, createRows, eachBand, type RowCall } from "./rows/call.js";
import type { Threshold } from "./rows/candidates.js";
import { type GradientExports, type GradientRow, writeGradients } from "./rows/gradients.js";
import { type MarkExports, markRows } from "./rows/marks.js";
import type { Settings } from "./rows/settings.js";
import { type Of, rowSharing } from "./rows/sharing.js";
import type { Specified } from "./rows/specification.js";
import { type ThresholdExports, ThresholdLoops, ThresholdRows } from "./rows/thresholds.js";
import type { Softmax } from "./rows/types.js";

/**
 * A function of rows whose results are 0 up to a threshold of the row and add up to 1, with its
 * computation in f64 and its bounds.
 */
export interface ThresholdDefinition extends Specified, Threshold {
  /** The square root of the derivative of a result by its entry, over a constant. */
  weight(y: number): number;
  readonly kernels: Kernels;
}

interface Exports extends ThresholdExports, GradientExports {
  backwardWeights(y: number, n: number, c: number): number;
  backwardSum(dy: number, y: number, n: number, c: number): number;
  backwardPiece(dy: number, y: number, dx: number, mean: number, n: number, c: number): void;
}

/** The function of a definition, on the default runtime. */
export function createThresholdRows(definition: ThresholdDefinition, settings: Settings): Softmax {
  const form = {
    ...definition,
    reduces: false,
    value({ settings, input, arrays, kernel }: RowCall<Exports>): void {
      const [x, output] = arrays;
      const { outer, inner } = input.shape;
      if (kernel && !input.mask?.words) {
        setParameters(kernel, settings.parameters);
        const { value } = kernel.exports;
        eachBand(kernel, input.shape, [x], output, ({ shape, first, inputs: [own], output: to = output }) => {
          const rows = bandOf(input, own.array, shape, first);
          const alone = () => new ThresholdRows(kernel, rows, own, to, definition, settings).write();
          const sharing = kernel.threads && rowSharing();
          if (!sharing) alone();
          else {
            const entries = sharing.entries({ kernel, input: rows, own });
            const callOf = (of: Of) => {
              const parameters = [entries, of(to, true), "workspace", "count", shape.n, "context"] as const;
              return { call: value, parameters };
            };
            sharing.rows(kernel, shape, callOf, alone);
          }
        });
        return;
      }
      const loops = new ThresholdLoops(input, output.array, definition, settings.emptyRow);
      const unmasked = kernel && new ThresholdRows(kernel, { ...input, mask: undefined }, x, output, definition, settings);
      for (let row = 0; row < outer * inner; row++)
        if (unmasked && loops.isShifted(row)) unmasked.write(row, row + 1);
        else loops.write(row);
    },
    gradient({ settings, shape, arrays, kernel }: RowCall<Exports>): void {
      const [dy, y, output] = arrays;
      if (kernel) {
        setParameters(kernel, settings.parameters);
        const { exports } = kernel;
        eachBand(kernel, shape, [dy, y], output, ({ shape, inputs: [ownDy, ownY], output: to }) =>
          writeGradients(kernel, shape, ownDy, ownY, to ?? output, (pieces) => {
            const weights = pieces.sum(exports.backwardWeights, (_, y) => [y, "count", "context"]);
            const sum = pieces.sum(exports.backwardSum, (dy, y) => [dy, y, "count", "context"]);
            const mean = weights === 0 ? 0 : sum / weights;
            pieces.write(exports.backwardPiece, (dy, y, dx) => [dy, y, dx, mean, "count", "context"]);
          }),
        );
        return;
      }
      const { outer, n, inner } = shape;
      for (let row = 0; row < outer * inner; row++) {
        const start = positionOf(row, shape);
        gradientInLoops(definition, { dy: dy.array, y: y.array, dx: output.array, start, step: inner, n }, settings.temperature);
      }
    },
  };
  return createRows<Exports>(form, settings, definition.kernels, defaultRuntime) as Softmax;
}

function gradientInLoops({ weight }: ThresholdDefinition, { dy, y, dx, start, step, n }: GradientRow, temperature: number): void {
  const end = start + n * step;
  let weights = 0;
  let sum = 0;
  for (let i = start; i < end; i += step) {
    weights += weight(y[i]);
    sum += weight(y[i]) * dy[i];
  }
  const mean = weights === 0 ? 0 : sum / weights;
  for (let i = start; i < end; i += step) dx[i] = (weight(y[i]) * (dy[i] - mean)) / temperature;
}

/**
 * The function that marks the first of the largest entries of each row with 1 among zeros, on the
 * default runtime. Its gradient is 0.
 */
export function createMarkedRows(definition: Specified & { readonly kernels: Kernels }, settings: Settings): Softmax {
  const form = {
    ...definition,
    reduces: false,
    value: markRows,
    gradient: ({ arrays }: RowCall<MarkExports>): void => {
      arrays[2].array.fill(0);
    },
  };
  return createRows<MarkExports>(form, settings, definition.kernels, defaultRuntime) as Softmax;
}
