import type { FloatArray } from "../../call/arrays.js";

/**
 * A sum that keeps what its additions lose (Neumaier 1974): of numbers of one sign, however many,
 * it is right to 2^-52. An infinity or a NaN makes it that, as in a plain sum.
 */
export class Sum {
  private high = 0;
  private low = 0;

  add(x: number): void {
    const sum = this.high + x;
    this.low += Math.abs(this.high) >= Math.abs(x) ? this.high - sum + x : x - sum + this.high;
    this.high = sum;
  }

  get value(): number {
    return Number.isFinite(this.high) ? this.high + this.low : this.high;
  }

  /** The sum less `x`, where `x` is most of it: nothing is rounded before the difference. */
  minus(x: number): number {
    return this.high - x + this.low;
  }
}

/**
 * The sum that a kernel left: half of the words are sums, the others what their additions have
 * lost. Infinite ones lost nothing.
 */
export function sumOf(words: FloatArray): number {
  const sum = new Sum();
  const half = words.length / 2;
  for (let i = 0; i < half; i++) sum.add(words[i]);
  if (!Number.isFinite(sum.value)) return sum.value;
  for (let i = half; i < words.length; i++) sum.add(words[i]);
  return sum.value;
}
