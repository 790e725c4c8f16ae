/** The largest float32 that is at most x. */
export function floatAtMost(x: number): number {
  const nearest = Math.fround(x);
  return nearest > x ? floatBelow(nearest) : nearest;
}

/** The smallest float32 that is at least x. */
export function floatAtLeast(x: number): number {
  return -floatAtMost(-x);
}

/** The float32 next to another, towards -Infinity. */
function floatBelow(x: number): number {
  const float = Float32Array.of(x || -0);
  const bits = new Int32Array(float.buffer);
  bits[0] = (bits[0] as number) + (x > 0 ? -1 : 1);
  return float[0] as number;
}
