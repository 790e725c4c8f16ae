import type { ArrayRequirement } from "../call/arguments.js";
import { attachedLength, checkArrays, floatType } from "../call/arguments.js";
import { copyInto, type ElementType, type FloatArray, tagOf } from "../call/arrays.js";
import { describe, fail } from "../call/errors.js";
import { type Options, readOptions } from "../call/options.js";
import type { LinearMemory } from "../runtime/memory.js";
import type { Runtime } from "../runtime/runtime.js";
import { readLayout } from "./gated/rows.js";
import type { Gated, Layout } from "./gated/types.js";
import { GateInternals, INTERNALS, type Internals, layerInternalsOf } from "./internals.js";
import { forwardGated } from "./layer/gate.js";
import { type LayerProducts, type LayerSizes, loops, productsOn } from "./layer/product.js";
import type { WeightsLayout } from "./layer/types.js";
import type { Activation } from "./types.js";
import { onRuntime } from "./variants.js";

/** Anything that a layer passes its sums through. */
export type LayerActivation = Activation | Gated;

/** The options that say what a layer is. */
export const LAYER_OPTIONS = ["inputs", "outputs", "batch", "activation", "layout", "weightsLayout"];

const OPTIONS = [...LAYER_OPTIONS, "out", "preactivation"];

/**
 * Makes the forward pass of layers on a runtime. `where` is the name of the function in messages.
 */
export function createForward(where: string, runtime: () => Runtime) {
  const layers = new Layers(where, runtime);

  return (x: unknown, weights: unknown, bias: unknown, options: unknown): FloatArray => {
    if (options === undefined && isOptions(bias))
      fail("HILLOCK_TYPE", where, "bias is an Object, expected a Float32Array or Float64Array before the options, or null for no bias");
    const given = readOptions(where, options, OPTIONS);
    const { activation, out, preactivation } = given;
    const type = floatType(where, "x", x);
    const plain = readSizes(where, given, x as FloatArray);
    const f = layers.readActivation(activation);
    const layout = readGate(where, f, given.layout);
    const sizes = layout ? withGate(plain) : plain;
    if (bias !== null && tagOf(bias) !== type)
      fail("HILLOCK_TYPE", where, `bias is ${describe(bias)}, expected a ${type} like x, or null for no bias`);
    const products = layers.productsFor(type);
    const required = [matrix("x", x, "batch", "inputs", sizes), weightsOf("weights", weights, sizes)];
    if (bias !== null) required.push(biasOf("bias", bias, sizes));
    required.push(...extraInputsOf(f, where, type, sizes.batch * sizes.results));
    if (preactivation !== undefined) required.push(matrix("preactivation", preactivation, "batch", "outputs", sizes, true));
    required.push(matrix("out", out, "batch", "results", sizes, true));
    const arrays = checkArrays(where, type, "x", layers.memoryFor(products), required);
    const y = arrays[arrays.length - 1];
    const kept = preactivation === undefined ? undefined : arrays[arrays.length - 2];
    const added = bias === null ? null : arrays[2];
    if (layout) {
      const all = { x: arrays[0], weights: arrays[1], bias: added, z: kept, y };
      forwardGated(where, runtime(), products, f as Gated, layout, all, sizes);
      return y.array;
    }
    const z = kept ?? y;
    products.forward(arrays[0], arrays[1], added, z, sizes);
    if (f) (f as Activation)(z.array, { out: y.array });
    else if (z !== y) copyInto(y.array, z.array, 0);
    return y.array;
  };
}

/** Whether options stand where the bias is expected. */
function isOptions(bias: unknown): boolean {
  return typeof bias === "object" && bias !== null && !ArrayBuffer.isView(bias);
}

/** The requirements on what an activation reads besides the result of the layer so far. */
function extraInputsOf(
  activation: LayerActivation | undefined,
  where: string,
  type: ElementType,
  length: number,
): readonly ArrayRequirement[] {
  return (activation as { readonly [INTERNALS]?: Internals } | undefined)?.[INTERNALS]?.extraInputs?.(where, type, "out", length) ?? [];
}

/**
 * The products and activations of layers on one runtime. Activations of another runtime are made
 * anew on this one, once.
 */
export class Layers {
  private readonly activations = new WeakMap<object, LayerActivation>();
  private float32: LayerProducts | undefined;
  private float64: LayerProducts | undefined;

  constructor(
    private readonly where: string,
    private readonly runtime: () => Runtime,
  ) {}

  /** The products for an element type. */
  productsFor(type: ElementType): LayerProducts {
    if (type === "Float32Array") this.float32 ??= productsOn(this.runtime(), type);
    else this.float64 ??= productsOn(this.runtime(), type);
    return (type === "Float32Array" ? this.float32 : this.float64) ?? loops;
  }

  /** The memory that arrays of a call may live in. */
  memoryFor(products: LayerProducts): LinearMemory | undefined {
    return products.memory ?? this.runtime().memoryInUse;
  }

