import { productError, sumError } from "../../scalar/exact.js";
import { timesExp } from "../../scalar/exponential.js";

/** The parts of an entry: x, and the addend of x / temperature. */
export interface Entry {
  readonly x: number;
  readonly added: number;
}

/**
 * A factor that makes numbers so small that no product with a temperature and no difference of two
 * is beyond the largest double.
 */
const SCALE = 2 ** -200;

const ZERO: Entry = { x: 0, added: 0 };

/**
 * The differences of entries of a row from another, for any x and mask: a number added to both
 * changes nothing.
 */
export class Difference {
  /** The difference, rounded, and what that lost. */
  high = 0;
  low = 0;

  constructor(private readonly temperature: number) {}

  /**
   * Takes (x - from.x) / temperature + (added - from.added). An infinite difference has no second
   * word; neither has NaN.
   */
  set(x: number, added: number, from: Entry): void {
    const { temperature } = this;
    const [a, b, c, d] = [x * SCALE, from.x * SCALE, added * SCALE, from.added * SCALE];
    const masks = c - d;
    let high = a - b;
    let low = sumError(a, -b);
    if (!Number.isFinite(high + masks)) {
      this.high = high + masks;
      this.low = 0;
      return;
    }
    if (masks !== 0) {
      const product = temperature * masks;
      const rest = productError(temperature, masks) + temperature * sumError(c, -d);
      low += sumError(high, product) + rest;
      high += product;
      // Where nearly all of it cancels, the rounding of what was lost would show.
      if (Math.abs(high) < Math.abs(product) * 2 ** -40)
        [high, low] = twoWords([a, -b, temperature * c, -temperature * d, productError(temperature, c), -productError(temperature, d)]);
    }
    this.divide(high, low, SCALE);
  }

  /** x / temperature + added, rounded. */
  whole({ x, added }: Entry): number {
    const { temperature } = this;
    const scale = Math.abs(x) + Math.abs(added) > 2 ** 900 ? SCALE : 1;
    const [a, c] = [x * scale, added * scale];
    if (added === 0 || !Number.isFinite(a + c)) return x / temperature + added;
    const product = temperature * c;
    const rest = productError(temperature, c);
    let high = a + product;
    let low = sumError(a, product) + rest;
    if (Math.abs(high) < Math.abs(product) * 2 ** -40) [high, low] = twoWords([a, product, rest]);
    this.divide(high, low, scale);
    return this.high;
  }

  /** The second word of `whole`. */
  wholeLow(entry: Entry): number {
    const whole = this.whole(entry);
    this.set(entry.x, entry.added, ZERO);
    const low = this.high - whole + this.low;
    return Number.isFinite(low) ? low : 0;
  }

  private divide(high: number, low: number, scale: number): void {
    const { temperature } = this;
    let quotient = high;
    let rest = low;
    if (temperature !== 1) {
      quotient = high / temperature;
      rest = (high - quotient * temperature - productError(quotient, temperature) + low) / temperature;
    }
    const sum = quotient + rest;
    this.high = sum / scale;
    this.low = Number.isFinite(this.high) ? (rest - (sum - quotient)) / scale : 0;
  }
}

/**
 * The sum of numbers, exact but for what two words cannot hold: every number takes up what its
 * neighbour rounds off, until nothing moves.
 */
function twoWords(numbers: number[]): [number, number] {
  for (let moved = true; moved; ) {
    moved = false;
    for (let i = 1; i < numbers.length; i++) {
      const [a, b] = [numbers[i - 1], numbers[i]];
      numbers[i] = a + b;
      numbers[i - 1] = sumError(a, b);
      moved ||= numbers[i] !== b || numbers[i - 1] !== a;
    }
  }
  const [third = 0, low = 0, high = 0] = numbers.slice(-3);
  return [high, low + third];
}

/** factor e^(high + low), low what high lost to rounding. */
export function term(high: number, low: number, factor: number): number {
  // A second word as large as this belongs to a first one of which there is no term.
  return Math.abs(low) > 1 ? factor * 0 : timesExp(factor + factor * low || factor, high);
}
