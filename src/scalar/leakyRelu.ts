/** The value of leakyRelu, and of prelu, for a slope: with 0, a zero at -Infinity. */
export function leakyValue(x: number, slope: number): number {
  return x < 0 ? slope * (slope === 0 ? -1 : x) : x;
}

/** The derivative, NaN where x is. */
export function leakyDerivative(x: number, slope: number): number {
  return x > 0 ? 1 : x <= 0 ? slope : x;
}

/** The derivative with respect to the slope, times dy: 0 for whatever dy where x is positive. */
export function leakyGradient(dy: number, x: number): number {
  return x > 0 ? 0 : dy * x;
}

/** The kernels' parameters: the slope, and the least x to multiply, finite for a slope of 0. */
export function leakyKernelParameters(slope: number): readonly number[] {
  return [slope, slope === 0 ? -3.4028234663852886e38 : -Infinity];
}
