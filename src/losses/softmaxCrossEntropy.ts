import { floatType } from "../call/arguments.js";
import type { FloatArray } from "../call/arrays.js";
import { NONE, readOptions } from "../call/options.js";
import { Internals } from "../functions/internals.js";
import { type Loss, type LossByDefault, type LossOf, type LossSpecification, lossOf, type NoOutput } from "../functions/loss.js";
import type { Labels } from "../functions/losses/labels.js";
import { runRows } from "../functions/losses/rowBlocks.js";
import { ROOM, type RowExports } from "../functions/losses/rowExports.js";
import { checkRows } from "../functions/losses/rowLoss.js";
import { computeRows } from "../functions/losses/rows.js";
import { divisorOf, readNumber } from "../functions/losses/targets.js";
import type { NewFloat32Array, NewFloat64Array, ResultOf } from "../functions/types.js";
import { float32, float64 } from "../kernels/losses/softmaxCrossEntropy.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { specification } from "../specification/losses/softmaxCrossEntropy.js";

interface CommonOptions<A extends FloatArray> {
  /**
   * The axis of `shape` along which the classes are; negative ones count from the end. By default
   * -1, the last.
   */
  readonly axis?: number | undefined;
  /**
   * The number that logits are divided by, from 1e-30 to 1e+30. By default 1.
   */
  readonly temperature?: number | undefined;
  /**
   * The share of every target that is spread evenly over all classes, from 0 to 1. By default 0.
   */
  readonly smoothing?: number | undefined;
  /**
   * A weight for each class, a finite number of 0 or more, in an array of x's type. By default all
   * are 1.
   */
  readonly classWeights?: A | undefined;
}

interface DistributionOptions<A extends FloatArray> extends CommonOptions<A> {
  /**
   * The dimensions of x, such as [rows, classes]. There is no default: only labels say how many
   * rows there are.
   */
  readonly shape: readonly number[];
}

