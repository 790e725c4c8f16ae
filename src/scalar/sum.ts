import { sumError } from "./exact.js";

/**
 * A sum that keeps what its additions lose (Neumaier 1974): of numbers of one sign, however many,
 * it is right to 2^-52. An infinity or a NaN makes it that, as in a plain sum.
 */
export class Sum {
  high = 0;
  low = 0;

  add(x: number): void {
    this.low += sumError(this.high, x);
    this.high += x;
  }

  /** Adds `length` numbers from the one numbered `from` on. */
  addAll(numbers: ArrayLike<number>, from: number, length: number): void {
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
