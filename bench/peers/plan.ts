/** Which tasks there are: the usual sizes, and some that are drawn anew for each run, so that nothing can be tuned to a list. */
import { createRandom, type Type } from "../numbers.js";
import { type Kind, kinds, type Task, taskOf } from "./tasks.js";

export const ACTIVATIONS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "prelu", "swish"] as const;
export const ROWWISE = ["softmax", "logSoftmax", "logSumExp"] as const;
export const LOSSES = ["softmaxCrossEntropy", "sigmoidBinaryCrossEntropy"] as const;
const GATES = ["swiglu", "geglu"] as const;
const LAYERS = ["relu", "gelu"] as const;

interface Sizes {
  readonly values: readonly number[];
  readonly gradients: readonly number[];
  readonly rows: readonly (readonly [rows: number, columns: number])[];
  readonly layers: readonly (readonly [batch: number, inputs: number, outputs: number])[];
}

const USUAL: Sizes = {
  values: [64, 1000, 10_000, 1_000_000],
  gradients: [10_000, 1_000_000],
  rows: [
    [64, 1000],
    [1024, 64],
  ],
  layers: [1, 32, 128].flatMap((batch) => [[batch, 784, 512] as const, [batch, 512, 512] as const]),
};

const QUICK: Sizes = { values: [1000, 10_000], gradients: [10_000], rows: [[64, 1000]], layers: [[32, 784, 512]] };

/** The tasks of a run, in the order in which they are done and shown. */
export function plan({ quick, seed }: { readonly quick: boolean; readonly seed: number }): Task[] {
  const random = createRandom(seed);
  const usual = quick ? QUICK : USUAL;
  const drawn: Sizes = {
    values: [between(65, 999, random), between(1001, 99_999, random)],
    gradients: [between(65, 99_999, random)],
    rows: [[between(2, 256, random), between(2, 2000, random)]],
    layers: [
      [between(2, 160, random), between(17, 900, random), between(17, 700, random)],
      [1, odd(between(101, 1200, random)), odd(between(51, 900, random))],
    ],
  };
  const float64 = {
    values: [10_000],
    gradients: [10_000],
    rows: usual.rows.slice(0, 1),
    layers: quick ? [] : usual.layers.filter(([, inputs]) => inputs === 784),
  };
  const all = [...tasks(usual, "float32", false), ...tasks(drawn, "float32", true), ...tasks(float64, "float64", false)];
  const rank = ({ kind, type }: Task) => 2 * kinds.indexOf(kind) + (type === "float64" ? 1 : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

function tasks({ values, gradients, rows, layers }: Sizes, type: Type, drawn: boolean): Task[] {
  const of = (kind: Kind, names: readonly string[], shapes: readonly (readonly number[])[]) =>
    names.flatMap((name) => shapes.map((shape) => taskOf(kind, name, type, shape, drawn)));
  const lengths = (all: readonly number[]) => all.map((length) => [length]);
  // Nobody trains on single samples with matrices of this size.
  const trained = layers.filter(([batch]) => batch > 1);
  return [
    ...of("value", ACTIVATIONS, lengths(values)),
    ...of("backward", ACTIVATIONS, lengths(gradients)),
    ...of("rows", ROWWISE, rows),
    ...of("gated", GATES, lengths(gradients)),
    ...of("gatedBackward", GATES, lengths(gradients)),
    ...of("loss", LOSSES, rows),
    ...of("dense", LAYERS, layers),
    ...of("denseBackward", LAYERS, trained),
  ];
}

/** Small sizes as often as large ones. */
function between(least: number, most: number, random: () => number): number {
  return Math.round(least * (most / least) ** random());
}

function odd(size: number): number {
  return size | 1;
}
