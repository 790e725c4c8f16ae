/** The trials of the dense layer: its sums of products, against exact ones. */

import { errorOfSum, gamma } from "../../oracle/products.js";
import { dense } from "../../src/dense/dense.js";
import { onRuntime } from "../../src/functions/variants.js";
import { Random } from "../random.js";
import type { Tier } from "../record.js";
import type { Floats } from "../subjects.js";
import { fill } from "./numbers.js";
import type { Trial } from "./trial.js";

type Method = "forward" | "backward.x" | "backward.weights" | "backward.bias";
const METHODS: readonly Method[] = ["forward", "backward.x", "backward.weights", "backward.bias"];
const KINDS = ["normal", "wide", "of all sizes"];
const precisionOf = (tier: Tier) => (tier === "float64" ? 53 : 24);

export const layerTrials: readonly Trial[] = METHODS.map(trialOf);

interface Arrays {
  readonly x: Floats;
  readonly weights: Floats;
  readonly bias: Floats;
  readonly dy: Floats;
}

function trialOf(method: Method): Trial {
  return {
    name: "dense",
    method,
    unit: "sum",
    results: 50_000,
    tiers: ["float32", "float64"],
    subject: () => dense,
    promised: (tier, sizes) => gamma(termsOf(method, sizes), precisionOf(tier)),
    cases: (random) => ({ kind: KINDS[random.below(KINDS.length)], sizes: Array.from({ length: 3 }, () => sizeOf(random)) }),
    run(tier, { kind, sizes, seed }, runtime) {
      const [batch, inputs, outputs] = sizes;
      const random = new Random(seed);
      const make = (length: number) => fill(tier, kind, length, random);
      const arrays = { x: make(batch * inputs), weights: make(inputs * outputs), bias: make(outputs), dy: make(batch * outputs) };
      const layer = onRuntime(dense as never, runtime) as unknown as AnyDense;
      const { x, weights, bias, dy } = arrays;
      const shape = { batch, inputs, outputs };
      const results =
        method === "forward"
          ? layer(x, weights, bias, shape)
          : layer.backward(dy, x, weights, shape)[method.slice("backward.".length) as "x" | "weights" | "bias"];
      return {
        results,
        judge(i) {
          return errorOfSum(factorsOf(method, arrays, sizes, i), results[i], precisionOf(tier));
        },
      };
    },
  };
}

type AnyDense = ((x: Floats, weights: Floats, bias: Floats, sizes: object) => Floats) & {
  backward(dy: Floats, x: Floats, weights: Floats, sizes: object): { readonly x: Floats; readonly weights: Floats; readonly bias: Floats };
};

/** The number of products that a result is the sum of. */
function termsOf(method: Method, [batch, inputs, outputs]: readonly number[]): number {
  return method === "forward" ? inputs + 1 : method === "backward.x" ? outputs : batch;
}

/** A size of a layer: mostly small, with every edge of a kernel, at times summed in blocks. */
function sizeOf(random: Random): number {
  return random.unit() < 0.2 ? 1 + random.below(1200) : 1 + random.below(40);
}

/** The products that result `i` is the sum of, by definition. */
function factorsOf(
  method: Method,
  { x, weights, bias, dy }: Arrays,
  [batch, inputs, outputs]: readonly number[],
  i: number,
): readonly (readonly [number, number])[] {
  const list = (length: number, at: (k: number) => readonly [number, number]) => Array.from({ length }, (_, k) => at(k));
  if (method === "forward") {
    const [row, column] = [Math.floor(i / outputs), i % outputs];
    return [...list(inputs, (k) => [x[row * inputs + k], weights[k * outputs + column]]), [bias[column], 1]];
  }
  if (method === "backward.x") {
    const [row, input] = [Math.floor(i / inputs), i % inputs];
    return list(outputs, (k) => [dy[row * outputs + k], weights[input * outputs + k]]);
  }
  if (method === "backward.weights") {
    const [input, column] = [Math.floor(i / outputs), i % outputs];
    return list(batch, (k) => [x[k * inputs + input], dy[k * outputs + column]]);
  }
  return list(batch, (k) => [dy[k * outputs + i], 1]);
}
