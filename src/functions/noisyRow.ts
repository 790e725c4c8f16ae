import type { CheckedArray } from "../call/arguments.js";
import { describe, fail } from "../call/errors.js";
import type { Options } from "../call/options.js";
import { type KernelFunction, kernelNear } from "../runtime/kernel.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { gumbel } from "../scalar/gumbel.js";
import { UniformStream } from "../scalar/philox.js";
import { internalsOf } from "./internals.js";
import { checkOffset, checkSeed, readWhole } from "./random/settings.js";
import { runStream } from "./random/stream.js";
import { createRows, type RowCall, type RowForm, type RowInternals } from "./rows/call.js";
import { type MarkExports, markRows } from "./rows/marks.js";
import type { GumbelSoftmax, Softmax } from "./rows/types.js";

/** The kernels of noise and of marks, beside those of the parent. */
type OwnKernels = Required<Pick<Kernels, "random32" | "random64" | "marks32" | "marks64">>;

/** The exports of assembly/random/gumbel.ts. */
interface NoiseExports {
  readonly value: KernelFunction;
}

/** The options of a sample. */
interface Drawing {
  /** The stream of random numbers. */
  readonly seed: number | undefined;
  /** The place of the first element in the stream. */
  readonly offset: number;
  readonly hard: boolean;
}

const DRAWING: Drawing = { seed: undefined, offset: 0, hard: false };

/**
 * The function of rows that is its parent of x and noise. The noise of an element depends on its
 * index in x alone, so it comes first, in one pass over all elements that writes to the output, and
 * the rows are taken from there.
 */
export function createNoisyRows(parent: Softmax, specification: RowForm<unknown>["specification"], own: OwnKernels): GumbelSoftmax {
  const { name } = specification;
  const { kernels, runtime, form, bound } = internalsOf(name, "parent", parent) as RowInternals;
  const noisy: RowForm<unknown> = {
    ...form,
    specification,
    options: { names: ["seed", "offset", "hard"], read: readDrawing },
    value(call) {
      const [x, output] = call.arrays;
      const sums = withNoise(name, call, x, output);
      if ((call.settings.own as Drawing).hard) markRows({ ...sums, kernel: kernelOf<MarkExports>(call, "marks32", "marks64") });
      else form.value(sums);
    },
    backward(call) {
      const [dy, x, output] = call.arrays;
      form.value(withNoise(`${name}.backward`, call, x, output));
      form.gradient?.({ ...call, arrays: [dy, output, output] });
    },
  };
  return createRows(noisy, { ...bound, own: DRAWING }, { ...(kernels as Kernels), ...own }, runtime) as GumbelSoftmax;
}

/** Writes x and noise to the output, and returns the call of which that is the input. */
function withNoise(where: string, call: RowCall<unknown>, x: CheckedArray, output: CheckedArray): RowCall<unknown> {
  const { seed: given, offset } = call.settings.own as Drawing;
  const seed = checkSeed(where, given, "the noise is drawn from it");
  const { length } = output.array;
  checkOffset(where, offset, length);
  const found = kernelOf<NoiseExports>(call, "random32", "random64");
  const kernel = found && kernelNear(found, [x, output]);
  if (kernel) runStream(kernel, kernel.exports.value, seed, offset, [x, output], 1, length);
  else {
    const stream = new UniformStream(seed);
    for (let i = 0; i < length; i++) output.array[i] = x.array[i] + gumbel(stream.at(offset + i));
  }
  return { ...call, arrays: [output, output], input: { ...call.input, x: output.array } };
}

/** One of the kernels of a call, by the type of its arrays; undefined in JavaScript. */
function kernelOf<Exports>({ type, kernels, runtime }: RowCall<unknown>, of32: keyof OwnKernels, of64: keyof OwnKernels) {
  const code = kernels[type === "Float32Array" ? of32 : of64];
  return code && runtime.kernel<Exports>(code);
}

function readDrawing(where: string, options: Options, bound: unknown): Drawing {
  const before = bound as Drawing;
  const { hard = before.hard } = options;
  if (typeof hard !== "boolean") fail("HILLOCK_OPTION", where, `hard is ${describe(hard)}, expected true or false`);
  return {
    seed: readWhole(where, "seed", options.seed) ?? before.seed,
    offset: readWhole(where, "offset", options.offset) ?? before.offset,
    hard,
  };
}
