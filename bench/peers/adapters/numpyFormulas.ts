/** The functions and gradients as people write them in NumPy. `$` keeps an intermediate array, to be freed with the others. */
import type { Floats, Type } from "../../loops.js";

export interface NumpyArray {
  readonly data: Floats;
  reshape(...shape: number[]): NumpyArray;
  add(other: Operand): NumpyArray;
  subtract(other: Operand): NumpyArray;
  multiply(other: Operand): NumpyArray;
  divide(other: Operand): NumpyArray;
  matmul(other: NumpyArray): NumpyArray;
  transpose(): NumpyArray;
  sum(axis: number, keepdims?: boolean): NumpyArray;
  mean(): number;
  max(axis: number, keepdims?: boolean): NumpyArray;
  dispose(): void;
}

export type Operand = NumpyArray | number;

export interface Numpy {
  frombuffer(buffer: ArrayBufferLike, type: Type, count: number, offset: number): NumpyArray;
  exp(x: NumpyArray): NumpyArray;
  expm1(x: NumpyArray): NumpyArray;
  log(x: NumpyArray): NumpyArray;
  tanh(x: NumpyArray): NumpyArray;
  negative(x: NumpyArray): NumpyArray;
  reciprocal(x: NumpyArray): NumpyArray;
  maximum(x: NumpyArray, y: Operand): NumpyArray;
  logaddexp(x: NumpyArray, y: Operand): NumpyArray;
  greater(x: NumpyArray, y: Operand): NumpyArray;
  where(condition: NumpyArray, x: Operand, y: Operand): NumpyArray;
}

export type Keep = (array: NumpyArray) => NumpyArray;

/** `x` to a result, by way of arrays that `$` keeps. */
export type Formula = (x: NumpyArray, $: Keep) => NumpyArray;

export type Gradient = (dy: NumpyArray, x: NumpyArray, $: Keep) => NumpyArray;

export type Formulas = { readonly [name: string]: Formula };

export type Gradients = { readonly [name: string]: Gradient };

/** sqrt(2 / pi) and the cubic term of Hendrycks and Gimpel 2016, section 2. */
const SCALE = 0.7978845608028654;
const CUBIC = 0.044715;

export function valuesOf(np: Numpy): Formulas {
  const swish =
    (beta: number): Formula =>
    (x, $) =>
      x.divide($($(np.exp($(x.multiply(-beta)))).add(1)));
  return {
    relu: (x) => np.maximum(x, 0),
    leakyRelu: (x, $) => np.maximum(x, $(x.multiply(0.01))),
    prelu: (x, $) => np.maximum(x, $(x.multiply(0.25))),
    elu: (x, $) => np.where($(np.greater(x, 0)), x, $(np.expm1(x))),
    sigmoid: (x, $) => np.reciprocal($($(np.exp($(np.negative(x)))).add(1))),
    tanh: (x) => np.tanh(x),
    softplus: (x) => np.logaddexp(x, 0),
    silu: swish(1),
    swish: swish(1.702),
    gelu: (x, $) => $($($(geluTanh(np, x, $)).add(1)).multiply(0.5)).multiply(x),
  };
}

/** dy f'(x) */
export function gradientsOf(np: Numpy): Gradients {
  const { sigmoid } = valuesOf(np) as { readonly sigmoid: Formula };
  const slope =
    (negative: number): Gradient =>
    (dy, x, $) =>
      np.where($(np.greater(x, 0)), dy, $(dy.multiply(negative)));
  const oneMinus = (y: NumpyArray, $: Keep) => $($(np.negative(y)).add(1));
  /** s (1 + beta x (1 - s)) */
  const swish =
    (beta: number): Gradient =>
    (dy, x, $) => {
      const scaled = beta === 1 ? x : $(x.multiply(beta));
      const s = $(sigmoid(scaled, $));
      return $($($(oneMinus(s, $).multiply(scaled)).add(1)).multiply(s)).multiply(dy);
    };
  return {
    relu: (dy, x, $) => dy.multiply($(np.greater(x, 0))),
    leakyRelu: slope(0.01),
    prelu: slope(0.25),
    elu: (dy, x, $) => np.where($(np.greater(x, 0)), dy, $($(np.exp(x)).multiply(dy))),
    sigmoid(dy, x, $) {
      const s = $(sigmoid(x, $));
      return $(oneMinus(s, $).multiply(s)).multiply(dy);
    },
    tanh(dy, x, $) {
      const t = $(np.tanh(x));
      return oneMinus($(t.multiply(t)), $).multiply(dy);
    },
    softplus: (dy, x, $) => $(sigmoid(x, $)).multiply(dy),
    silu: swish(1),
    swish: swish(1.702),
    gelu(dy, x, $) {
      const t = $(geluTanh(np, x, $));
      const inner = $($($($(x.multiply(x)).multiply(3 * CUBIC)).add(1)).multiply(0.5 * SCALE));
      const second = $(oneMinus($(t.multiply(t)), $).multiply($(inner.multiply(x))));
      return $($($(t.add(1)).multiply(0.5)).add(second)).multiply(dy);
    },
  };
}

/** tanh(sqrt(2 / pi) (x + 0.044715 x³)) */
function geluTanh(np: Numpy, x: NumpyArray, $: Keep): NumpyArray {
  const cubed = $($($(x.multiply(x)).multiply(x)).multiply(CUBIC));
  return np.tanh($($(cubed.add(x)).multiply(SCALE)));
}
