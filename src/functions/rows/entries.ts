import type { FloatArray } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import { bandShape } from "./bands.js";
import type { Diagonal } from "./causal.js";
import { Difference, type Entry } from "./difference.js";
import type { Mask } from "./mask.js";

/** What rows consist of: x, and what the options make of it. */
export interface RowInput {
  readonly x: FloatArray;
  readonly shape: Shape;
  readonly temperature: number;
  readonly mask: Mask | undefined;
  readonly causal: Diagonal | undefined;
}

/** The same for `count` rows from the one numbered `first` on, whose entries stand side by side in `x`. */
export function givenOfBand({ shape, temperature, mask, causal }: RowInput, first: number, count: number, x: FloatArray): RowInput {
  const start = (row: number) => mask?.start(first + row) ?? 0;
  return { x, shape: bandShape(shape, count), temperature, mask: mask && { ...mask, start }, causal };
}

/** Reads the entries of rows, wherever they are in x. Row r has index k = r % inner in each of its `outer` blocks. */
export class Entries {
  private readonly difference: Difference;

  constructor(private readonly given: RowInput) {
    this.difference = new Difference(given.temperature);
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

  /** The entry of which x / temperature + mask is the largest of a row. It passes over NaN, and is finite where all entries are -Infinity. */
  largest(row: number): Entry {
    let best: Entry | undefined;
    const { difference } = this;
    this.each(row, 0, this.given.shape.n, (_, x, added) => {
      if (best) {
        difference.set(x, added, best);
        if (difference.high > 0) best = { x, added };
      } else if (x / 2 + added / 2 > -Infinity) best = { x, added };
    });
    return best ?? { x: 0, added: 0 };
  }

  /** Whether NaN is among the entries that count. */
  hasNaN(row: number): boolean {
    let found = false;
    this.each(row, 0, this.given.shape.n, (_, x, added) => {
      found ||= Number.isNaN(x + added);
    });
    return found;
  }

  /** Writes how far x / temperature + mask is from that of `top`, in two words of the target's type. */
  differences(
    row: number,
    top: Entry,
    from: number,
    length: number,
    target: FloatArray,
    at: number,
    lowTarget: FloatArray,
    lowAt: number,
  ): void {
    for (let i = 0; i < length; i++) target[at + i] = -Infinity;
    for (let i = 0; i < length; i++) lowTarget[lowAt + i] = 0;
    const { difference } = this;
    this.each(row, from, length, (i, x, added) => {
      difference.set(x, added, top);
      target[at + i] = difference.high;
      const lost = difference.high - target[at + i] + difference.low;
      lowTarget[lowAt + i] = Number.isFinite(lost) ? lost : 0;
    });
  }

  /** Calls `see` with x and what is added to x / temperature, for every entry that counts. */
  private each(row: number, from: number, length: number, see: (i: number, x: number, added: number) => void): void {
    const { x, shape, mask } = this.given;
    const { n, inner } = shape;
    const start = Math.floor(row / inner) * n * inner + (row % inner) + from * inner;
    const counted = this.counted(row, from, length);
    const step = mask ? mask.step : 0;
    let m = mask ? mask.start(row) + from * step : 0;
    for (let i = 0; i < counted; i++) {
      const left = mask && !mask.additive && mask.array[m] === 0;
      if (!left) see(i, x[start + i * inner], mask?.additive ? (mask.array[m] as number) : 0);
      m += step;
    }
  }

  /** How many of the entries of a piece are not beyond the diagonal. */
  counted(row: number, from: number, length: number): number {
    const { causal } = this.given;
    return causal ? Math.max(0, Math.min(length, (row % causal.rows) + causal.offset + 1 - from)) : length;
  }
}
