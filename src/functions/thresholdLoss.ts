import { floatType } from "../call/arguments.js";
import type { FloatArray } from "../call/arrays.js";
import { NONE, readOptions } from "../call/options.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { Internals } from "./internals.js";
import { type Loss, type LossByDefault, type LossOf, type LossSpecification, lossOf, type NoOutput } from "./loss.js";
import type { Labels } from "./losses/labels.js";
import { checkRows } from "./losses/rowLoss.js";
import { divisorOf } from "./losses/targets.js";
import { ROOM, runThresholdRows, type ThresholdLossExports } from "./losses/thresholdBlocks.js";
import { computeThresholdRows } from "./losses/thresholdRows.js";
import type { Threshold } from "./rows/candidates.js";
import type { NewFloat32Array, NewFloat64Array, ResultOf } from "./types.js";

interface CommonOptions {
  /**
   * The axis of `shape` along which the classes are; negative ones count from the end. By default
   * -1, the last.
   */
  readonly axis?: number | undefined;
}

interface DistributionOptions extends CommonOptions {
  /**
   * The dimensions of x, such as [rows, classes]. There is no default: only labels say how many
   * rows there are.
   */
  readonly shape: readonly number[];
}

export interface ThresholdLossOptions extends CommonOptions {
  /**
   * The dimensions of x, such as [rows, classes]. By default x has a row for each label, classes
   * last; distributions need a shape.
   */
  readonly shape?: readonly number[] | undefined;
  /**
   * The label of rows that do not count: any whole number, such as -100. By default every row
   * counts. Only with labels.
   */
  readonly ignoreIndex?: number | bigint | undefined;
}

interface OfLabels
  extends LossByDefault<Float32Array, NewFloat32Array, Labels, ThresholdLossOptions>,
    LossByDefault<Float64Array, NewFloat64Array, Labels, ThresholdLossOptions> {}

interface OfDistributions
  extends LossOf<Float32Array, NewFloat32Array, Labels | Float32Array, DistributionOptions>,
    LossOf<Float64Array, NewFloat64Array, Labels | Float64Array, DistributionOptions> {}

/** The loss of arrays of which only the caller knows the type. */
interface OfEither {
  <X extends FloatArray>(x: X, targets: Labels, options?: ThresholdLossOptions & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
  <X extends FloatArray>(x: X, targets: Labels | X, options: DistributionOptions & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
}

/** The loss of a function of rows with a threshold. */
export interface ThresholdLoss extends OfLabels, OfDistributions, OfEither {
  readonly name: string;
  readonly spec: LossSpecification;
}

const OPTIONS = ["shape", "axis", "ignoreIndex", "out"];

const BOUNDS: LossSpecification["bounds"] = {
  float32: { loss: 0.51, gradient: 0.51, vanishing: 2 ** -40, root: 2 ** -40, mean: 2 ** -30 },
  float64: { loss: 8, gradient: 8, vanishing: 2 ** -49, root: 2 ** -49, mean: 2 ** -49 },
};

/** The Fenchel-Young loss of a function of rows, on the default runtime. */
export function createThresholdLoss(
  specification: Omit<LossSpecification, "bounds">,
  threshold: Threshold,
  { float32, float64 }: Kernels,
): ThresholdLoss {
  const { name } = specification;
  const create = (kernels: Kernels, runtime: () => Runtime): ThresholdLoss => {
    const compute = (x: unknown, targets: unknown, options?: unknown) => {
      const type = floatType(name, "x", x);
      const asked = options === undefined ? NONE : readOptions(name, options, OPTIONS);
      const given = checkRows<ThresholdLossExports>(name, kernels, runtime(), type, x as FloatArray, targets, asked);
      const { engine, rows, shape, labels, distributions, weights, loss, gradient } = given;
      const divisor = divisorOf({ labels, distributions, weights, smoothing: 0 }, rows);
      // Rest and spread of objects took more than half of a call with a few rows.
      const call = { type, x: given.x, rows, shape, labels, distributions, weights, loss, gradient, threshold, divisor };
      const sum = engine ? runThresholdRows(engine, call) : computeThresholdRows(call);
      return { mean: sum / divisor, loss: loss?.array, gradient: gradient?.array };
    };
    return lossOf(compute, specification, new Internals(kernels, runtime, create), BOUNDS);
  };
  return create({ float32: { ...float32, workspaceBytes: ROOM }, float64: { ...float64, workspaceBytes: ROOM } }, defaultRuntime);
}
