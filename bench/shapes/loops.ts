/** Plain JavaScript loops over what is not elementwise: the form that the files of naive/ have. */
import type { Floats } from "../loops.js";

export type Labels = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

/** Of a function of rows, each of n entries. */
export interface RowLoops {
  value(x: Floats, y: Floats, rows: number, n: number): void;
  backward?(dy: Floats, x: Floats, dx: Floats, rows: number, n: number): void;
  backwardFromOutput?(dy: Floats, y: Floats, dx: Floats, rows: number, n: number): void;
}

/** Of a function of values and gates. */
export interface GatedLoops {
  value(value: Floats, gate: Floats, y: Floats): void;
  /** Rows of 2 n entries; the first value, the first gate, and the way from each to the next. */
  packed?(x: Floats, y: Floats, rows: number, n: number, value: number, gate: number, step: number): void;
  backward(dy: Floats, value: Floats, gate: Floats, dvalue: Floats, dgate: Floats): void;
}

/** Of a function with parameters that learn: an array of them, one for each channel of the last axis. */
export interface LearnableLoops {
  value?(x: Floats, parameters: Floats, y: Floats): void;
  backward?(dy: Floats, x: Floats, parameters: Floats, dx: Floats): void;
  parameterGradients(dy: Floats, x: Floats, parameters: Floats, gradients: Floats): void;
}

/** Of a loss with its gradient, by the kinds of targets that it takes. They return the mean. */
export interface LossLoops {
  labels?(x: Floats, targets: Labels, loss: Floats, gradient: Floats, rows: number, n: number): number;
  distributions?(x: Floats, targets: Floats, loss: Floats, gradient: Floats, rows: number, n: number): number;
  elements?(x: Floats, targets: Floats, loss: Floats, gradient: Floats): number;
}

export interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface DenseLoops {
  forward(x: Floats, weights: Floats, bias: Floats, y: Floats, sizes: Sizes): void;
  backward(dy: Floats, x: Floats, weights: Floats, dx: Floats, dweights: Floats, dbias: Floats, sizes: Sizes): void;
}
