import { leakyKernelParameters } from "./leakyRelu.js";
import { numberUnder } from "./neighbours.js";

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** The slope in evaluation: the mean of all. */
export function meanSlope({ lower, upper }: Bounds): number {
  return (lower + upper) / 2;
}

/** The slope of an element in training, for its `u` in [0, 1), as both bounds. */
export function drawSlope(u: number, { lower, upper }: Bounds): Bounds {
  const slope = lower + (upper - lower) * u;
  const largest = largestSlope(lower, upper);
  const drawn = largest < slope ? largest : slope;
  return { lower: drawn, upper: drawn };
}

/** The number below `upper`, which no slope reaches unless it is `lower` too. */
function largestSlope(lower: number, upper: number): number {
  return lower < upper ? numberUnder(upper, 0) : upper;
}

/** The kernels' parameters: those of the mean slope, and those by which slopes are drawn. */
export function rreluKernelParameters({ lower, upper }: Bounds): readonly number[] {
  return [...leakyKernelParameters(meanSlope({ lower, upper })), lower, upper - lower, largestSlope(lower, upper)];
}
