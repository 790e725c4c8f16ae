import type { FloatArray } from "../../call/arrays.js";
import { sumError } from "../../scalar/exact.js";

/**
 * A sum that keeps what its additions lose (Neumaier 1974): of numbers of one sign, however many,
 * it is right to 2^-52. An infinity or a NaN makes it that, as in a plain sum.
 */
export class Sum {
  private high = 0;
  private low = 0;

  add(x: number): void {
    this.low += sumError(this.high, x);
    this.high += x;
  }

  /** Adds `length` numbers from the one numbered `from` on. */
  addAll(numbers: FloatArray, from: number, length: number): void {
    for (let i = from; i < from + length; i++) this.add(numbers[i]);
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
