/**
 * A sum that keeps what its additions lose (Neumaier 1974): of numbers of one sign, however many, it is right to 2^-52.
 * An infinity or a NaN makes it that, as in a plain sum.
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
