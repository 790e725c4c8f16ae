import type { FloatArray } from "../../call/arrays.js";
import type { Parameter } from "../../call/parameters.js";
import type { NoOutput, Output, ResultOf } from "../types.js";

/** The dimensions of an array, and the one along which its rows run. */
export interface RowShape {
  /** The dimensions of the array, the last one contiguous. Default: one row. */
  readonly shape?: readonly number[] | undefined;
  /** The dimension along which rows run; a negative one counts from the last. Default -1. */
  readonly axis?: number | undefined;
}

export interface Temperature {
  /** The divisor of entries. Default 1. */
  readonly temperature?: number | undefined;
}

/** The option that leaves out entries of a row by where they are. */
export interface Causality {
  /**
   * Leaves out entry j of row i of the last two dimensions where j > i + offset. Rows then run
   * along the last. `true` is an offset of 0, and for square matrices only: with cached keys it is
   * columns - rows, so that the last row sees every column. Default false.
   */
  readonly causal?: boolean | { readonly offset: number } | undefined;
}

/** The dimensions of a mask beside those of x. */
export interface MaskShape {
  /**
   * The dimensions of `mask`, from the last on those of `shape`: each the same, or 1, over which
   * the mask is repeated like over those it lacks. Default: as the length of the mask says, if it
   * can be meant in one way only.
   */
  readonly maskShape?: readonly number[] | undefined;
}

/** The options that say which entries of a row count. */
export interface Masking<X extends FloatArray = FloatArray> extends Causality, MaskShape {
  /**
   * A Uint8Array, 0 where an entry is left out; or an array of x's type, which is added to x /
   * temperature. It has the dimensions `maskShape`; without them it is as long as x, or as the last
   * dimensions of `shape`, over which it is repeated. Default: none.
   */
  readonly mask?: Uint8Array | X | undefined;
}

export interface EmptyRow {
  /** The result for every entry of a row that has none above -Infinity. Default NaN. */
  readonly emptyRow?: number | undefined;
}

/** A function of rows whose options have to be given. */
export interface OfRowsBy<P> {
  <Y extends Float32Array>(x: Float32Array, options: P & Masking<Float32Array> & Output<Y>): Y;
  <Y extends Float64Array>(x: Float64Array, options: P & Masking<Float64Array> & Output<Y>): Y;
  <X extends FloatArray>(x: X, options: P & Masking & Output<X>): X;
  <X extends FloatArray>(x: X, options: P & Masking & NoOutput): ResultOf<X>;
}

/** A function of rows. */
export interface OfRows<P> extends OfRowsBy<P> {
  <X extends FloatArray>(x: X, options?: P & Masking & NoOutput): ResultOf<X>;
}

/** A gradient of rows, from `dy` and the results `y`, whose options have to be given. */
export interface FromRowsBy<P> {
  <Y extends Float32Array>(dy: Float32Array, y: Float32Array, options: P & Output<Y>): Y;
  <Y extends Float64Array>(dy: Float64Array, y: Float64Array, options: P & Output<Y>): Y;
  <X extends FloatArray>(dy: X, y: X, options: P & Output<X>): X;
  <X extends FloatArray>(dy: X, y: X, options: P & NoOutput): ResultOf<X>;
}

/** A gradient of rows, from `dy` and the results `y`. */
export interface FromRows<P> extends FromRowsBy<P> {
  <X extends FloatArray>(dy: X, y: X, options?: P & NoOutput): ResultOf<X>;
}

/**
 * A gradient of rows, from a `dy` for each result and the entries x, whose options have to be
 * given.
 */
export interface ToRowsBy<P> {
  <Y extends Float32Array>(dy: Float32Array, x: Float32Array, options: P & Masking<Float32Array> & Output<Y>): Y;
  <Y extends Float64Array>(dy: Float64Array, x: Float64Array, options: P & Masking<Float64Array> & Output<Y>): Y;
  <X extends FloatArray>(dy: X, x: X, options: P & Masking & Output<X>): X;
  <X extends FloatArray>(dy: X, x: X, options: P & Masking & NoOutput): ResultOf<X>;
}

/** A gradient of rows, from a `dy` for each result and the entries x. */
export interface ToRows<P> extends ToRowsBy<P> {
  <X extends FloatArray>(dy: X, x: X, options?: P & Masking & NoOutput): ResultOf<X>;
}

/**
 * The largest errors promised, in units in the last place. A gradient from results is a sum that
 * may cancel: it keeps its bound, or n times `cancelling`, in parts of the sum of the magnitudes
 * that are added, which count as 2^-1022 / temperature where they are less. The bound of a gradient
 * from entries holds where |dy|/temperature is 0 or at least 2^-900.
 */
export interface RowBounds {
  readonly value: number;
  /** The bound of the value at other temperatures than 1, where that is another figure. */
  readonly otherParameters?: number;
  readonly backwardFromOutput?: number;
  readonly cancelling?: number;
  readonly backward?: number;
}

