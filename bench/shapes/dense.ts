/** Cases of the dense layer: the products alone, without an activation, which would cost its own time and no other. */
import { instance } from "../instance.js";
import type { Floats, Type } from "../loops.js";
import type * as naive from "../naive/dense.js";
import { type Callable, dense } from "../registries.js";
import type { Arrays, Case, Expected, Kernel, Loop, Recipe } from "./case.js";
import type { DenseLoops, Sizes } from "./loops.js";
import { normal } from "./numbers.js";
import { spots } from "./spots.js";

export const layouts = ["inputsOutputs", "outputsInputs"] as const;
export type Layout = (typeof layouts)[number];

export const products = ["forward", "backward", "forward + backward"] as const;
export type Product = (typeof products)[number];

/** Multiplications and additions, each counted as one, for each weight and row. */
const OPERATIONS = { forward: 2, backward: 4, "forward + backward": 6 } as const;

export function denseCase(product: Product, type: Type, shape: readonly number[], layout: Layout, drawn: boolean): Case {
  const [batch, inputs, outputs] = shape as [number, number, number];
  const size = batch * inputs * outputs;
  return {
    part: "dense",
    name: "dense",
    method: product,
    form: layout,
    type,
    shape,
    drawn,
    elements: size,
    operations: OPERATIONS[product] * size,
    recipe: () => recipe(product, type, { batch, inputs, outputs }, layout),
  };
}

async function recipe(product: Product, type: Type, sizes: Sizes, layout: Layout): Promise<Recipe> {
  const { batch, inputs, outputs } = sizes;
  const loops = await instance<typeof naive>("naive/dense.ts", `${type}.${product}.${layout}`);
  const x = normal(type, batch * inputs, 0);
  const weights = normal(type, inputs * outputs, 1, 0.5 / Math.sqrt(inputs));
  const bias = normal(type, outputs, 2);
  const dy = normal(type, batch * outputs, 3);
  const all = { x, weights, bias, dy };
  const entered: [Loop["name"], DenseLoops][] =
    layout === "inputsOutputs"
      ? [
          ["naive", loops.straight],
          ["naive, along rows", loops.byRows],
        ]
      : [["naive", loops.transposed]];
  return {
    inputs: product === "forward" ? [x, weights, bias] : product === "backward" ? [dy, x, weights] : [dy, x, weights, bias],
    outputs: [
      ...(product === "backward" ? [] : [batch * outputs]),
      ...(product === "forward" ? [] : [batch * inputs, inputs * outputs, outputs]),
    ],
    loops: entered.map(([name, written]) => ({ name, call: loopOf(product, written), more: [sizes] })),
    kernels: kernelsOf(product, sizes, layout),
    expected: expected(product, all, sizes, layout),
  };
}

function loopOf(product: Product, { forward, backward }: DenseLoops): Loop["call"] {
  if (product !== "forward + backward") return product === "forward" ? forward : backward;
  return (dy: Floats, x: Floats, w: Floats, bias: Floats, y: Floats, dx: Floats, dw: Floats, db: Floats, sizes: Sizes) => {
    forward(x, w, bias, y, sizes);
    backward(dy, x, w, dx, dw, db, sizes);
  };
}

function kernelsOf(product: Product, sizes: Sizes, weightsLayout: Layout): Kernel[] {
  const f = dense.dense as Callable;
  const backward = f.backward as Callable;
  const options = { ...sizes, weightsLayout };
  const gradients = ([x, weights, bias]: Arrays) => ({ ...options, out: { x, weights, bias } });
  const both = (dy: unknown, x: unknown, weights: unknown, bias: unknown, forward: unknown, back: unknown) => {
    f(x, weights, bias, forward);
    backward(dy, x, weights, back);
  };
  const call = product === "forward" ? f : product === "backward" ? backward : both;
  const argumentsOf: Kernel["arguments"] = (from, to) => {
    if (product === "forward") return [...from, { ...options, out: to[0] }];
    if (product === "backward") return [...from, gradients(to)];
    return [...from, { ...options, out: to[0] }, gradients(to.slice(1))];
  };
  // Weights and bias stay from call to call, so they can always be in memory; the rest comes and goes.
  const resident = product === "forward" ? [false, true, true] : [false, false, true, true];
  return [
    { name: "staged", where: "ordinary", call, arguments: argumentsOf },
    { name: "weights in memory", where: resident, call, arguments: argumentsOf },
    { name: "memory", where: "memory", call, arguments: argumentsOf },
  ];
}

/** A thousand entries of each result, each a sum in double precision. */
function expected(
  product: Product,
  { x, weights, bias, dy }: { readonly [name in "x" | "weights" | "bias" | "dy"]: Floats },
  { batch, inputs, outputs }: Sizes,
  layout: Layout,
): Expected[] {
  const w = (i: number, o: number) => weights[layout === "inputsOutputs" ? i * outputs + o : o * inputs + i] as number;
  const sum = (count: number, term: (k: number) => number) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += term(k);
    return total;
  };
  const entry = (name: string, length: number, value: (at: number) => number): Expected => {
    const at = spots(length);
    return { name, at, values: at.map(value) };
  };
  const [X, DY] = [(b: number, i: number) => x[b * inputs + i] as number, (b: number, o: number) => dy[b * outputs + o] as number];
  const forward = entry("out", batch * outputs, (at) => {
    const [b, o] = [Math.floor(at / outputs), at % outputs];
    return (bias[o] as number) + sum(inputs, (i) => X(b, i) * w(i, o));
  });
  const backward = () => [
    entry("out.x", batch * inputs, (at) => sum(outputs, (o) => DY(Math.floor(at / inputs), o) * w(at % inputs, o))),
    entry("out.weights", inputs * outputs, (at) => {
      const [i, o] = layout === "inputsOutputs" ? [Math.floor(at / outputs), at % outputs] : [at % inputs, Math.floor(at / inputs)];
      return sum(batch, (b) => X(b, i) * DY(b, o));
    }),
    entry("out.bias", outputs, (o) => sum(batch, (b) => DY(b, o))),
  ];
  return [...(product === "backward" ? [] : [forward]), ...(product === "forward" ? [] : backward())];
}
