/** The tasks of other libraries: cases of the benchmark, described in the words of the adapters. */
import type { Case, Expected, Recipe } from "../case.js";
import { activatedCase } from "../cases/dense.js";
import { elementwiseCase } from "../cases/elementwise.js";
import { gatedCases } from "../cases/gated.js";
import { lossCase, rowCase } from "../cases/rowwise.js";
import { parametersOf } from "../hillock.js";
import { targetsOf } from "../loops/rowwise.js";
import { type Data, type Floats, type Numbers, normalData, type Type } from "../numbers.js";
import { elementsOf, type Key } from "../results.js";

/** Kinds of functions, in the order of the tables; last, the words for all of a kind. */
const KINDS = [
  ["value", "elementwise", "value", "activation functions"],
  ["backward", "elementwise", "backward", "gradients"],
  ["rows", "rowwise", "value", "softmax over rows"],
  ["gated", "gated", "value", "gated functions"],
  ["gatedBackward", "gated", "backward", "gradients"],
  ["loss", "losses", "lossAndGradient", "losses with gradients"],
  ["dense", "dense", "forward", "products of matrices"],
  ["denseBackward", "dense", "forward + backward", "gradients"],
] as const;
export type Kind = (typeof KINDS)[number][0];
export const kinds: readonly Kind[] = KINDS.map(([kind]) => kind);

/** Something to do. Of gated functions swiglu is value * silu(gate), geglu value * gelu(gate). */
export interface Task {
  readonly kind: Kind;
  /** The name of the function; of a layer, that of its activation. */
  readonly name: string;
  readonly type: Type;
  /** A length; rows by columns; or batch, inputs and outputs. */
  readonly shape: readonly number[];
  readonly drawn?: boolean;
}

/** The activation of each gate that takes part. */
export const GATES: { readonly [name: string]: string } = { swiglu: "silu", geglu: "gelu" };

/**
 * Parameters in place of defaults with which the activation would be another one: silu, relu,
 * hardShrink, identity.
 */
export const PARAMETERS: { readonly [name: string]: object } = {
  swish: { beta: 1.702 },
  threshold: { theta: 1, value: 0.5 },
  generalizedRelu: { negativeSlope: 0.1, maxValue: 6, threshold: 0.5 },
  shrink: { lambda: 0.5, bias: 0.25 },
  linear: { alpha: 2, beta: 1 },
};

/** All parameters with which an activation takes part. */
export function parametersWith(name: string): { readonly [parameter: string]: number } {
  return parametersOf(name, PARAMETERS[name]);
}

const SEED = 1;

/** The case of a task; of elementwise functions on other numbers, where they are given. */
export function caseOf(task: Task, data: Data = normalData(SEED), gradients?: Data): Case {
  const { kind, name, type, shape, drawn } = task;
  switch (kind) {
    case "value":
    case "backward": {
      const others = { parameters: PARAMETERS[name], gradients };
      return elementwiseCase({ name, method: kind, type, size: shape[0] as number, data, drawn, careful: true, ...others });
    }
    case "rows":
      return rowCase(name, "value", type, shape, drawn);
    case "gated":
    case "gatedBackward":
      return gatedCases(name, type, shape, drawn, true)[kind === "gated" ? 0 : 1] as Case;
    case "loss":
      return lossCase(name, targetsOf(name)[0] as string, type, shape, drawn);
    default:
      return activatedCase(kind === "dense" ? "forward" : "forward + backward", name, type, shape, drawn);
  }
}

export function kindOf(key: Pick<Key, "part" | "method">): Kind {
  return KINDS.find(([, part, method]) => part === key.part && method === key.method)?.[0] as Kind;
}

/** "no gradients" */
export function lackOf(kind: Kind): string {
  return `no ${KINDS.find(([one]) => one === kind)?.[3]}`;
}

/**
 * `value/gelu/1000`, `dense/relu/32x784x512/float64`: what `--only` looks at, and what rows of
 * several runs are merged by.
 */
export function id(key: Omit<Key, "drawn">): string {
  const name = key.part === "dense" ? key.form : key.name;
  return [kindOf(key), name, key.shape.join("x"), ...(key.type === "float64" ? [key.type] : [])].join("/");
}

/** A task with its numbers, and with what is right, in the order in which results are given. */
export interface Problem extends Inputs {
  readonly task: Task;
  readonly recipe: Recipe;
  readonly expected: readonly Expected[];
}

/** Arrays by name; a problem has those of its kind. */
interface Inputs {
  readonly x: Floats;
  /** The gradient that comes from behind. */
  readonly dy: Floats;
  readonly value: Floats;
  readonly gate: Floats;
  /**
   * The labels: one for each row, for softmaxCrossEntropy; one for each element, for
   * sigmoidBinaryCrossEntropy.
   */
  readonly targets: Numbers;
  /** [inputs, outputs], rows one after the other. */
  readonly weights: Floats;
  readonly bias: Floats;
}

/** Numbers with the shape that they have in the task. */
export interface Shaped {
  readonly data: Numbers;
  readonly dimensions: readonly number[];
}

/** The inputs of a layer that stay with the peer. */
export const KEPT = ["weights", "bias", "dy"];

/**
 * The inputs that come with every call, in the order of functions, the gradient last; and those
 * that stay with the peer.
 */
export function arraysOf(problem: Problem) {
  const { kind, shape } = problem.task;
  const [batch, inputs, outputs] = shape as [number, number, number];
  const sizes = { x: [batch, inputs], weights: [inputs, outputs], bias: [outputs], dy: [batch, outputs] };
  const isLayer = kind.startsWith("dense");
  const ofLayer: { readonly [name: string]: readonly number[] } = isLayer ? sizes : {};
  const shaped = (name: string): [string, Shaped] => {
    const data = problem[name as keyof Inputs];
    const ofOthers = data.length === elementsOf({ shape }) ? shape : [data.length];
    return [name, { data, dimensions: ofLayer[name] ?? ofOthers }];
  };
  const names = Object.keys(problem.recipe.inputs).sort((a, b) => Number(a === "dy") - Number(b === "dy"));
  const stays = (name: string) => isLayer && KEPT.includes(name);
  const given = names.filter((name) => !stays(name)).map(shaped);
  return { given: Object.fromEntries(given), kept: Object.fromEntries(names.filter(stays).map(shaped)) };
}

/** The results that are asked for, where they are not all that hillock gives. */
const ASKED: { readonly [kind in Kind]?: readonly string[] } = { loss: ["mean", "gradient"], denseBackward: ["x", "weights", "bias"] };

export function problemOf(task: Task, recipe: Recipe): Problem {
  const expected = recipe.expected ?? [];
  const asked = ASKED[task.kind]?.map((name) => expected.find((one) => one.name === name) as Expected) ?? expected;
  return { ...(recipe.inputs as unknown as Inputs), task, recipe, expected: asked };
}

/**
 * The error that is tolerated: of sums of products in float32, and of the functions that people
 * paste; gelu by way of tanh is off by 5e-4, its derivative by more.
 */
export function toleranceOf({ kind, name }: Task): number {
  return name === "gelu" || name === "geglu" || kind === "gatedBackward" ? 5e-2 : 1e-3;
}
