import type { FloatArray } from "../../call/arrays.js";
import type { Parameter } from "../../call/parameters.js";
import type { Backward, NoOutput, NoParameters, Output, ResultOf, Widened } from "../types.js";

/**
 * The order of values and gates in the last dimension of a packed array, 2n elements: `valueFirst`
 * has n values and then n gates (glu of PyTorch, Keras and JAX), `gateFirst` the reverse (gate_up
 * projections of most language models), `interleaved` a gate and a value in turn (gpt-oss).
 */
export type Layout = "valueFirst" | "gateFirst" | "interleaved";

/** The layout of a packed array. Without a shape it is one row. */
export interface Packing<L extends string = Layout> {
  /** The dimensions of the packed array, the last one contiguous. Default: one row. */
  readonly shape?: readonly number[] | undefined;
  /**
   * The order of values and gates: `"valueFirst"`, `"gateFirst"` or `"interleaved"`. It has no
   * default, as frameworks differ.
   */
  readonly layout: Layout | Widened<L>;
}

/** A function of a packed array. */
export interface Packed<P> {
  <Y extends Float32Array, L extends string = Layout>(x: Float32Array, options: P & Packing<L> & Output<Y>): Y;
  <Y extends Float64Array, L extends string = Layout>(x: Float64Array, options: P & Packing<L> & Output<Y>): Y;
  <X extends FloatArray, L extends string = Layout>(x: X, options: P & Packing<L> & Output<X>): X;
  <X extends FloatArray, L extends string = Layout>(x: X, options: P & Packing<L> & NoOutput): ResultOf<X>;
}

/** The gradient of a packed array. */
export interface BackwardPacked<P> {
  <Y extends Float32Array, L extends string = Layout>(dy: Float32Array, x: Float32Array, options: P & Packing<L> & Output<Y>): Y;
  <Y extends Float64Array, L extends string = Layout>(dy: Float64Array, x: Float64Array, options: P & Packing<L> & Output<Y>): Y;
  <X extends FloatArray, L extends string = Layout>(dy: X, x: X, options: P & Packing<L> & Output<X>): X;
  <X extends FloatArray, L extends string = Layout>(dy: X, x: X, options: P & Packing<L> & NoOutput): ResultOf<X>;
}

export interface Gradients<V, G = V> {
  value: V;
  gate: G;
}

/** The option `out` of a call that computes both gradients. */
export interface GradientsOutput<V, G> {
  /**
   * Arrays for both gradients, of the type and length of value and gate; the call returns them.
   * Default: new arrays.
   */
  readonly out: {
    /** An array for the gradient of value. Default: a new array. */
    readonly value: V;
    /** An array for the gradient of gate. Default: a new array. */
    readonly gate: G;
  };
}

/** The option `out` left out, or with neither of its arrays. */
type NoGradientsOutput = {
  readonly [out in keyof GradientsOutput<undefined, undefined>]?: Partial<GradientsOutput<undefined, undefined>[out]> | undefined;
};

/** The gradients of value and gate in one pass, of arrays of one type. */
type BackwardToArrays<P, A extends FloatArray> = <V extends A, G extends A>(
  dy: A,
  value: A,
  gate: A,
  options: P & GradientsOutput<V, G>,
) => Gradients<V, G>;

interface BackwardToEither<P> {
  <X extends FloatArray>(dy: X, value: X, gate: X, options: P & GradientsOutput<X, X>): Gradients<X>;
  <X extends FloatArray>(dy: X, value: X, gate: X, options?: P & NoGradientsOutput): Gradients<ResultOf<X>>;
  (dy: number, value: number, gate: number, options?: P & NoOutput): Gradients<number>;
}

/** The gradients of value and gate in one pass. */
export interface BackwardToBoth<P> extends BackwardToArrays<P, Float32Array>, BackwardToArrays<P, Float64Array>, BackwardToEither<P> {}

/**
 * Largest errors promised for one element type, in units in the last place: of the function, and of
 * its gradients. They hold as far as the activation of the gate is no subnormal number.
 */
export interface GatedBounds {
  readonly value: number;
  readonly backward: number;
  /**
   * The bound of the gradients of parameters, where there are any, in parts of the sum of the
   * magnitudes of their terms, which counts as 2^-900 where it is less.
   */
  readonly parameterGradients?: number;
}

/** The registry's entry for a gated function. Frozen. */
export interface GatedSpecification {
  readonly name: string;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly formula: GatedFormulas;
  readonly bounds: { readonly float32: GatedBounds; readonly float64: GatedBounds; readonly fast?: GatedBounds };
}

/** The formulas, as in the specification. */
export interface GatedFormulas {
  readonly value: string;
  readonly backwardToValue: string;
  readonly backwardToGate: string;
}

/**
 * A value times an activation of a gate: callable, with its gradients as methods. `P` are its
 * parameters, all optional.
 */
export interface Gated<P = NoParameters> extends Backward<P> {
  readonly name: string;
  /** The function of an array that holds values and gates. */
  readonly packed: Packed<P>;
  /** The gradients of value and gate. */
  readonly backward: BackwardToBoth<P>;
  /** The gradient of a packed array. */
  readonly backwardPacked: BackwardPacked<P>;
  /** This function with other defaults. */
  with(options?: P): this;
  readonly spec: GatedSpecification;
}

/** A gated function with the gradients of its parameters. */
export interface LearnableGated<P, G> extends Gated<P> {
  /** The gradients of the parameters: sums over all elements. */
  readonly parameterGradients: {
    <X extends Float32Array | Float64Array>(dy: X, value: X, gate: X, options?: P): G;
    (dy: number, value: number, gate: number, options?: P): G;
  };
}
