/** The worst error of every peer on the same inputs, in units in the last place of float32. */
import { sample } from "../accuracy.js";
import type { Floats } from "../loops.js";
import { createRandom } from "../random.js";
import { worst } from "./compare.js";
import { type Peer, prepare } from "./peer.js";
import { ACTIVATIONS } from "./plan.js";
import { lossProblem, normal, type Problem, rowsProblem } from "./problems.js";
import * as reference from "./reference.js";
import type { AccuracyRow } from "./results.js";
import type { Loss, Rows, Task } from "./tasks.js";

/** Something whose errors are looked for. */
export interface Question {
  readonly id: string;
  ask(): Problem;
}

const TYPE = "float32";
const SIZE = { rows: 64, columns: 1000 };

/** How wide logits are: as a network has them, as a confident one has them, and as far as hillock promises anything. */
const LOGITS: { readonly [words: string]: (count: number) => Floats } = {
  "sigma 2": (count) => normal(TYPE, count, 2, 1),
  "sigma 20": (count) => normal(TYPE, count, 20, 1),
  "±1e4": (count) => {
    const random = createRandom(1);
    return Float32Array.from({ length: count }, () => 2e4 * random() - 1e4);
  },
};

export function questions(): Question[] {
  const activations = ACTIVATIONS.flatMap((name) =>
    (["value", "backward"] as const).map((kind) => ({ id: `accuracy/${kind}/${name}`, ask: () => activation(kind, name) })),
  );
  const common = { ...SIZE, type: TYPE, drawn: false } as const;
  const rows = (["softmax", "logSoftmax", "logSumExp"] as const).map((name): Task<Rows> => ({ kind: "rows", name, ...common }));
  const losses = (["softmaxCrossEntropy", "sigmoidBinaryCrossEntropy"] as const).map(
    (name): Task<Loss> => ({ kind: "loss", name, ...common }),
  );
  const count = SIZE.rows * SIZE.columns;
  const wide = (task: Task<Rows> | Task<Loss>) =>
    Object.entries(LOGITS).map(([words, logits]) => ({
      id: `accuracy/${task.kind}/${task.name}/${words}`,
      ask: () => (task.kind === "rows" ? rowsProblem(task, logits(count)) : lossProblem(task, logits(count))),
    }));
  return [...activations, ...rows.flatMap(wide), ...losses.flatMap(wide)];
}

/** The derivative is had as the gradient of ones. */
function activation(kind: "value" | "backward", name: string): Problem {
  const x = sample(TYPE);
  const dy = x.slice().fill(1);
  const values = kind === "value" ? reference.value(name, x) : reference.backward(name, dy, x);
  const task = { kind, name, length: x.length, type: TYPE, drawn: false } as const;
  return { task, x, dy, expected: [{ values, length: x.length, scale: 1, tolerance: Number.POSITIVE_INFINITY }] };
}

export async function accuracy({ id, ask }: Question, peers: readonly Peer[]): Promise<AccuracyRow> {
  const question = ask();
  const ulps: { [peer: string]: number | null } = {};
  for (const peer of peers) {
    try {
      await peer.enter?.();
      const candidate = await prepare(peer, question);
      const result = await candidate.endToEnd.read();
      await candidate.dispose?.();
      const errors = question.expected.map(({ values }, k) => worst(TYPE, result[k] as Floats, values).ulp);
      ulps[peer.name] = errors.includes(null) ? null : Math.max(...(errors as number[]));
    } catch {
      // Not a fault of accuracy: the rows of times say who has no such function, and why.
    }
  }
  return { id, ulps };
}