export interface SoftmaxCrossEntropyOptions<A extends FloatArray> extends CommonOptions<A> {
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
  extends LossByDefault<Float32Array, NewFloat32Array, Labels, SoftmaxCrossEntropyOptions<Float32Array>>,
    LossByDefault<Float64Array, NewFloat64Array, Labels, SoftmaxCrossEntropyOptions<Float64Array>> {}

interface OfDistributions
  extends LossOf<Float32Array, NewFloat32Array, Labels | Float32Array, DistributionOptions<Float32Array>>,
    LossOf<Float64Array, NewFloat64Array, Labels | Float64Array, DistributionOptions<Float64Array>> {}

/** The loss of arrays of which only the caller knows the type. */
interface OfEither {
  <X extends FloatArray>(x: X, targets: Labels, options?: SoftmaxCrossEntropyOptions<X> & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
  <X extends FloatArray>(x: X, targets: Labels | X, options: DistributionOptions<X> & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
}

export interface SoftmaxCrossEntropy extends OfLabels, OfDistributions, OfEither {
  readonly name: string;
  readonly spec: LossSpecification;
}

const NAME = "softmaxCrossEntropy";
const OPTIONS = ["shape", "axis", "temperature", "smoothing", "classWeights", "ignoreIndex", "out"];
const TEMPERATURE = { usual: 1, minimum: 1e-30, maximum: 1e30 };
const SMOOTHING = { usual: 0, minimum: 0, maximum: 1 };

function create(kernels: Kernels, runtime: () => Runtime): SoftmaxCrossEntropy {
  const compute = (x: unknown, targets: unknown, options?: unknown) => {
    const type = floatType(NAME, "x", x);
    const asked = options === undefined ? NONE : readOptions(NAME, options, OPTIONS);
    const temperature = readNumber(NAME, "temperature", asked.temperature, TEMPERATURE);
    const smoothing = readNumber(NAME, "smoothing", asked.smoothing, SMOOTHING);
    const given = checkRows<RowExports>(NAME, kernels, runtime(), type, x as FloatArray, targets, asked, asked.classWeights);
    const { engine, rows, shape, labels, distributions, weights, loss, gradient } = given;
    const checked = { labels, distributions, weights, smoothing };
    const divisor = divisorOf(checked, rows);
    // Rest and spread of objects took more than half of a call with a few rows.
    const call = { type, x: given.x, rows, shape, targets: checked, temperature, divisor, loss, gradient };
    const sum = engine ? runRows(engine, call) : computeRows(call);
    return { mean: sum / divisor, loss: loss?.array, gradient: gradient?.array };
  };
  return lossOf(compute, specification, new Internals(kernels, runtime, create));
}

/**
 * Cross entropy of softmax(x) and what each row should be: its loss, the mean, and the gradient of
 * the mean, in one call.
 *
 *     loss     = -sum(a*log(softmax(x/temperature))), a = w*((1 - smoothing)*t + smoothing/classes)
 *     mean     = sum(loss)/divisor
 *     gradient = (softmax(x/temperature)*sum(a) - a)/(temperature*divisor)
 *
 * `x` is a Float32Array or Float64Array of logits, `shape` its dimensions: the classes along
 * `axis`, by default the last, all others are rows. `targets` has a label for every row, as an
 * integer typed array of up to 64 bits (t is 1 there and 0 elsewhere; the divisor is the sum of the
 * labels' weights), or a distribution for every row, as an array of x's type and shape with numbers
 * from 0 to 1 (the divisor is the number of rows). Whether distributions add up to 1 is not
 * checked. Labels lie as x does without `axis`, and so do the losses; they need no shape where the
 * classes are last. `temperature`: what logits are divided by, from 1e-30 to 1e+30, by default 1.
 * `smoothing`: from 0 to 1, by default 0. `classWeights`: w, an array of x's type, a finite number
 * of 0 or more for each class, by default 1. `ignoreIndex`: rows with this label, any whole number,
 * do not count: they may hold anything, their loss and gradient are 0, and nothing of them is in
 * the mean or its divisor; by default every row counts. Weights, smoothing, ignored labels and mean
 * are those of PyTorch's cross_entropy.
 *
 * Without `out`, `loss` (one number a row) and `gradient` (as x) are new arrays. With it, only what
 * it names is computed: `{ loss }` saves the gradient, `{}` gives the mean alone. The gradient may
 * be written over x.
 *
 * Nothing overflows, and a confident row keeps its digits: with [20, 0] and label 0 the loss is
 * 2.06e-9. -Infinity is probability 0: the loss is Infinity where the target has a share there, the
 * gradient is finite. Where it has none, the term is 0 (in PyTorch NaN, for distributions). A row
 * with NaN or Infinity in it, of -Infinity alone or without classes has a loss and a gradient of
 * NaN. The mean is NaN if a loss is, if there are no rows or all are ignored, and if the weights of
 * all labels are 0.
 *
 * Errors: what is promised. As a difference, the gradient can vanish; where it does, a bound
 * relative to the larger of its two terms holds.
 *     float32  loss at most 0.51 ULP; gradient at most 0.52 ULP, with smoothing or distributions that or 2^-40 of its larger term
 *     float64  loss at most 4 ULP; gradient at most 5 ULP, with smoothing or distributions that or 2^-50 of its larger term
 *     The mean is right to 2^-30 and 2^-49 of itself.
 *
 * In float64, a probability below 2^-1102 counts as 0, and logits more than 1.8e308 apart as
 * infinitely far apart.
 *
 * Source: Bridle 1990, Probabilistic interpretation of feedforward classification network outputs;
 * for temperature Hinton, Vinyals & Dean 2015, Distilling the knowledge in a neural network; for
 * smoothing Szegedy, Vanhoucke, Ioffe, Shlens & Wojna 2016, Rethinking the Inception architecture
 * for computer vision.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or distributions have
 * no shape or an `ignoreIndex`; RangeError if lengths do not fit the shape, a label is no class, a
 * target, weight or smoothing is out of its range, or an output lies on another array.
 *
 * @example
 * import { softmaxCrossEntropy } from "hillock";
 * const x = Float32Array.of(20, 0, 0, 0); // two rows of two logits
 * const { mean, loss, gradient } = softmaxCrossEntropy(x, Uint8Array.of(0, 1), { shape: [2, 2] });
 * loss; // => Float32Array [2.06115369216775e-9, 0.6931471824645996]
 * mean.toPrecision(10); // => "0.3465735913"
 * gradient.subarray(2); // => Float32Array [0.25, -0.25]
 * softmaxCrossEntropy(x, Uint8Array.of(0, 1), { shape: [2, 2], smoothing: 0.1, out: { gradient: x } }); // in place, no losses
 * x.subarray(2); // => Float32Array [0.22499999403953552, -0.22499999403953552]
 * const padded = Float64Array.of(0, 0, NaN, NaN);
 * softmaxCrossEntropy(padded, Int8Array.of(1, -100), { ignoreIndex: -100 }).loss; // => Float64Array [0.6931471805599453, 0]
 */
export const softmaxCrossEntropy: SoftmaxCrossEntropy = /*#__PURE__*/ create(
  { float32: { ...float32, workspaceBytes: ROOM }, float64: { ...float64, workspaceBytes: ROOM } },
  defaultRuntime,
);
