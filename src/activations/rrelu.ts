import { ParameterSet } from "../call/parameters.js";
import { createRandomized } from "../functions/random/randomized.js";
import type { ActivationFromOutput } from "../functions/types.js";
import { float32, float64 } from "../kernels/activations/leakyRelu.js";
import { float32 as random32, float64 as random64 } from "../kernels/random/rrelu.js";
import { leakyDerivative, leakyValue } from "../scalar/leakyRelu.js";
import { drawSlope, meanSlope, rreluKernelParameters } from "../scalar/rrelu.js";
import { parameters, specification } from "../specification/activations/rrelu.js";

/** The options of rrelu: the ends of its slopes, and where they are random. */
export interface RreluOptions {
  /**
   * The least slope by which x is multiplied where it is not positive. From -1e100 to 1e100.
   * Default 0.125.
   */
  readonly lower?: number | undefined;
  /**
   * The end of the slopes, which none reaches unless it is the least one too. From -1e100 to 1e100.
   * Default 0.3333333333333333.
   */
  readonly upper?: number | undefined;
  /**
   * Whether each element has a slope of its own, drawn at random; otherwise all have the mean.
   * Default false.
   */
  readonly training?: boolean | undefined;
  /**
   * The seed of the random slopes: a whole number from 0 to 2^53 - 1. The same seed gives the same
   * slopes, everywhere. There is no default: training needs one.
   */
  readonly seed?: number | undefined;
  /**
   * The index of the first element, if it is part of something larger: a whole number from 0 on.
   * Default 0.
   */
  readonly offset?: number | undefined;
}

/**
 * Randomized leaky rectified linear unit: x where it is positive, else a fraction of it, random in
 * training.
 *
 *     rrelu(x)   = where(x > 0, x, (lower + upper)/2*x)
 *     rrelu'(x)  = where(x > 0, 1, (lower + upper)/2)
 *     rrelu''(x) = 0
 *     rrelu'     = where(y > 0, 1, (lower + upper)/2), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `lower`: from -1e100 to 1e100, by default 0.125; 0 or at least 1e-100 in magnitude; at least 0
 * for the derivative from the output.
 * `upper`: from -1e100 to 1e100, by default 0.3333333333333333; 0 or at least 1e-100 in magnitude.
 * It must be that lower <= upper.
 * `training: true`: in the place of (lower + upper)/2 each element has min(lower + (upper -
 * lower)*u, largest) of its own, each operation rounded to float64, where largest is the float64
 * below upper, or lower where that is upper. For the element with index i the uniform u is word i
 * of the stream of `seed`, divided by 2^32: word i mod 4 of the block of Philox4x32-10 with counter
 * floor(i/4) and the seed as key. Indices start from `offset`.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, rrelu is -Infinity*(lower + upper) and
 * Infinity, rrelu' (lower + upper)/2 and 1, rrelu'' 0 and 0. rrelu(-0) is -0. rrelu'(0) is (lower +
 * upper)/2. Where lower + upper = 0, the range is [0, Infinity); at -Infinity and Infinity, rrelu
 * is -0 and Infinity. Where lower + upper < 0, the range is [0, Infinity). NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / exact
 *     float64  1.5 / 0.5 / exact
 *
 * Source: Xu, Wang, Chen & Li 2015, Empirical evaluation of rectified activations in convolutional
 * network.
 *
 * Without `training`, which is evaluation, rrelu is leakyRelu with the mean slope, to the bit. In
 * training slopes depend on `seed` and on the index of an element alone: the same on every backend,
 * for numbers, Float32Arrays and Float64Arrays, and however a batch is split, if each part says by
 * `offset` where it begins. So `backward` with the same seed has the slopes of the forward pass,
 * and nothing has to be kept. Another seed for every step and layer makes them independent:
 * `dense` takes `rrelu.with({ training: true, seed })` as activation, and indices are those of its
 * output. A number is the element with index `offset`. Bounds of f and f' in float64 are 0.5 in
 * training, for the slope as it was drawn.
 *
 * Philox4x32-10: Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or training has no
 * seed; RangeError if `out` has another length than x, or lies partly on it, or a parameter, the
 * seed or the offset is out of its range.
 *
 * @example
 * import { rrelu } from "hillock";
 * rrelu(-2, { lower: 0.125, upper: 0.375 }); // => -0.5
 * const training = rrelu.with({ training: true, seed: 2026 });
 * const x = Float32Array.of(-1, 2, -1, -1);
 * training(x); // => Float32Array [-0.21480801701545715, 2, -0.2713277041912079, -0.1867782175540924]
 * training(x.subarray(2), { offset: 2 }); // => Float32Array [-0.2713277041912079, -0.1867782175540924]
 * training.backward(Float32Array.of(1, 1, 1, 1), x); // => Float32Array [0.21480801701545715, 1, 0.2713277041912079, 0.1867782175540924]
 */
export const rrelu = /*#__PURE__*/ createRandomized<ActivationFromOutput<RreluOptions>, "lower" | "upper">({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, rreluKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0 },
    float64: { value: 1.5, derivative: 0.5, secondDerivative: 0 },
  },
  value: (x, bounds) => leakyValue(x, meanSlope(bounds)),
  derivative: (x, bounds) => leakyDerivative(x, meanSlope(bounds)),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y, bounds) => leakyDerivative(y, meanSlope(bounds)),
  draw: drawSlope,
  kernels: { float32, float64, random32, random64 },
});
