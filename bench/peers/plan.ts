/**
 * The tasks of a run: the usual sizes, and some that are drawn anew for each run, so that nothing
 * can be tuned to a list.
 */
import { REPRESENTATIVES, registries } from "../hillock.js";
import { createRandom, type Type } from "../numbers.js";
import { GATES, type Kind, kinds, type Task } from "./tasks.js";

/** All that hillock has: each can be written by one or two of the others at least. */
export const ACTIVATIONS = Object.keys(registries.elementwise);
/**
 * The activations that most libraries have and that are used most: they are timed at more lengths,
 * and in float64.
 */
export const USUAL_ACTIVATIONS: readonly string[] = [...REPRESENTATIVES.famous, "prelu", "swish"];
export const ROWWISE = ["softmax", "logSoftmax", "logSumExp"] as const;
export const LOSSES = ["softmaxCrossEntropy", "sigmoidBinaryCrossEntropy"] as const;
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

/** The lengths for the other activations. */
const OTHERS = { values: [1000, 1_000_000], gradients: [10_000] };
const QUICK_OTHERS = { values: [1000], gradients: [10_000] };

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
  const names = ACTIVATIONS.filter((name) => !USUAL_ACTIVATIONS.includes(name));
  const others = activationTasks(names, quick ? QUICK_OTHERS : OTHERS, "float32", false);
  const all = [...tasks(usual, "float32", false), ...tasks(drawn, "float32", true), ...tasks(float64, "float64", false), ...others];
  const rank = ({ kind, type }: Task) => 2 * kinds.indexOf(kind) + (type === "float64" ? 1 : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

const tasksOf = (kind: Kind, names: readonly string[], shapes: readonly (readonly number[])[], type: Type, drawn: boolean): Task[] =>
  names.flatMap((name) => shapes.map((shape) => ({ kind, name, type, shape, drawn })));
const lengths = (all: readonly number[]) => all.map((length) => [length]);

function activationTasks(names: readonly string[], sizes: Pick<Sizes, "values" | "gradients">, type: Type, drawn: boolean): Task[] {
  const of = (kind: Kind, all: readonly number[]) => tasksOf(kind, names, lengths(all), type, drawn);
  return [...of("value", sizes.values), ...of("backward", sizes.gradients)];
}

function tasks(sizes: Sizes, type: Type, drawn: boolean): Task[] {
  const { gradients, rows, layers } = sizes;
  const of = (kind: Kind, names: readonly string[], shapes: readonly (readonly number[])[]) => tasksOf(kind, names, shapes, type, drawn);
  // Nobody trains on single samples with matrices of this size.
  const trained = layers.filter(([batch]) => batch > 1);
  return [
    ...activationTasks(USUAL_ACTIVATIONS, sizes, type, drawn),
    ...of("rows", ROWWISE, rows),
    ...of("gated", Object.keys(GATES), lengths(gradients)),
    ...of("gatedBackward", Object.keys(GATES), lengths(gradients)),
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
