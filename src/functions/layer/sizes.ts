import { type ArrayRequirement, attached } from "../../call/arguments.js";
import { bufferOf, type FloatArray, lengthOf } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import type { Options } from "../../call/options.js";
import type { Sizes } from "./product.js";
import type { WeightsLayout } from "./types.js";

export const LAYER_OPTIONS = ["inputs", "outputs", "batch", "activation", "weightsLayout"];

/** The sizes of a call, from its options; x tells the batch where they do not. */
export function readSizes(where: string, options: Options, x: FloatArray): Sizes {
  const { inputs, outputs, batch, weightsLayout } = options;
  checkSize(where, "inputs", inputs);
  checkSize(where, "outputs", outputs);
  if (batch !== undefined) checkSize(where, "batch", batch);
  return {
    batch: batch ?? batchOf(where, x, inputs),
    inputs,
    outputs,
    transposed: readLayout(where, weightsLayout) === "outputsInputs",
  };
}

function checkSize(where: string, name: string, value: unknown): asserts value is number {
  if (value === undefined) fail(TypeError, "HILLOCK_SHAPE", where, `${name} is missing, expected the number of ${name}`);
  if (typeof value !== "number") fail(TypeError, "HILLOCK_SHAPE", where, `${name} is ${describe(value)}, expected a number`);
  if (!Number.isSafeInteger(value) || value < 0)
    fail(RangeError, "HILLOCK_SHAPE", where, `${name} is ${describe(value)}, expected a whole number, 0 or more`);
}

function batchOf(where: string, x: FloatArray, inputs: number): number {
  const length = lengthOf(x);
  attached(where, "x", x, bufferOf(x), length);
  if (inputs === 0)
    fail(TypeError, "HILLOCK_SHAPE", where, "batch is missing, expected the number of rows: with inputs = 0, x does not tell it");
  if (length % inputs) fail(RangeError, "HILLOCK_LENGTH", where, `x has length ${length}, expected a multiple of inputs = ${inputs}`);
  return length / inputs;
}

function readLayout(where: string, layout: unknown): WeightsLayout {
  if (layout === undefined) return "inputsOutputs";
  if (layout === "inputsOutputs" || layout === "outputsInputs") return layout;
  const expected = `weightsLayout is ${describe(layout)}, expected "inputsOutputs" or "outputsInputs"`;
  return fail(typeof layout === "string" ? RangeError : TypeError, "HILLOCK_OPTION", where, expected);
}

/** What the arrays of a layer must be. No objects are spread here: on Node 20 that takes longer than a small product. */

export function matrix(
  name: string,
  array: unknown,
  rows: keyof Sizes,
  columns: keyof Sizes,
  sizes: Sizes,
  output = false,
): ArrayRequirement {
  const [m, n] = [sizes[rows] as number, sizes[columns] as number];
  return { name, array, length: m * n, lengthReason: `${rows} * ${columns} = ${m} * ${n}`, output };
}

export function weightsOf(name: string, array: unknown, sizes: Sizes, output = false): ArrayRequirement {
  return sizes.transposed
    ? matrix(name, array, "outputs", "inputs", sizes, output)
    : matrix(name, array, "inputs", "outputs", sizes, output);
}

export function biasOf(name: string, array: unknown, { outputs }: Sizes, output = false): ArrayRequirement {
  return { name, array, length: outputs, lengthReason: "outputs", output };
}