  /** The activation of a call, undefined for the identity. */
  readActivation(given: unknown): LayerActivation | undefined {
    if (given === undefined) return undefined;
    const known = this.activations.get(given as object);
    if (known) return known;
    const { where, runtime } = this;
    if (typeof given === "string")
      fail(
        "HILLOCK_TYPE",
        where,
        `activation is ${describe(given)}, expected the function itself, such as activation: gelu; \`activations\` has all of them by name, resolve of hillock/resolve by the names of other libraries`,
      );
    const isHere = layerInternalsOf(where, "activation", given).runtime === runtime;
    const activation = isHere ? (given as LayerActivation) : onRuntime(given as LayerActivation, runtime());
    this.activations.set(given as object, activation);
    return activation;
  }
}

/** The layout of the sums of a layer with a gate; undefined where its activation is none. */
export function readGate(where: string, f: LayerActivation | undefined, layout: unknown): Layout | undefined {
  if ((f as { readonly [INTERNALS]?: Internals } | undefined)?.[INTERNALS] instanceof GateInternals) return readLayout(where, layout);
  if (layout !== undefined)
    fail(
      "HILLOCK_OPTION",
      where,
      `layout is ${describe(layout)} for a layer without a gate, expected it only with an activation such as swiglu`,
    );
  return undefined;
}

/** The sizes of a layer with a gate, which makes one output of two sums. */
export function withGate(sizes: LayerSizes): LayerSizes {
  return { ...sizes, outputs: 2 * sizes.results };
}

/** The sizes of a call, from its options; x tells the batch where they do not. */
export function readSizes(where: string, options: Options, x: FloatArray): LayerSizes {
  const { inputs, outputs, batch, weightsLayout } = options;
  checkSize(where, "inputs", inputs);
  checkSize(where, "outputs", outputs);
  if (batch !== undefined) checkSize(where, "batch", batch);
  const transposed = readWeightsLayout(where, weightsLayout) === "outputsInputs";
  return { batch: batch ?? batchOf(where, x, inputs), inputs, outputs, results: outputs, transposed };
}

function checkSize(where: string, name: string, value: unknown): asserts value is number {
  if (value === undefined) fail("HILLOCK_SHAPE", where, `${name} is missing, expected the number of ${name}`, TypeError);
  if (typeof value !== "number") fail("HILLOCK_SHAPE", where, `${name} is ${describe(value)}, expected a number`, TypeError);
  if (!Number.isSafeInteger(value) || value < 0)
    fail("HILLOCK_SHAPE", where, `${name} is ${describe(value)}, expected a whole number, 0 or more`);
}

function batchOf(where: string, x: FloatArray, inputs: number): number {
  const length = attachedLength(where, "x", x);
  if (inputs === 0)
    fail("HILLOCK_SHAPE", where, "batch is missing, expected the number of rows: with inputs = 0, x does not tell it", TypeError);
  if (length % inputs) fail("HILLOCK_LENGTH", where, `x has length ${length}, expected a multiple of inputs = ${inputs}`);
  return length / inputs;
}

function readWeightsLayout(where: string, layout: unknown): WeightsLayout {
  if (layout === undefined) return "inputsOutputs";
  if (layout === "inputsOutputs" || layout === "outputsInputs") return layout;
  const expected = `weightsLayout is ${describe(layout)}, expected "inputsOutputs" or "outputsInputs"`;
  return fail("HILLOCK_OPTION", where, expected, typeof layout === "string" ? RangeError : TypeError);
}

type Size = Exclude<keyof LayerSizes, "transposed">;

/** How many sums make one of the results, with the sign of a product, where that is not 1. */
const timesOf = ({ outputs, results }: LayerSizes, size: Size) => (size === "outputs" && outputs !== results ? "2 * " : "");
/** A size in words, and in numbers. */
const wordsOf = (sizes: LayerSizes, size: Size) => timesOf(sizes, size) + (size === "results" ? "outputs" : size);
const numbersOf = (sizes: LayerSizes, size: Size) => timesOf(sizes, size) + sizes[size === "outputs" ? "results" : size];

/**
 * The requirement on a matrix of a layer. No objects are spread here: on Node 20 that takes longer
 * than a small product.
 */
export function matrix(name: string, array: unknown, rows: Size, columns: Size, sizes: LayerSizes, output = false): ArrayRequirement {
  const words = `${wordsOf(sizes, rows)} * ${wordsOf(sizes, columns)}`;
  const lengthReason = `${words} = ${numbersOf(sizes, rows)} * ${numbersOf(sizes, columns)}`;
  return { name, array, length: sizes[rows] * sizes[columns], lengthReason, output };
}

export function weightsOf(name: string, array: unknown, sizes: LayerSizes, output = false): ArrayRequirement {
  const [rows, columns] = sizes.transposed ? (["outputs", "inputs"] as const) : (["inputs", "outputs"] as const);
  return matrix(name, array, rows, columns, sizes, output);
}

export function biasOf(name: string, array: unknown, sizes: LayerSizes, output = false): ArrayRequirement {
  const words = wordsOf(sizes, "outputs");
  const lengthReason = sizes.outputs === sizes.results ? words : `${words} = ${numbersOf(sizes, "outputs")}`;
  return { name, array, length: sizes.outputs, lengthReason, output };
}
