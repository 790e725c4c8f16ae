import type { FloatArray } from "../../call/arrays.js";
import type { Gated, Layout } from "../gated/types.js";
import type { Activation, NewFloat32Array, NewFloat64Array, NoOutput, Output, ResultOf, Widened } from "../types.js";

/**
 * The layout of a layer's weights in memory, row by row: `[inputs, outputs]`, or as PyTorch has
 * them `[outputs, inputs]`.
 */
export type WeightsLayout = "inputsOutputs" | "outputsInputs";

/** The layer of a call: its sizes, its activation, its layout. */
export interface DenseLayer<L extends string = WeightsLayout> {
  /** Elements of a row of x: 0 or more. It has no default. */
  readonly inputs: number;
  /** Elements of a row of the result: the neurons of the layer, 0 or more. It has no default. */
  readonly outputs: number;
  /** Rows of x. Default: `x.length / inputs`; needed where `inputs` is 0. */
  readonly batch?: number | undefined;
  /**
   * Any activation of hillock's, `hillock/fast` or `defineActivation`, also one with parameters
   * bound by `with`; or a gate such as swiglu, which makes one output of two sums: then weights,
   * bias and preactivation have 2 * `outputs` columns, and `layout` says in which order. Default:
   * none, which is the identity.
   */
  readonly activation?: Activation<never> | Gated<never> | undefined;
  /**
   * The order of values and gates among the sums of a layer with a gate: `"valueFirst"`,
   * `"gateFirst"` or `"interleaved"`. With a gate it has no default, without one it is refused.
   */
  readonly layout?: Layout | Widened<L> | undefined;
  /**
   * The layout of the weights: `"inputsOutputs"`, or `"outputsInputs"` as PyTorch has them. Default
   * `"inputsOutputs"`.
   */
  readonly weightsLayout?: WeightsLayout | Widened<L> | undefined;
}

/** The array that a forward pass writes besides its result. */
interface Kept<A> {
  /**
   * An array for x W + b, before the activation, which most activations need for the backward pass.
   * Default: none, it is not kept.
   */
  readonly preactivation?: A | undefined;
}

/** The forward pass on arrays of one type, with or without arrays for results. */
interface ForwardOf<A extends FloatArray, New> {
  <L extends string = WeightsLayout>(x: A, weights: A, bias: A | null, options: DenseLayer<L> & Kept<A> & NoOutput): New;
  <Y extends A, L extends string = WeightsLayout>(x: A, weights: A, bias: A | null, options: DenseLayer<L> & Kept<A> & Output<Y>): Y;
}

/** The forward pass on arrays of which only the caller knows the type. */
interface ForwardOfEither {
  <X extends FloatArray, L extends string = WeightsLayout>(
    x: X,
    weights: X,
    bias: X | null,
    options: DenseLayer<L> & Kept<X> & Output<X>,
  ): X;
  <X extends FloatArray, L extends string = WeightsLayout>(
    x: X,
    weights: X,
    bias: X | null,
    options: DenseLayer<L> & Kept<X> & NoOutput,
  ): ResultOf<X>;
}

/** The forward pass of a layer, with the backward pass as a method. */
export interface Dense extends ForwardOf<Float32Array, NewFloat32Array>, ForwardOf<Float64Array, NewFloat64Array>, ForwardOfEither {
  /** The gradients of x, weights and bias: see {@link DenseBackward}. */
  readonly backward: DenseBackward;
}

/** The arrays that a backward pass reads besides its arguments. */
interface From<A> {
  /** x W + b, as the forward pass left it. Default: none; an activation needs this or `output`. */
  readonly preactivation?: A | undefined;
  /**
   * The result of the forward pass, for activations whose derivative can be had from it (those with
   * `backwardFromOutput`). Default: none.
   */
  readonly output?: A | undefined;
  /** Adds to what `out` holds. Default false. */
  readonly accumulate?: boolean | undefined;
}

/** The bias of the forward pass, as a backward pass may be told of it. */
interface WithBias<B> {
  /**
   * The bias of the forward pass. It is not read, but where it is null there is no gradient of it.
   * Default: an array.
   */
  readonly bias?: B | undefined;
}

/** The gradients of a layer, or where they go. */
export interface DenseGradients<A> {
  /**
   * The gradient with respect to x, `[batch, inputs]`. Default: a new array where there is no
   * `out`, else it is not computed.
   */
  x: A;
  /**
   * The gradient with respect to the weights, in their layout. Default: a new array where there is
   * no `out`, else it is not computed.
   */
  weights: A;
  /**
   * The gradient with respect to the bias, `outputs` elements. Default: a new array where there is
   * no `out`, else it is not computed.
   */
  bias: A;
}

interface GradientsOutput<G> {
  /**
   * Arrays for those of the gradients `{ x, weights, bias }` that are wanted. Default: new arrays
   * for all three.
   */
  readonly out: G;
}

interface NoGradientsOutput extends Partial<GradientsOutput<undefined>> {}

