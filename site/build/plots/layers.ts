/** Gates, functions of features, and a neuron of a layer. */
import * as hillock from "hillock";
import { crelu, dense, maxout, relu, tanh } from "hillock";
import type { Curves } from "./curves.js";

type Gate = (value: Float64Array, gate: Float64Array) => Float64Array;

const gates = hillock as unknown as Readonly<Record<string, Gate>>;
const VALUES = [-1, 1, 2];

export function gateCurves(name: string): Curves {
  return {
    caption: `${name} over its gate, of three values.`,
    x: { from: -4, to: 4, title: "gate" },
    curves: Object.fromEntries(
      VALUES.map((value) => [
        `value ${String(value).replace("-", "−")}`,
        (gate: number) => (gates[name] as Gate)(Float64Array.of(value), Float64Array.of(gate))[0] as number,
      ]),
    ),
  };
}

const FEATURES: Readonly<Record<string, Curves>> = {
  crelu: {
    caption: "crelu of one feature x: the two that it becomes.",
    x: { from: -4, to: 4, title: "x" },
    curves: {
      "first half": (x) => crelu(Float64Array.of(x))[0] as number,
      "second half": (x) => crelu(Float64Array.of(x))[1] as number,
    },
  },
  maxout: {
    caption:
      "maxout of the three features −x − 1, x/4 and x − 1, k = 3: a convex function of three lines; and of the first two alone, k = 2.",
    x: { from: -4, to: 4, title: "x" },
    curves: {
      "k = 3": (x) => maxout(Float64Array.of(-x - 1, x / 4, x - 1), { k: 3 })[0] as number,
      "k = 2": (x) => maxout(Float64Array.of(-x - 1, x / 4))[0] as number,
    },
  },
};

export function featureCurves(name: string): Curves {
  const found = FEATURES[name];
  if (!found) throw new Error(`there is no plot of ${name}`);
  return found;
}

export function denseCurves(): Curves {
  const neuron = (x: number, activation?: typeof relu | typeof tanh) =>
    dense(Float64Array.of(x), Float64Array.of(2), Float64Array.of(-1), {
      inputs: 1,
      outputs: 1,
      ...(activation && { activation }),
    })[0] as number;
  return {
    caption: "A layer of one neuron with the weight 2 and the bias −1, over its input x: without an activation, with relu, and with tanh.",
    x: { from: -2, to: 3, title: "x" },
    curves: { "2 x − 1": (x) => neuron(x), relu: (x) => neuron(x, relu), tanh: (x) => neuron(x, tanh) },
  };
}
