/**
 * Cases of the dense layer: the products alone as a rule, as an activation costs its own time and
 * no other.
 */
import { type Case, caseOf, entrant, expectedBy, type Kernel, loop, type Recipe, type Results } from "../case.js";
import { type Callable, fastOf, functionOf } from "../hillock.js";
import type { Layout, Order } from "../loops/layers.js";
import { denseLoop } from "../loops/products.js";
import { writtenFor } from "../loops/written.js";
import { arrayTypes, type Floats, normal, type Type } from "../numbers.js";
import type { Key } from "../results.js";

export type Product = "forward" | "backward" | "forward + backward";

export function denseCase(product: Product, type: Type, shape: readonly number[], layout: Layout = "inputsOutputs", drawn = false): Case {
  return caseOf({ part: "dense", name: "dense", method: product, form: layout, type, shape, drawn }, (key) => recipe(key, layout));
}

/** The case of a layer with an activation: its name is the form. */
export function activatedCase(product: Product, activation: string, type: Type, shape: readonly number[], drawn = false): Case {
  const key = { part: "dense", name: "dense", method: product, form: activation, type, shape, drawn } as const;
  return caseOf(key, (whole) => recipe(whole, "inputsOutputs", activation));
}

function recipe(key: Key, layout: Layout, activation?: string): Recipe {
  const { type, shape } = key;
  const product = key.method as Product;
  const [batch, inputs, outputs] = shape as [number, number, number];
  const sizes = { batch, inputs, outputs };
  const x = normal(type, batch * inputs, 0);
  const weights = normal(type, inputs * outputs, 1, 0.5 / Math.sqrt(inputs));
  const bias = normal(type, outputs, 2);
  const dy = normal(type, batch * outputs, 3);
  // Weights and bias stay from call to call, so they can always be in memory; the rest comes and
  // goes.
  const resident = ["weights", "bias"];
  const kernelWith = (form?: Callable) => kernelOf(product, type, { ...sizes, weightsLayout: layout }, activation, form);
  const kernel = kernelWith(functionOf("elementwise", activation ?? ""));
  const fast = activation !== undefined && type === "float32" ? fastOf("elementwise", activation) : undefined;
  const written = (order: Order, style: "naive" | "careful") =>
    denseLoop(product, layout, order, activation === undefined ? undefined : { name: activation, written: writtenFor(activation, style) });
  const careful = () => written(layout === "inputsOutputs" ? "by rows" : "straight", "careful");
  const given = product === "forward" ? { x, weights, bias } : product === "backward" ? { dy, x, weights } : { dy, x, weights, bias };
  const outputLengths = {
    ...(product === "backward" ? {} : { out: dy.length }),
    ...(product === "forward" ? {} : { x: x.length, weights: weights.length, bias: outputs }),
    ...(product === "forward + backward" && activation ? { preactivation: dy.length } : {}),
  };
  return {
    inputs: given,
    outputs: outputLengths,
    kernels: { usual: kernel, fast: fast && kernelWith(fast) },
    contestants: [
      ...loop("naive", written("straight", "naive"), [sizes]),
      ...(layout === "inputsOutputs" ? loop("naive, along rows", careful(), [sizes]) : []),
      entrant("staged", "ordinary", kernel),
      entrant("weights in memory", resident, kernel),
      entrant("memory", "memory", kernel),
    ],
    // The loops write gradients over the sums that go into the activation.
    expected: expectedBy(careful(), given, outputLengths, [sizes])?.filter(({ name }) => name !== "preactivation"),
  };
}

/**
 * Forward and backward together are two calls; the gradient of relu follows from its output, other
 * activations keep what they were given.
 */
function kernelOf(product: Product, type: Type, sizes: object, activation?: string, form?: Callable): Kernel {
  const dense = functionOf("dense", "dense");
  const backward = dense.backward as Callable;
  const options = activation ? { ...sizes, activation: form } : sizes;
  if (product !== "forward + backward") return { call: product === "forward" ? dense : backward, options };
  const known = activation && (activation === "relu" ? "output" : "preactivation");
  /**
   * Both calls, with the options of each; without those, as programs write it that keep no arrays.
   */
  const both = (dy: Floats, x: Floats, weights: Floats, bias: Floats, forward?: object, back?: object) => {
    if (forward) {
      dense(x, weights, bias, forward);
      return backward(dy, x, weights, back);
    }
    const given = known === "preactivation" ? { ...options, preactivation: new arrayTypes[type](dy.length) } : options;
    const out = dense(x, weights, bias, given);
    return { out, ...(backward(dy, x, weights, known === "output" ? { ...given, output: out } : given) as Results) };
  };
  return {
    call: both as unknown as Callable,
    arguments({ dy, x, weights, bias }, out) {
      if (!out) return [dy, x, weights, bias];
      const kept = known === "preactivation" ? { preactivation: out.preactivation } : {};
      const gradients = { ...options, ...kept, ...(known === "output" && { output: out.out }) };
      const { out: y, preactivation: _, ...written } = out;
      return [dy, x, weights, bias, { ...options, ...kept, out: y }, { ...gradients, out: written }];
    },
  };
}
