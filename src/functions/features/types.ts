import type { FloatArray } from "../../call/arrays.js";
import type { Parameter } from "../../call/parameters.js";
import type { NoOutput, NoParameters, Output, ResultOf } from "../types.js";

/** The dimensions of an array, and the one that its features lie along. */
export interface FeatureShape {
  /** The dimensions of x, the last one contiguous. Default: one dimension. */
  readonly shape?: readonly number[] | undefined;
  /** The dimension of the features; a negative one counts from the last. Default -1. */
  readonly axis?: number | undefined;
}

/** A function of features. */
export interface OfFeatures<P> {
  <Y extends Float32Array>(x: Float32Array, options: P & Output<Y>): Y;
  <Y extends Float64Array>(x: Float64Array, options: P & Output<Y>): Y;
  <X extends FloatArray>(x: X, options: P & Output<X>): X;
  <X extends FloatArray>(x: X, options?: P & NoOutput): ResultOf<X>;
}

/** The gradient of features, from `dy` and x. */
export interface ToFeatures<P> {
  <Y extends Float32Array>(dy: Float32Array, x: Float32Array, options: P & Output<Y>): Y;
  <Y extends Float64Array>(dy: Float64Array, x: Float64Array, options: P & Output<Y>): Y;
  <X extends FloatArray>(dy: X, x: X, options: P & Output<X>): X;
  <X extends FloatArray>(dy: X, x: X, options?: P & NoOutput): ResultOf<X>;
}

/** Largest errors promised, in units in the last place: of the function, and of its gradient. */
export interface FeatureBounds {
  readonly value: number;
  readonly backward: number;
}

/** The registry's entry for a function of features. Frozen. */
export interface FeatureSpecification {
  readonly name: string;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly formula: { readonly value: string; readonly gradient: string };
  readonly bounds: { readonly float32: FeatureBounds; readonly float64: FeatureBounds };
}

/**
 * A function that makes another number of features: callable, with its gradient. `P` are its
 * parameters, all optional.
 */
export interface Features<P = NoParameters> extends OfFeatures<P & FeatureShape> {
  readonly name: string;
  /** The gradient of x, from the gradient dy of the output and the input x. */
  readonly backward: ToFeatures<P & FeatureShape>;
  /** This function with other defaults. */
  with(options?: P & FeatureShape): this;
  readonly spec: FeatureSpecification;
}
