import { type ArrayRequirement, type CheckedArray, checkArrays, floatType, sameType } from "../../call/arguments.js";
import type { ElementType, FloatArray } from "../../call/arrays.js";
import { describe, fail } from "../../call/errors.js";
import { bare, NONE, readOptions } from "../../call/options.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Gated, Layout } from "../gated/types.js";
import { biasOf, LAYER_OPTIONS, type LayerActivation, Layers, matrix, readGate, readSizes, weightsOf, withGate } from "../layer.js";
import type { Activation, ActivationFromOutput } from "../types.js";
import type { LayerProducts, LayerSizes, Sizes } from "./product.js";
import { withArray } from "./temporary.js";
import type { DenseBackward, DenseGradients } from "./types.js";

const GRADIENTS = ["x", "weights", "bias"] as const;
const OPTIONS = [...LAYER_OPTIONS, "preactivation", "output", "bias", "accumulate", "out"];

/** The arrays of a call by their names. */
type Arrays = ReadonlyMap<string, CheckedArray>;

/**
 * Makes the backward pass of layers on a runtime. `where` is the name of the function in messages.
 */
export function createBackward(where: string, runtime: () => Runtime): DenseBackward {
  const layers = new Layers(where, runtime);

  const backward = (dy: unknown, x: unknown, weights: unknown, options: unknown): Partial<DenseGradients<FloatArray>> => {
    const given = readOptions(where, options, OPTIONS);
    const { activation, preactivation, output, bias, accumulate, out } = given;
    const type = floatType(where, "dy", dy);
    sameType(where, "x", x, type, "dy");
    const plain = readSizes(where, given, x);
    const f = layers.readActivation(activation);
    const layout = readGate(where, f, given.layout);
    const sizes = layout ? withGate(plain) : plain;
    if (f) checkSource(where, f, preactivation, output);
    const adds = readAccumulate(where, accumulate);
    const required = [
      matrix("dy", dy, "batch", "results", sizes),
      matrix("x", x, "batch", "inputs", sizes),
      weightsOf("weights", weights, sizes),
    ];
    if (preactivation !== undefined) required.push(matrix("preactivation", preactivation, "batch", "outputs", sizes));
    if (output !== undefined) required.push(matrix("output", output, "batch", "results", sizes));
    if (bias !== undefined && bias !== null) required.push(biasOf("bias", bias, sizes));
    required.push(...readOut(where, out, bias !== null, sizes));
    const products = layers.productsFor(type);
    const placed = checkArrays(where, type, "dy", layers.memoryFor(products), required);
    const arrays = new Map(placed.map((one, i) => [required[i].name, one]));
    const gradients = GRADIENTS.flatMap((name) => {
      const gradient = arrays.get(`out.${name}`);
      return gradient ? [[name, gradient.array] as const] : [];
    });
    const source = { f, layout, sizes };
    if (gradients.length > 0)
      withGradientOfSum(where, runtime(), type, source, arrays, (dz) => propagate(products, dz, sizes, arrays, adds));
    return Object.fromEntries(gradients);
  };
  return backward as DenseBackward;
}

/** Refuses a call that does not say where the derivative of the activation is to be taken. */
function checkSource(where: string, f: LayerActivation, preactivation: unknown, output: unknown): void {
  if (preactivation !== undefined) return;
  if (output === undefined)
    fail(
      "HILLOCK_OPTION",
      where,
      hasBackwardFromOutput(f)
        ? `preactivation and output are missing, expected one of them for the derivative of ${f.name}`
        : `preactivation is missing, expected it for the derivative of ${f.name}`,
    );
  if (!tellsFromOutput(where, f))
    fail("HILLOCK_OPTION", where, `preactivation is missing, expected it for the derivative of ${f.name}: its output does not tell`);
}

function readAccumulate(where: string, accumulate: unknown = false): boolean {
  if (typeof accumulate === "boolean") return accumulate;
  return fail("HILLOCK_OPTION", where, `accumulate is ${describe(accumulate)}, expected true or false`);
}

/** The gradients that are wanted: those with an array in `out`, all that there are without it. */
function readOut(where: string, out: unknown, hasBias: boolean, sizes: LayerSizes): readonly ArrayRequirement[] {
  const { x, weights, bias } = out === undefined ? NONE : readOptions(where, out, GRADIENTS, "out");
  if (!hasBias && bias !== undefined)
    fail("HILLOCK_OPTION", where, "out.bias is given for a layer whose bias is null, which has no gradient of it");
  const all = [
    matrix("out.x", x, "batch", "inputs", sizes, true),
    weightsOf("out.weights", weights, sizes, true),
    biasOf("out.bias", bias, sizes, true),
  ];
  if (out === undefined) return hasBias ? all : all.slice(0, 2);
  return all.filter(({ array }) => array !== undefined);
}

/** The activation of a layer, and with a gate the layout of its sums. */
interface LayerSource {
  readonly f: LayerActivation | undefined;
  readonly layout: Layout | undefined;
  readonly sizes: LayerSizes;
}

/** Calls `use` with dz = dy f'(z), in an array that is taken for as long as that lasts. */
function withGradientOfSum(
  where: string,
  runtime: Runtime,
  type: ElementType,
  { f, layout, sizes }: LayerSource,
  arrays: Arrays,
  use: (dz: CheckedArray) => void,
): void {
  const dy = arrays.get("dy") as CheckedArray;
  if (!f) {
    use(dy);
    return;
  }
  const { batch, outputs } = sizes;
  withArray(where, runtime, type, batch * outputs, (dz) => {
    const z = arrays.get("preactivation")?.array;
    const y = arrays.get("output")?.array;
    const out = dz.array;
    if (layout) (f as Gated).backwardPacked(dy.array, z as FloatArray, { layout, shape: [batch, outputs], out });
    else if (z) (f as Activation).backward(dy.array, z, { out });
    else (f as ActivationFromOutput).backwardFromOutput(dy.array, y as FloatArray, { out });
    use(dz);
  });
}

/** dx = dz W^T, dW = x^T dz, db = the sum of the rows of dz: those that have an array to go to. */
function propagate(products: LayerProducts, dz: CheckedArray, sizes: Sizes, arrays: Arrays, accumulate: boolean): void {
  const [x, weights] = [arrays.get("x"), arrays.get("weights")] as [CheckedArray, CheckedArray];
  const [dx, dw, db] = GRADIENTS.map((name) => arrays.get(`out.${name}`));
  if (dx) products.inputGradient(dz, weights, dx, sizes, accumulate);
  if (dw) products.weightsGradient(x, dz, dw, sizes, accumulate);
  if (db) products.biasGradient(dz, db, sizes, accumulate);
}

/**
 * Whether an activation has its gradient from the output. Properties of `Object.prototype` do not
 * count.
 */
function hasBackwardFromOutput(activation: LayerActivation): boolean {
  return Object.hasOwn(activation, "backwardFromOutput");
}

/**
 * Whether the derivative can be had from the output. Fails where it cannot for the parameters in
 * force.
 */
function tellsFromOutput(where: string, activation: LayerActivation): activation is ActivationFromOutput {
  if (!hasBackwardFromOutput(activation)) return false;
  for (const [name, rules] of Object.entries(activation.spec.parameters)) {
    const { default: value, minimumFromOutput = -Infinity } = bare(rules);
    if (value < minimumFromOutput)
      fail(
        "HILLOCK_PARAMETER",
        where,
        `${name} is ${value}, expected at least ${minimumFromOutput}: below, the output does not tell the derivative; give preactivation`,
      );
  }
  return true;
}
