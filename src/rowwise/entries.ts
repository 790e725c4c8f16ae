import type { FloatArray } from "../arrays.js";
import { lostByProduct, lostBySum } from "../scalar/exact.js";
import type { Shape } from "../shape.js";
import { bandShape } from "./bands.js";
import type { Diagonal } from "./causal.js";
import type { Mask } from "./mask.js";

/** Two words of a number. */
export interface Words {
  readonly high: number;
  readonly low: number;
}

/** The number, rounded. */
export const nearest = ({ high, low }: Words): number => high + low;

/** What rows consist of: x, and what the options make of it. */
export interface Given {
  readonly x: FloatArray;
  readonly shape: Shape;
  readonly temperature: number;
  readonly mask: Mask | undefined;
  readonly causal: Diagonal | undefined;
}

/** The same for `count` rows from the one numbered `first` on, whose entries stand side by side in `x`. */
export function givenOfBand({ shape, temperature, mask, causal }: Given, first: number, count: number, x: FloatArray): Given {
  const start = (row: number) => mask?.start(first + row) ?? 0;
  return { x, shape: bandShape(shape, count), temperature, mask: mask && { ...mask, start }, causal };
}

/** Reads the entries of rows, wherever they are in x. Row r has index k = r % inner in each of its `outer` blocks. */
export class Entries {
  /** Whether a row is as it stands in x, one entry after the other. */
  readonly plain: boolean;
  /** Whether nothing is left out or added. */
  readonly whole: boolean;

  constructor(private readonly given: Given) {
    const { shape, mask, causal } = given;
    this.whole = !mask && !causal;
    this.plain = this.whole && shape.inner === 1;
  }

  /** Copies entries of a row to `target`, with what a mask of one word adds; those left out are -Infinity. */
  copy(row: number, from: number, length: number, target: FloatArray, at: number): void {
    const { x, shape, mask } = this.given;
    const { n, inner } = shape;
    const start = Math.floor(row / inner) * n * inner + (row % inner) + from * inner;
    const counted = this.counted(row, from, length);
    if (mask) {
      const { array, additive, step } = mask;
      let m = mask.start(row) + from * step;
      for (let i = 0; i < counted; i++) {
        const xi = x[start + i * inner];
        target[at + i] = additive ? xi + array[m] : array[m] ? xi : -Infinity;
        m += step;
      }
    } else for (let i = 0; i < counted; i++) target[at + i] = x[start + i * inner];
    for (let i = counted; i < length; i++) target[at + i] = -Infinity;
  }

  /** The largest of x / temperature + mask in a row. It passes over NaN, and is finite where all entries are -Infinity. */
  largest(row: number): Words {
    let best: Words = { high: -Number.MAX_VALUE, low: 0 };
    this.each(row, 0, this.given.shape.n, (_, high, low) => {
      if (high > best.high || (high === best.high && low > best.low)) best = { high, low };
    });
    return best;
  }

  /** Whether NaN is among the entries that count. */
  hasNaN(row: number): boolean {
    let found = false;
    this.each(row, 0, this.given.shape.n, (_, high) => {
      found ||= Number.isNaN(high);
    });
    return found;
  }

  /** Writes how far x / temperature + mask is from `top`, in two words of the target's type. */
  differences(
    row: number,
    top: Words,
    from: number,
    length: number,
    target: FloatArray,
    at: number,
    lowTarget: FloatArray,
    lowAt: number,
  ): void {
    for (let i = 0; i < length; i++) target[at + i] = -Infinity;
    for (let i = 0; i < length; i++) lowTarget[lowAt + i] = 0;
    this.each(row, from, length, (i, high, low) => {
      const difference = high - top.high;
      target[at + i] = difference;
      const lost = difference - target[at + i] + lostBySum(high, -top.high) + (low - top.low);
      lowTarget[lowAt + i] = Number.isFinite(lost) ? lost : 0;
    });
  }

  /** Calls `see` with x / temperature + mask, in two words, for every entry that counts. */
  private each(row: number, from: number, length: number, see: (i: number, high: number, low: number) => void): void {
    const { x, shape, mask, temperature } = this.given;
    const { n, inner } = shape;
    const start = Math.floor(row / inner) * n * inner + (row % inner) + from * inner;
    const counted = this.counted(row, from, length);
    const step = mask ? mask.step : 0;
    let m = mask ? mask.start(row) + from * step : 0;
    for (let i = 0; i < counted; i++) {
      const left = mask && !mask.additive && mask.array[m] === 0;
      const added = mask?.additive ? (mask.array[m] as number) : 0;
      if (!left) {
        const xi = x[start + i * inner];
        const quotient = xi / temperature;
        const high = quotient + added;
        const low = lostBySum(quotient, added) + remainder(xi, quotient, temperature);
        see(i, high, Number.isFinite(low) ? low : 0);
      }
      m += step;
    }
  }

  /** How many of the entries of a piece are not beyond the diagonal. */
  private counted(row: number, from: number, length: number): number {
    const { causal } = this.given;
    return causal ? Math.max(0, Math.min(length, (row % causal.rows) + causal.offset + 1 - from)) : length;
  }
}

/** What x / divisor is beside its quotient. */
function remainder(x: number, quotient: number, divisor: number): number {
  return divisor === 1 ? 0 : (x - quotient * divisor - lostByProduct(quotient, divisor)) / divisor;
}
