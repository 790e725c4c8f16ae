/** Which tasks there are: the usual sizes, and some that are drawn anew for each run, so that nothing can be tuned to a list. */
import type { Type } from "../loops.js";
import { createRandom } from "../random.js";
import type { Dense, Gated, Loss, Rows, Shape, Task, Value } from "./tasks.js";

export const ACTIVATIONS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "prelu", "swish"] as const;
const ROWWISE = ["softmax", "logSoftmax", "logSumExp"] as const;
const GATES = ["swiglu", "geglu"] as const;
const LAYERS = ["relu", "gelu"] as const;

/** Parameters that have a usual default elsewhere too; swish by another one than 1, which would be silu. */
export const PARAMETERS: { readonly [name: string]: { readonly [parameter: string]: number } } = {
  leakyRelu: { negativeSlope: 0.01 },
  elu: { alpha: 1 },
  softplus: { beta: 1 },
  prelu: { alpha: 0.25 },
  swish: { beta: 1.702 },
};

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
  const all = [
    ...shapes(usual).map(as("float32", false)),
    ...shapes(drawn).map(as("float32", true)),
    ...shapes(float64).map(as("float64", false)),
  ];
  const order = ["value", "backward", "rows", "gated", "gatedBackward", "loss", "dense", "denseBackward"];
  const rank = ({ kind, type }: Task) => 2 * order.indexOf(kind) + (type === "float64" ? 1 : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

function as(type: Type, drawn: boolean) {
  return (shape: Shape): Task => ({ ...shape, type, drawn });
}

function shapes({ values, gradients, rows, layers }: Sizes): Shape[] {
  const of = (kind: Value["kind"], lengths: readonly number[]) =>
    ACTIVATIONS.flatMap((name) => lengths.map((length): Value => ({ kind, name, length })));
  const gated = (kind: Gated["kind"]) => GATES.flatMap((name) => gradients.map((length): Gated => ({ kind, name, length })));
  const rowwise = ROWWISE.flatMap((name) => rows.map(([rows, columns]): Rows => ({ kind: "rows", name, rows, columns })));
  const losses = (["softmaxCrossEntropy", "sigmoidBinaryCrossEntropy"] as const).flatMap((name) =>
    rows.map(([rows, columns]): Loss => ({ kind: "loss", name, rows, columns })),
  );
  const dense = (kind: Dense["kind"]) =>
    LAYERS.flatMap((name) =>
      layers
        // Nobody trains on single samples with matrices of this size.
        .filter(([batch]) => kind === "dense" || batch > 1)
        .map(([batch, inputs, outputs]): Dense => ({ kind, name, batch, inputs, outputs })),
    );
  return [
    ...of("value", values),
    ...of("backward", gradients),
    ...rowwise,
    ...gated("gated"),
    ...gated("gatedBackward"),
    ...losses,
    ...dense("dense"),
    ...dense("denseBackward"),
  ];
}

/** Small sizes as often as large ones. */
function between(least: number, most: number, random: () => number): number {
  return Math.round(least * (most / least) ** random());
}

function odd(size: number): number {
  return size | 1;
}
