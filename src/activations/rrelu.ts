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
  /** The least slope. From -1e100 to 1e100. Default 0.125. */
  readonly lower?: number | undefined;
  /** The end of the slopes. From -1e100 to 1e100. Default 0.3333333333333333. */
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
  kernels: { float32, float64 },
  random: { kernels: { float32: random32, float64: random64 }, draw: drawSlope },
});
