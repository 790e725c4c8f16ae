/** Shorter than so many wakings, no call is tried on several threads. */
const LEAST_WAKINGS = 3;

/** Calls that are measured one way before the other is: the first are slower than those to come. */
const WARM = 2;

/**
 * The times of a function at one magnitude of calls: on one thread, and on several. Both are
 * measured, as no rule tells what sharing brings: it depends on the function, on what the caches
 * hold, and on what else the machine does.
 */
export class Trial {
  /** Milliseconds an element. */
  private alone = Number.POSITIVE_INFINITY;
  private shared = Number.POSITIVE_INFINITY;
  private calls = 0;
  /** Calls that could have been shared. */
  private worth = 0;
  /** Whether the call at hand is to be measured. */
  isMeasured = true;

  /**
   * Whether to share a call of `length` elements. First one thread is measured, and several where
   * it takes a few times as long as `waking` them; then it is whichever was faster. The other is
   * tried again now and then, as a machine changes: soon where it was not far behind, else at every
   * 512th call.
   */
  decide(length: number, waking: number): boolean {
    const calls = this.calls++;
    const isDue = (calls & 511) === 0 || calls === 16 || calls === 64;
    this.isMeasured = calls < WARM || isDue || (calls & 511) === 1;
    if (calls < WARM || this.alone * length < LEAST_WAKINGS * waking) return false;
    if (this.worth++ < WARM) {
      this.isMeasured = true;
      return true;
    }
    const isFaster = this.shared < this.alone;
    if (!isDue) return isFaster;
    const isClose = Math.max(this.shared, this.alone) < 2 * Math.min(this.shared, this.alone);
    return isClose || (calls & 511) === 0 ? !isFaster : isFaster;
  }

  /** Takes a measurement in: a better time at once, a worse one slowly. */
  learn(isShared: boolean, time: number): void {
    if (isShared) this.shared = blend(this.shared, time);
    else this.alone = blend(this.alone, time);
  }
}

const blend = (known: number, time: number) => (known < time ? known + (time - known) / 4 : time);
