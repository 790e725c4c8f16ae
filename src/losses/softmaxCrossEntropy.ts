import { checkOptions } from "../arguments.js";
import { type FloatArray, lengthOf } from "../arrays.js";
import { fail } from "../errors.js";
import { float32, float64 } from "../kernels/softmaxCrossEntropy.js";
import { type Loss, type LossInto, type LossOutput, type NoOutput, readOutput, typeOf } from "../losses.js";
import { roomOf } from "../memory.js";
import { type Placed, place, type Wanted } from "../placement.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import { readShape } from "../shape.js";
import type { ResultOf } from "../types.js";
import { type Kernels, PARTS, Parts } from "../variants.js";
import { ROOM, RowBlocks, type RowExports } from "./rowBlocks.js";
import { computeRows } from "./rows.js";
import { areLabels, checkApart, checkLabels, checkProbabilities, checkWeights, divisorOf, type Labels, readNumber } from "./targets.js";

export interface SoftmaxCrossEntropyOptions<A extends FloatArray> {
  /** The dimensions of x, classes last. */
  readonly shape: readonly number[];
  readonly smoothing?: number | undefined;
  readonly classWeights?: A | undefined;
}

export interface SoftmaxCrossEntropy {
  (
    x: Float32Array,
    targets: Labels | Float32Array,
    options: SoftmaxCrossEntropyOptions<Float32Array> & NoOutput,
  ): Loss<Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>>;
  (
    x: Float64Array,
    targets: Labels | Float64Array,
    options: SoftmaxCrossEntropyOptions<Float64Array> & NoOutput,
  ): Loss<Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>>;
  <O extends LossOutput<Float32Array>>(
    x: Float32Array,
    targets: Labels | Float32Array,
    options: SoftmaxCrossEntropyOptions<Float32Array> & { readonly out: O },
  ): LossInto<O>;
  <O extends LossOutput<Float64Array>>(
    x: Float64Array,
    targets: Labels | Float64Array,
    options: SoftmaxCrossEntropyOptions<Float64Array> & { readonly out: O },
  ): LossInto<O>;
  <X extends FloatArray>(x: X, targets: Labels | X, options: SoftmaxCrossEntropyOptions<X> & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
}

const OPTIONS = ["shape", "smoothing", "classWeights", "out"];

function create(kernels: Kernels, runtime: () => Runtime): SoftmaxCrossEntropy {
  const where = "softmaxCrossEntropy";
  const compute = (x: unknown, targets: unknown, options: unknown = {}) => {
    const type = typeOf(where, x);
    checkOptions(where, options, OPTIONS);
    const { shape: dimensions, smoothing: given, classWeights, out } = options;
    if (dimensions === undefined) fail(TypeError, "HILLOCK_SHAPE", where, "shape is missing, expected [rows, classes]");
    const smoothing = readNumber(where, "smoothing", given, 0, 1);
    const { shape, outer: rows, n: classes } = readShape(where, { shape: dimensions }, lengthOf(x as FloatArray));
    const labels = areLabels(where, targets, type) ? targets : undefined;
    const all = { length: rows * classes, because: shape.join(" * ") };
    const wanted: Wanted[] = [
      { name: "x", array: x, ...all },
      ...(labels ? [] : [{ name: "targets", array: targets, ...all }]),
      ...(classWeights === undefined ? [] : [{ name: "classWeights", array: classWeights, length: classes, because: "classes" }]),
      ...readOutput(where, out, { length: rows, because: "rows" }, all),
    ];
    const placed = new Map(place(where, type, "x", runtime().memoryInUse, wanted).map((one, i) => [wanted[i].name, one]));
    const weights = placed.get("classWeights")?.array;
    if (weights) checkWeights(where, weights, classes);
    if (labels) {
      checkApart(where, labels, wanted);
      checkLabels(where, labels, shape.slice(0, -1), rows, classes);
    } else checkProbabilities(where, targets as FloatArray, rows * classes, classes);
    const aim = { labels, distributions: placed.get("targets"), weights, smoothing };
    const divisor = divisorOf(aim, rows);
    const [loss, gradient] = [placed.get("out.loss"), placed.get("out.gradient")];
    const call = { type, x: placed.get("x") as Placed, rows, classes, aim, divisor, loss, gradient };
    const code = kernels[type === "Float32Array" ? "float32" : "float64"];
    const kernel = runtime().kernel<RowExports>(code);
    const sum = kernel ? new RowBlocks(kernel, roomOf(kernel.context, code), runtime().memory(), call).run() : computeRows(call);
    return { mean: sum / divisor, loss: loss?.array, gradient: gradient?.array };
  };
  return Object.assign(compute, { [PARTS]: new Parts(kernels, runtime, create) }) as SoftmaxCrossEntropy;
}

export const softmaxCrossEntropy: SoftmaxCrossEntropy = /*#__PURE__*/ create(
  { float32: { ...float32, room: ROOM }, float64: { ...float64, room: ROOM } },
  defaultRuntime,
);
