/** The largest float32 that is at most x. */
export function floatAtMost(x: number): number {
  const nearest = Math.fround(x);
  return nearest > x ? floatBelow(nearest) : nearest;
}

/** The smallest float32 that is at least x. */
export function floatAtLeast(x: number): number {
  return -floatAtMost(-x);
}

/** The largest float64 that is at most high + low, of which high is the nearest. */
export function numberAtMost(high: number, low: number): number {
  return low < 0 ? numberBelow(high) : high;
}

/** The smallest float64 that is at least high + low, of which high is the nearest. */
export function numberAtLeast(high: number, low: number): number {
  return -numberAtMost(-high, -low);
}

/** The largest float64 that is less than high + low, of which high is the nearest. */
export function numberUnder(high: number, low: number): number {
  return low > 0 ? high : numberBelow(high);
}

/** The float32 next to another, towards -Infinity. */
function floatBelow(x: number): number {
  const float = Float32Array.of(x || -0);
  const bits = new Int32Array(float.buffer);
  bits[0] = (bits[0] as number) + (x > 0 ? -1 : 1);
  return float[0] as number;
}

/** The float64 next to another, towards -Infinity. */
function numberBelow(x: number): number {
  const number = Float64Array.of(x || -0);
  const bits = new BigInt64Array(number.buffer);
  bits[0] = (bits[0] as bigint) + (x > 0 ? -1n : 1n);
  return number[0] as number;
}