/** The registry's entry for a row-wise function. Frozen. */
export interface RowSpecification {
  readonly name: string;
  readonly parameters: { readonly temperature: Parameter };
  readonly formula: { readonly value: string; readonly gradient: string };
  readonly range: string;
  /** The axis of rows, counted from the last, where it is no option. */
  readonly axis?: number;
  readonly bounds: { readonly float32: RowBounds; readonly float64: RowBounds; readonly fast?: RowBounds };
}

/** A function that makes of each row another: softmax, logSoftmax. */
export interface Softmax extends OfRows<RowShape & Temperature & EmptyRow> {
  readonly name: string;
  /** The gradient of x, from the gradient dy of the output and the output y. */
  readonly backwardFromOutput: FromRows<RowShape & Temperature>;
  /** This function with other defaults. */
  with(options?: RowShape & Temperature & EmptyRow & Causality & MaskShape): this;
  readonly spec: RowSpecification;
}

/** The dimensions of an array that has channels in each of its places. */
export interface Channels {
  /**
   * The dimensions of the array, three at least: channels, rows and columns are the last of them.
   * Default: those bound by `with`; one of the two has to be.
   */
  readonly shape?: readonly number[] | undefined;
}

/** The options of softmax2d besides the shape. */
type OfChannels = Temperature & EmptyRow & { readonly causal?: undefined };

/** A shape that has to be given. */
type GivenShape = Channels & { readonly shape: readonly number[] };

/** A function of the channels of each place of an image. */
export interface Softmax2d extends OfRowsBy<GivenShape & OfChannels> {
  readonly name: string;
  /** The gradient of x, from the gradient dy of the output and the output y. */
  readonly backwardFromOutput: FromRowsBy<GivenShape & Temperature>;
  /** This function with other defaults, and with a shape among them for calls without one. */
  with(options: GivenShape & Temperature & EmptyRow & MaskShape): Softmax2dOfShape;
  with(options?: Channels & Temperature & EmptyRow & MaskShape): this;
  readonly spec: RowSpecification;
}

/** softmax2d with a shape that is bound. */
export interface Softmax2dOfShape extends OfRows<Channels & OfChannels> {
  readonly name: string;
  /** The gradient of x, from the gradient dy of the output and the output y. */
  readonly backwardFromOutput: FromRows<Channels & Temperature>;
  /** This function with other defaults. */
  with(options?: Channels & Temperature & EmptyRow & MaskShape): this;
  readonly spec: RowSpecification;
}

/** The noise of a sample, and its form. */
export interface Sampling {
  /**
   * The seed of the noise: a whole number from 0 to 2^53 - 1. The same seed gives the same noise,
   * everywhere. Default: that bound by `with`; one of the two has to be.
   */
  readonly seed?: number | undefined;
  /**
   * The index of the first element, if it is part of something larger: a whole number from 0 on.
   * Default 0.
   */
  readonly offset?: number | undefined;
  /**
   * Whether the result is 1 in the place of the largest sum and 0 elsewhere. The gradient is that
   * of the soft sample all the same. Default false.
   */
  readonly hard?: boolean | undefined;
}

/** The options of gumbelSoftmax besides those of the noise. */
type OfSample = RowShape & Temperature & EmptyRow;

/** A seed that has to be given. */
type GivenSeed = Sampling & { readonly seed: number };

/** A function that draws a sample from each row. */
export interface GumbelSoftmax extends OfRowsBy<OfSample & GivenSeed> {
  readonly name: string;
  /**
   * The gradient of x, from the gradient dy of the output and the input x: of the soft sample with
   * the same seed and offset, whatever `hard` is.
   */
  readonly backward: ToRowsBy<OfSample & GivenSeed>;
  /** The gradient of x, from the gradient dy of the output and a soft output y. */
  readonly backwardFromOutput: FromRows<RowShape & Temperature>;
  /** This function with other defaults, and with a seed among them for calls without one. */
  with(options: OfSample & Causality & MaskShape & GivenSeed): GumbelSoftmaxOfSeed;
  with(options?: OfSample & Causality & MaskShape & Sampling): this;
  readonly spec: RowSpecification;
}

/** gumbelSoftmax with a seed that is bound. */
export interface GumbelSoftmaxOfSeed extends OfRows<OfSample & Sampling> {
  readonly name: string;
  /**
   * The gradient of x, from the gradient dy of the output and the input x: of the soft sample with
   * the same seed and offset, whatever `hard` is.
   */
  readonly backward: ToRows<OfSample & Sampling>;
  /** The gradient of x, from the gradient dy of the output and a soft output y. */
  readonly backwardFromOutput: FromRows<RowShape & Temperature>;
  /** This function with other defaults. */
  with(options?: OfSample & Causality & MaskShape & Sampling): this;
  readonly spec: RowSpecification;
}

/** A function that makes a number of each row. */
export interface LogSumExp extends OfRows<RowShape & Temperature> {
  readonly name: string;
  /**
   * The gradient of x, from the gradient dy of the output, one element for each row, and the input
   * x.
   */
  readonly backward: ToRows<RowShape & Temperature>;
  /** This function with other defaults. */
  with(options?: RowShape & Temperature & Causality & MaskShape): this;
  readonly spec: RowSpecification;
}
