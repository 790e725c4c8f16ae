import type { FloatArray } from "../call/arrays.js";
import type { Parameter } from "../call/parameters.js";
import type { ErrorBounds, Places, Specified } from "./definition.js";

/**
 * A new Float32Array. Before TypeScript 5.7 an array does not name its buffer, and
 * `Float32Array<ArrayBuffer>` would silently be `any` there.
 */
export type NewFloat32Array = ReturnType<Float32ArrayConstructor["of"]>;

/** A new Float64Array. */
export type NewFloat64Array = ReturnType<Float64ArrayConstructor["of"]>;

/** The options of a call with `out`. */
export interface Output<Y> {
  /**
   * An array for the result, of the result's type and length; the call returns it. Default: a new
   * array.
   */
  readonly out: Y;
}

/** The options of a call without `out`. */
export interface NoOutput extends Partial<Output<undefined>> {}

/** The result for an argument: a number for a number, an array of the same type for an array. */
export type ResultOf<X> = X extends number
  ? number
  : X extends Float32Array
    ? NewFloat32Array
    : X extends Float64Array
      ? NewFloat64Array
      : never;

/** A function of one argument, for numbers and arrays alike. */
export interface Unary<P> {
  (x: Float32Array, options?: P & NoOutput): NewFloat32Array;
  (x: Float64Array, options?: P & NoOutput): NewFloat64Array;
  <Y extends Float32Array>(x: Float32Array, options: P & Output<Y>): Y;
  <Y extends Float64Array>(x: Float64Array, options: P & Output<Y>): Y;
  <X extends FloatArray>(x: X, options: P & Output<X>): X;
  <X extends number | FloatArray>(x: X, options?: P & NoOutput): ResultOf<X>;
  (x: number, options?: (P & NoOutput) | number): number;
}

/** `dy` times a derivative. */
export interface Backward<P> {
  (dy: Float32Array, x: Float32Array, options?: P & NoOutput): NewFloat32Array;
  (dy: Float64Array, x: Float64Array, options?: P & NoOutput): NewFloat64Array;
  <Y extends Float32Array>(dy: Float32Array, x: Float32Array, options: P & Output<Y>): Y;
  <Y extends Float64Array>(dy: Float64Array, x: Float64Array, options: P & Output<Y>): Y;
  <X extends FloatArray>(dy: X, x: X, options: P & Output<X>): X;
  <X extends FloatArray>(dy: X, x: X, options?: P & NoOutput): ResultOf<X>;
  (dy: number, x: number, options?: P & NoOutput): number;
}

export interface ValueAndDerivative<T> {
  value: T;
  derivative: T;
}

/** The options of a call with `out` for two results. */
export interface PairOutput<V, D> {
  /**
   * Arrays for both results, of the type and length of x; the call returns them. Default: new
   * arrays.
   */
  readonly out: {
    /** An array for f(x). Default: a new array. */
    readonly value: V;
    /** An array for f'(x). Default: a new array. */
    readonly derivative: D;
  };
}

/** Value and derivative in one pass. */
export interface Pair<P> {
  (x: Float32Array, options?: P & NoOutput): ValueAndDerivative<NewFloat32Array>;
  (x: Float64Array, options?: P & NoOutput): ValueAndDerivative<NewFloat64Array>;
  <V extends Float32Array, D extends Float32Array>(x: Float32Array, options: P & PairOutput<V, D>): { value: V; derivative: D };
  <V extends Float64Array, D extends Float64Array>(x: Float64Array, options: P & PairOutput<V, D>): { value: V; derivative: D };
  <X extends number | FloatArray>(x: X, options?: P & NoOutput): ValueAndDerivative<ResultOf<X>>;
  (x: number, options?: (P & NoOutput) | number): ValueAndDerivative<number>;
}

/** The facts about an activation, frozen. */
export interface Specification extends Places {
  readonly name: string;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly formula: Specified["formula"];
  readonly range: string;
  readonly limits: Specified["limits"];
  /** Largest errors promised, in units in the last place. A user's own activation promises none. */
  readonly bounds?: { readonly float32: ErrorBounds; readonly float64: ErrorBounds; readonly fast?: ErrorBounds };
}

/** No parameters are no options. */
// biome-ignore lint/complexity/noBannedTypes: `{}` is what that is in an intersection
export type NoParameters = {};

/**
 * An activation: callable, with its derivatives and gradients as methods. `P` are its parameters,
 * all optional.
 */
export interface Activation<P = NoParameters> extends Unary<P> {
  readonly name: string;
  /** f'(x) */
  readonly derivative: Unary<P>;
  /** f''(x) */
  readonly secondDerivative: Unary<P>;
  /** f(x) and f'(x) in one pass. */
  readonly valueAndDerivative: Pair<P>;
  /** dy f'(x), from the input. */
  readonly backward: Backward<P>;
  /** Makes the same function with other defaults. */
  with(options?: P): this;
  readonly spec: Specification;
}

/** An activation whose derivative can be had from its output. */
export interface ActivationFromOutput<P = NoParameters> extends Activation<P> {
  /** dy f'(x), from the output y = f(x). */
  readonly backwardFromOutput: Backward<P>;
}

/**
 * The gradients of an activation's parameters by their names, from what it was given and what came
 * back: sums over all elements.
 */
export interface ParameterGradients<P, G> {
  <X extends Float32Array | Float64Array>(dy: X, x: X, options?: P): G;
  (dy: number, x: number, options?: P): G;
}

/** An activation with the gradients of its parameters. */
export interface Learnable<P, G> extends Activation<P> {
  /** The gradients of the parameters: sums over all elements. */
  readonly parameterGradients: ParameterGradients<P, G>;
}

/** A `backward` that can take another derivative, by the option of `S`. */
export interface Surrogated<P, S> {
  /** dy f'(x), from the input, or dy times the surrogate of f'(x). */
  readonly backward: Backward<P & S>;
}

/** A gradient for each parameter. */
export type GradientsNamed<P> = { -readonly [name in keyof P]-?: number };

/** The parameters that an activation takes in its options. */
export type OptionsOf<A> = A extends Activation<infer P> ? P : never;

/**
 * A text as the compiler sees it in an object that was declared apart, without `as const`; such an
 * option is checked when it is read.
 */
export type Widened<T extends string> = string extends T ? T : never;

/** Parameters by their names, all optional. */
export type OptionsNamed<Name extends string> = { readonly [name in Name]?: number | undefined };
