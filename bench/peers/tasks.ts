/** What other libraries are asked to do: cases of the benchmark, described in the words of the adapters. */
import type { Case, Expected, Recipe } from "../case.js";
import { activatedCase } from "../cases/dense.js";
import { elementwiseCase } from "../cases/elementwise.js";
import { gatedCases } from "../cases/gated.js";
import { lossCase, rowCase } from "../cases/rowwise.js";
import { targetsOf } from "../loops/rowwise.js";
import { type Data, type Floats, normalData, type Type } from "../numbers.js";
import type { Key } from "../results.js";

const KINDS = [
  ["value", "elementwise", "value"],
  ["backward", "elementwise", "backward"],
  ["rows", "rowwise", "value"],
  ["gated", "gated", "value"],
  ["gatedBackward", "gated", "backward"],
  ["loss", "losses", "lossAndGradient"],
  ["dense", "dense", "forward"],
  ["denseBackward", "dense", "forward + backward"],
] as const;
export type Kind = (typeof KINDS)[number][0];
export const kinds: readonly Kind[] = KINDS.map(([kind]) => kind);

/** The sizes that the kind has: a length, rows by columns, or a layer. Of gated functions swiglu is value * silu(gate), geglu value * gelu(gate). */
export interface Task {
  readonly kind: Kind;
  /** Of a layer the activation. */
  readonly name: string;
  readonly type: Type;
  /** The size is a random one. */
  readonly drawn: boolean;
  readonly length: number;
  readonly rows: number;
  readonly columns: number;
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

export function taskOf(kind: Kind, name: string, type: Type, shape: readonly number[], drawn = false): Task {
  const [first = 0, second = 0, third = 0] = shape;
  const sizes = { length: first, rows: first, columns: second, batch: first, inputs: second, outputs: third };
  return { kind, name, type, drawn, ...sizes };
}

/** Parameters that have a usual default elsewhere too; swish by another one than 1, which would be silu. */
export const PARAMETERS: { readonly [name: string]: object } = { swish: { beta: 1.702 } };

const SEED = 1;

/** The case of a task; of elementwise functions on other numbers, where they are given. */
export function caseOf(task: Task, data: Data = normalData(SEED), gradients?: Data): Case {
  const { kind, name, type, drawn } = task;
  switch (kind) {
    case "value":
    case "backward": {
      const parameters = PARAMETERS[name];
      const others = { ...(parameters && { parameters }), ...(gradients && { gradients }) };
      return elementwiseCase({ name, method: kind, type, size: task.length, data, drawn, careful: true, ...others });
    }
    case "rows":
      return rowCase(name, "value", type, [task.rows, task.columns], drawn);
    case "gated":
    case "gatedBackward":
      return gatedCases(name, type, [task.length], drawn, true)[kind === "gated" ? 0 : 1] as Case;
    case "loss":
      return lossCase(name, targetsOf(name)[0] as string, type, [task.rows, task.columns], drawn);
    default:
      return activatedCase(kind === "dense" ? "forward" : "forward + backward", name, type, [task.batch, task.inputs, task.outputs], drawn);
  }
}

export function kindOf(key: Pick<Key, "part" | "method">): Kind {
  return KINDS.find(([, part, method]) => part === key.part && method === key.method)?.[0] as Kind;
}

/** `value/gelu/1000`, `dense/relu/32x784x512/float64`: what `--only` looks at, and what rows of several runs are merged by. */
export function id(key: Omit<Key, "drawn">): string {
  const name = key.part === "dense" ? key.form : key.name;
  return [kindOf(key), name, key.shape.join("x"), ...(key.type === "float64" ? [key.type] : [])].join("/");
}

/** A task with those of these numbers that its kind has, and with what is right, in the order in which results are given. */
export interface Problem {
  readonly task: Task;
  readonly recipe: Recipe;
  readonly expected: readonly Expected[];
  readonly x: Floats;
  /** The gradient that comes from behind. */
  readonly dy: Floats;
  readonly value: Floats;
  readonly gate: Floats;
  /** Of each row, for softmaxCrossEntropy; of each element, for sigmoidBinaryCrossEntropy. */
  readonly labels: Int32Array;
  readonly targets: Floats;
  /** [inputs, outputs], rows one after the other. */
  readonly weights: Floats;
  readonly bias: Floats;
}

/** Which results are asked for, where they are not all that hillock gives. */
const ASKED: { readonly [kind in Kind]?: readonly string[] } = { loss: ["mean", "gradient"], denseBackward: ["x", "weights", "bias"] };

export function problemOf(task: Task, recipe: Recipe): Problem {
  const expected = recipe.expected ?? [];
  const asked = ASKED[task.kind]?.map((name) => expected.find((one) => one.name === name) as Expected) ?? expected;
  return { ...recipe.inputs, labels: recipe.inputs.targets, task, recipe, expected: asked } as unknown as Problem;
}

/** For sums of products in float32, and for the functions that people paste; gelu by way of tanh is off by 5e-4, its derivative by more. */
export function toleranceOf({ kind, name }: Task): number {
  return name === "gelu" || name === "geglu" || kind === "gatedBackward" ? 5e-2 : 1e-3;
}