type Wanted<A> = { readonly [name in keyof DenseGradients<A>]?: A | undefined };

/** The gradients of a layer with the bias `B`: none of it where it is null. */
export type GradientsWith<A, B> = [B] extends [null]
  ? Omit<DenseGradients<A>, "bias">
  : null extends B
    ? Omit<DenseGradients<A>, "bias"> & Partial<Pick<DenseGradients<A>, "bias">>
    : DenseGradients<A>;

/** The gradients that were wanted. */
type Given<G> = { [name in keyof G & keyof DenseGradients<unknown>]: G[name] };

/**
 * The backward pass on arrays of one type, of all gradients or of those that have an array in
 * `out`.
 */
interface BackwardOf<A extends FloatArray, New> {
  <B extends A | null = A, L extends string = WeightsLayout>(
    dy: A,
    x: A,
    weights: A,
    options: DenseLayer<L> & From<A> & WithBias<B> & NoGradientsOutput,
  ): GradientsWith<New, B>;
  <G extends Wanted<A>, L extends string = WeightsLayout>(
    dy: A,
    x: A,
    weights: A,
    options: DenseLayer<L> & From<A> & WithBias<A | null> & GradientsOutput<G>,
  ): Given<G>;
}

/** The backward pass on arrays of which only the caller knows the type. */
interface BackwardOfEither {
  <X extends FloatArray, G extends Wanted<X>, L extends string = WeightsLayout>(
    dy: X,
    x: X,
    weights: X,
    options: DenseLayer<L> & From<X> & WithBias<X | null> & GradientsOutput<G>,
  ): Given<G>;
  <X extends FloatArray, B extends X | null = X, L extends string = WeightsLayout>(
    dy: X,
    x: X,
    weights: X,
    options: DenseLayer<L> & From<X> & WithBias<B> & NoGradientsOutput,
  ): GradientsWith<ResultOf<X>, B>;
}

/**
 * The backward pass of a layer, `dense.backward(dy, x, weights, options)`: the gradients of x,
 * weights and bias, from the gradient dy of the layer's result.
 *
 *     dz = dy f'(z)
 *     dx = dz W^T        dW = x^T dz        db = the sum of the rows of dz
 *
 * dy is `[batch, outputs]`; x, weights, sizes, layout and activation are those of the forward pass.
 * f'(z) is taken from `preactivation` (z, as the forward pass left it), or from `output` (the
 * result of the forward pass) where the activation has `backwardFromOutput`; if both are given,
 * from `preactivation`. Without an activation neither is needed. With a gate dz has both of its
 * gradients, in its `layout`, and is taken from `preactivation`, `[batch, 2 * outputs]`.
 *
 * Without `out`, the result has all three gradients: new arrays, in the shapes of x, weights and
 * bias. `bias: null` says that the layer has none, and then there is no gradient of it (the bias
 * itself may be given as well, so that one line serves layers with and without). With `out: { x,
 * weights, bias }` those that are named there are computed, into the arrays given, and no others:
 * leave out x in the first layer of a network. They are overwritten, or with `accumulate: true`
 * added to.
 *
 * dz is held in hillock's memory while the call lasts (not without an activation, where it is dy).
 * Weights belong there too: see `dense`.
 *
 * Error: at most gamma(n) times the sum of the magnitudes of the products, element by element, as
 * in `dense`; n is `outputs` for dx and `batch` for dW and db, and one more where it is added to
 * what was there. dz is rounded once, as by the activation's `backward`.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or neither
 * `preactivation` nor an `output` that suffices is given (HILLOCK_OPTION); RangeError if a length
 * is not what the sizes say (HILLOCK_LENGTH), an output overlaps anything (HILLOCK_OVERLAP), or no
 * room is left for dz (HILLOCK_MEMORY: `reserve` it before the first `alloc`). Then nothing was
 * written.
 *
 * @example
 * import { dense, tanh } from "hillock";
 * const layer = { inputs: 2, outputs: 1, activation: tanh };
 * const x = Float64Array.of(1, 2);
 * const weights = Float64Array.of(0.5, -0.25);
 * const output = dense(x, weights, Float64Array.of(0), layer); // => Float64Array [0]
 * const gradients = dense.backward(Float64Array.of(1), x, weights, { ...layer, output });
 * gradients.x; // => Float64Array [0.5, -0.25]
 * gradients.weights; // => Float64Array [1, 2]
 * const out = { weights: gradients.weights };
 * dense.backward(Float64Array.of(1), x, weights, { ...layer, output, out, accumulate: true }); // => { weights: Float64Array [2, 4] }
 * Object.keys(dense.backward(Float64Array.of(1), x, weights, { ...layer, output, bias: null })); // => ["x", "weights"]
 */
export interface DenseBackward
  extends BackwardOf<Float32Array, NewFloat32Array>,
    BackwardOf<Float64Array, NewFloat64Array>,
    BackwardOfEither {}
