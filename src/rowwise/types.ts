import type { FloatArray } from "../arrays.js";
import type { Parameter } from "../definition.js";
import type { ResultOf } from "../types.js";

/** Which entries of an array are a row. */
export interface RowShape {
  /** The dimensions of the array, the last one contiguous. Default: one row. */
  readonly shape?: readonly number[] | undefined;
  /** Along which dimension rows run; a negative one counts from the last. Default -1. */
  readonly axis?: number | undefined;
}

export interface Temperature {
  /** What entries are divided by. Default 1. */
  readonly temperature?: number | undefined;
}

/** Which entries of a row count. */
export interface Masking<X extends FloatArray = FloatArray> {
  /**
   * A Uint8Array, 0 where an entry is left out; or an array of x's type, which is added to x / temperature. Its length is that of x, or of
   * the last dimensions of `shape`, over which it is repeated.
   */
  readonly mask?: Uint8Array | X | undefined;
  /** Leaves out entry j of row i of the last two dimensions where j > i. Rows then run along the last. */
  readonly causal?: boolean | undefined;
}

export interface EmptyRow {
  /** What a row without a single entry above -Infinity becomes. Default NaN. */
  readonly emptyRow?: number | undefined;
}

type NoOutput = { readonly out?: undefined };

/** A function of rows. */
export interface OfRows<P> {
  <Y extends Float32Array>(x: Float32Array, options: P & Masking<Float32Array> & { readonly out: Y }): Y;
  <Y extends Float64Array>(x: Float64Array, options: P & Masking<Float64Array> & { readonly out: Y }): Y;
  <X extends FloatArray>(x: X, options: P & Masking & { readonly out: X }): X;
  <X extends FloatArray>(x: X, options?: P & Masking & NoOutput): ResultOf<X>;
}

/** A gradient of rows, from `dy` and the results `y`. */
export interface FromRows<P> {
  <Y extends Float32Array>(dy: Float32Array, y: Float32Array, options: P & { readonly out: Y }): Y;
  <Y extends Float64Array>(dy: Float64Array, y: Float64Array, options: P & { readonly out: Y }): Y;
  <X extends FloatArray>(dy: X, y: X, options: P & { readonly out: X }): X;
  <X extends FloatArray>(dy: X, y: X, options?: P & NoOutput): ResultOf<X>;
}

/** A gradient of rows, from a `dy` for each row and the entries x. */
export interface ToRows<P> {
  <Y extends Float32Array>(dy: Float32Array, x: Float32Array, options: P & Masking<Float32Array> & { readonly out: Y }): Y;
  <Y extends Float64Array>(dy: Float64Array, x: Float64Array, options: P & Masking<Float64Array> & { readonly out: Y }): Y;
  <X extends FloatArray>(dy: X, x: X, options: P & Masking & { readonly out: X }): X;
  <X extends FloatArray>(dy: X, x: X, options?: P & Masking & NoOutput): ResultOf<X>;
}

/**
 * Largest errors promised, in units in the last place. Of a gradient from results, which is a sum that may cancel, it is what is allowed
 * beside n 2^-51 of the magnitudes that are added.
 */
export interface RowBounds {
  readonly value: number;
  /** With other temperatures than 1, where that is another figure. */
  readonly otherParameters?: number;
  readonly backwardFromOutput?: number;
  readonly backward?: number;
}

/** What the registry says of a row-wise function. Frozen. */
export interface RowSpecification {
  readonly name: string;
  readonly parameters: { readonly temperature: Parameter };
  readonly formula: { readonly value: string; readonly gradient: string };
  readonly range: string;
  readonly bounds: { readonly float32: RowBounds; readonly float64: RowBounds; readonly fast: RowBounds };
}

/** A function that makes of each row another: softmax, logSoftmax. */
export interface Softmax extends OfRows<RowShape & Temperature & EmptyRow> {
  readonly name: string;
  /** From the gradient dy of the output, and the output y. */
  readonly backwardFromOutput: FromRows<RowShape & Temperature>;
  /** The same function with other defaults. */
  with(options?: RowShape & Temperature & EmptyRow & { readonly causal?: boolean | undefined }): this;
  readonly spec: RowSpecification;
}

/** A function that makes a number of each row. */
export interface LogSumExp extends OfRows<RowShape & Temperature> {
  readonly name: string;
  /** From the gradient dy of the output, one element for each row, and the input x. */
  readonly backward: ToRows<RowShape & Temperature>;
  /** The same function with other defaults. */
  with(options?: RowShape & Temperature & { readonly causal?: boolean | undefined }): this;
  readonly spec: RowSpecification;
}
