/** A task with its numbers, and with what is right. */
import { arrayTypes, type Floats, type Type } from "../loops.js";
import { createNormal, createRandom } from "../random.js";
import * as reference from "./reference.js";
import type { Dense, Gated, Kind, Loss, Rows, Shape, Task, Value } from "./tasks.js";

interface Common<S extends Shape> {
  readonly task: Task<S>;
  /** In double precision; of long arrays only the beginning. */
  readonly expected: readonly Expectation[];
}

export interface Expectation {
  readonly values: Float64Array;
  /** The whole result has this length. */
  readonly length: number;
  /** Of which magnitude a typical entry is: errors are judged against it where an entry is smaller. */
  readonly scale: number;
  /** An error of this part is still the same function; how well it is computed is a table of its own. */
  readonly tolerance: number;
}

export interface ValueProblem extends Common<Value> {
  readonly x: Floats;
  /** The gradient that comes from behind. */
  readonly dy: Floats;
}

export interface RowsProblem extends Common<Rows> {
  readonly x: Floats;
}

export interface GatedProblem extends Common<Gated> {
  readonly value: Floats;
  readonly gate: Floats;
  readonly dy: Floats;
}

export interface LossProblem extends Common<Loss> {
  readonly x: Floats;
  /** Of each row, for softmaxCrossEntropy. */
  readonly labels: Int32Array;
  /** Of each element, for sigmoidBinaryCrossEntropy. */
  readonly targets: Floats;
}

export interface DenseProblem extends Common<Dense> {
  readonly x: Floats;
  /** [inputs, outputs], rows one after the other. */
  readonly weights: Floats;
  readonly bias: Floats;
  readonly dy: Floats;
}

export type Problem = ValueProblem | RowsProblem | GatedProblem | LossProblem | DenseProblem;

export type ProblemOf<K extends Kind> = K extends Value["kind"]
  ? ValueProblem
  : K extends Rows["kind"]
    ? RowsProblem
    : K extends Gated["kind"]
      ? GatedProblem
      : K extends Loss["kind"]
        ? LossProblem
        : DenseProblem;

/** For sums of products in float32, and for the functions that people paste. */
const TOLERANCE = 1e-3;
/** gelu by way of tanh is off by 5e-4, its derivative by more, and sums of them in proportion. */
const TOLERANCE_OF_GELU = 5e-2;

/** So many results of a long array are compared. */
const COMPARED = 100_000;

/** Pre-activations are nearly normal; a sigma of 2 reaches the curved and the flat parts of every function. */
const SIGMA = 2;

export function problem(task: Task): Problem {
  switch (task.kind) {
    case "value":
    case "backward":
      return valueProblem(task);
    case "rows":
      return rowsProblem(task, normal(task.type, task.rows * task.columns, SIGMA, 1));
    case "gated":
    case "gatedBackward":
      return gatedProblem(task);
    case "loss":
      return lossProblem(task, normal(task.type, task.rows * task.columns, SIGMA, 1));
    case "dense":
    case "denseBackward":
      return denseProblem(task);
  }
}

function valueProblem(task: Task<Value>): ValueProblem {
  const x = normal(task.type, task.length, SIGMA, 1);
  const dy = normal(task.type, task.length, 1, 2);
  const start = (numbers: Floats) => numbers.subarray(0, COMPARED);
  const values = task.kind === "value" ? reference.value(task.name, start(x)) : reference.backward(task.name, start(dy), start(x));
  return { task, x, dy, expected: [{ values, length: x.length, scale: 1, tolerance: tolerance(task.name) }] };
}

export function rowsProblem(task: Task<Rows>, x: Floats): RowsProblem {
  const values = reference.rows(task.name, x, task.rows, task.columns);
  return {
    task,
    x,
    expected: [{ values, length: values.length, scale: task.name === "softmax" ? 1 / task.columns : 1, tolerance: TOLERANCE }],
  };
}

function gatedProblem(task: Task<Gated>): GatedProblem {
  const [value, gate, dy] = [3, 1, 2].map((seed) => normal(task.type, task.length, seed === 1 ? SIGMA : 1, seed)) as [
    Floats,
    Floats,
    Floats,
  ];
  const start = (numbers: Floats) => numbers.subarray(0, COMPARED);
  const activation = task.name === "swiglu" ? "silu" : "gelu";
  const expected = reference
    .gated(activation, task.kind, start(value), start(gate), start(dy))
    .map((values) => ({ values, length: task.length, scale: 1, tolerance: tolerance(task.name) }));
  return { task, value, gate, dy, expected };
}

export function lossProblem(task: Task<Loss>, x: Floats): LossProblem {
  const random = createRandom(4);
  const labels = Int32Array.from({ length: task.rows }, () => Math.floor(random() * task.columns));
  const targets = new arrayTypes[task.type](x.length).map(() => Math.round(random()));
  const { mean, gradient } =
    task.name === "softmaxCrossEntropy"
      ? reference.softmaxCrossEntropy(x, labels, task.columns)
      : reference.sigmoidBinaryCrossEntropy(x, targets);
  const expected = [
    { values: Float64Array.of(mean), length: 1, scale: 1, tolerance: TOLERANCE },
    { values: gradient, length: gradient.length, scale: 1 / x.length, tolerance: TOLERANCE },
  ];
  return { task, x, labels, targets, expected };
}

function denseProblem(task: Task<Dense>): DenseProblem {
  const { type, batch, inputs, outputs } = task;
  const x = normal(type, batch * inputs, SIGMA, 1);
  // By Glorot and Bengio's rule, so that pre-activations have the same spread at every size.
  const weights = normal(type, inputs * outputs, 1 / Math.sqrt(inputs), 3);
  const bias = normal(type, outputs, 0.1, 4);
  const dy = normal(type, batch * outputs, 1, 2);
  const expected = reference
    .dense(task, x, weights, bias, dy)
    .map((values) => ({ values, length: values.length, scale: 1, tolerance: tolerance(task.name) }));
  return { task, x, weights, bias, dy, expected };
}

export function normal(type: Type, length: number, sigma: number, seed: number): Floats {
  const next = createNormal(createRandom(seed));
  return new arrayTypes[type](length).map(() => Math.fround(sigma * next()));
}

function tolerance(name: string): number {
  return name === "gelu" || name === "geglu" ? TOLERANCE_OF_GELU : TOLERANCE;
}
