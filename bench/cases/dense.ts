/** Cases of the dense layer: the products alone as a rule, as an activation costs its own time and no other. */
import { type Arrays, type Case, caseOf, type Expected, entrant, type Kernel, loop, type Recipe, type Results } from "../case.js";
import { spots } from "../check.js";
import { type Callable, fastOf, functionOf } from "../hillock.js";
import { writtenFor } from "../loops/elementwise.js";
import { denseLoop, type Layout, type Order } from "../loops/products.js";
import { arrayTypes, type Floats, normal, type Type } from "../numbers.js";
import { evaluate } from "../reference.js";
import type { Key } from "../results.js";

export type Product = "forward" | "backward" | "forward + backward";

export function denseCase(product: Product, type: Type, shape: readonly number[], layout: Layout = "inputsOutputs", drawn = false): Case {
  return caseOf({ part: "dense", name: "dense", method: product, form: layout, type, shape, drawn }, (key) => recipe(key, layout));
}

/** With an activation: its name is the form. */
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
  const given = { dy, x, weights, bias };
  const lengths = { x: x.length, weights: weights.length, bias: outputs };
  const out = { out: batch * outputs };
  // Weights and bias stay from call to call, so they can always be in memory; the rest comes and goes.
  const resident = ["weights", "bias"];
  const kernelWith = (form?: Callable) => kernelOf(product, type, { ...sizes, weightsLayout: layout }, activation, form);
  const kernel = kernelWith(functionOf("elementwise", activation ?? ""));
  const fast = activation !== undefined && type === "float32" ? fastOf("elementwise", activation) : undefined;
  const orders: readonly [string, Order, "naive" | "careful"][] = [
    ["naive", "straight", "naive"],
    ...(layout === "inputsOutputs" ? [["naive, along rows", "by rows", "careful"] as [string, Order, "careful"]] : []),
  ];
  const activated = (style: "naive" | "careful") =>
    activation === undefined ? undefined : { name: activation, written: writtenFor(activation, style) };
  return {
    inputs: product === "forward" ? { x, weights, bias } : product === "backward" ? { dy, x, weights } : given,
    outputs: {
      ...(product === "backward" ? {} : out),
      ...(product === "forward" ? {} : lengths),
      ...(product === "forward + backward" && activation ? { preactivation: batch * outputs } : {}),
    },
    kernels: { usual: kernel, fast: fast && kernelWith(fast) },
    contestants: [
      ...orders.flatMap(([name, order, style]) => loop(name, denseLoop(product, layout, order, activated(style)), [sizes])),
      entrant("staged", "ordinary", kernel),
      entrant("weights in memory", resident, kernel),
      entrant("memory", "memory", kernel),
    ],
    expected: expected(product, given, sizes, layout, activation),
  };
}

/** Forward and backward together are two calls; the gradient of relu follows from its output, other activations keep what they were given. */
function kernelOf(product: Product, type: Type, sizes: object, activation?: string, form?: Callable): Kernel {
  const dense = functionOf("dense", "dense");
  const backward = dense.backward as Callable;
  const options = activation ? { ...sizes, activation: form } : sizes;
  if (product !== "forward + backward") return { call: product === "forward" ? dense : backward, options };
  const known = activation && (activation === "relu" ? "output" : "preactivation");
  /** With the options of the two calls; without them, as programs write it that keep no arrays. */
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

/** A thousand entries of each result, each a sum in double precision; with an activation, by the oracle. */
function expected(
  product: Product,
  { x, weights, bias, dy }: Arrays & { readonly [name in "x" | "weights" | "bias" | "dy"]: Floats },
  { batch, inputs, outputs }: { readonly batch: number; readonly inputs: number; readonly outputs: number },
  layout: Layout,
  activation?: string,
): Expected[] | undefined {
  const w = (i: number, o: number) => weights[layout === "inputsOutputs" ? i * outputs + o : o * inputs + i] as number;
  const sum = (count: number, term: (k: number) => number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += term(k);
    return total;
  };
  const X = (b: number, i: number) => x[b * inputs + i] as number;
  const given = (at: number) => {
    const [b, o] = [Math.floor(at / outputs), at % outputs];
    return (bias[o] as number) + sum(inputs, (i) => X(b, i) * w(i, o));
  };
  const entries = (name: string, length: number, value: (at: number) => number): Expected => {
    const at = spots(length);
    return { name, at, values: at.map(value) };
  };
  const preactivations = entries("out", batch * outputs, given);
  const values =
    activation === undefined ? preactivations.values : evaluate(activation, "value", [Float64Array.from(preactivations.values)]);
  if (!values) return undefined;
  const forward = { ...preactivations, values };
  if (product === "forward") return [forward];
  const all = () => Float64Array.from({ length: batch * outputs }, (_, at) => given(at));
  const dz = activation === undefined ? dy : (evaluate(activation, "backward", [dy, all()]) as Floats);
  const DZ = (b: number, o: number) => dz[b * outputs + o] as number;
  const backward = [
    entries("x", batch * inputs, (at) => sum(outputs, (o) => DZ(Math.floor(at / inputs), o) * w(at % inputs, o))),
    entries("weights", inputs * outputs, (at) => {
      const [i, o] = layout === "inputsOutputs" ? [Math.floor(at / outputs), at % outputs] : [at % inputs, Math.floor(at / inputs)];
      return sum(batch, (b) => X(b, i) * DZ(b, o));
    }),
    entries("bias", outputs, (o) => sum(batch, (b) => DZ(b, o))),
  ];
  return product === "backward" ? backward : [forward, ...backward];
}
