/** What the peers are asked to do, as a description: which function, at which size. */
import type { Type } from "../loops.js";

export interface Value {
  readonly kind: "value" | "backward";
  readonly name: string;
  readonly length: number;
}

export interface Rows {
  readonly kind: "rows";
  readonly name: "softmax" | "logSoftmax" | "logSumExp";
  readonly rows: number;
  readonly columns: number;
}

/** swiglu: value * silu(gate); geglu: value * gelu(gate). */
export interface Gated {
  readonly kind: "gated" | "gatedBackward";
  readonly name: "swiglu" | "geglu";
  readonly length: number;
}

/** Value and gradient of the mean over the rows; of sigmoidBinaryCrossEntropy over all elements. */
export interface Loss {
  readonly kind: "loss";
  readonly name: "softmaxCrossEntropy" | "sigmoidBinaryCrossEntropy";
  readonly rows: number;
  readonly columns: number;
}

/** activation(x W + b); denseBackward: that, and the gradients of x, W and b. */
export interface Dense {
  readonly kind: "dense" | "denseBackward";
  readonly name: string;
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

export type Shape = Value | Rows | Gated | Loss | Dense;

export type Kind = Shape["kind"];

export type Task<S extends Shape = Shape> = S & {
  readonly type: Type;
  /** The size is a random one. */
  readonly drawn: boolean;
};

/** `value/gelu/1000`, `dense/relu/32x784x512/float64`: what `--only` looks at, and what rows of several runs are merged by. */
export function id(task: Task): string {
  return [task.kind, task.name, size(task), ...(task.type === "float64" ? [task.type] : [])].join("/");
}

export function size(task: Shape): string {
  if ("length" in task) return `${task.length}`;
  if ("batch" in task) return `${task.batch}x${task.inputs}x${task.outputs}`;
  return `${task.rows}x${task.columns}`;
}

export interface Work {
  readonly unit: "ns" | "GFLOP/s";
  /** Elements, or floating-point operations. */
  readonly count: number;
}

/** A forward product is 2 operations per weight and sample; with its two backward products it is three times as much. */
export function work(task: Shape): Work {
  if ("length" in task) return { unit: "ns", count: task.length };
  if ("rows" in task) return { unit: "ns", count: task.rows * task.columns };
  const products = task.kind === "dense" ? 1 : 3;
  return { unit: "GFLOP/s", count: 2 * products * task.batch * task.inputs * task.outputs };
}
