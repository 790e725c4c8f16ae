import { bytesOf, copyInto, type ElementType, type FloatArray, viewOf } from "../../call/arrays.js";
import { positionOf, type Shape } from "../../call/shape.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Diagonal } from "./causal.js";
import { Difference, type Entry } from "./difference.js";
import type { Mask } from "./mask.js";
import type { RowArray, WalkedRows } from "./walk.js";

/** The rows of a call: x, and the options that say which entries count and by how much. */
export interface RowInput {
  readonly x: FloatArray;
  /** Whether entries are those of -x. */
  readonly negated: boolean;
  readonly shape: Shape;
  /** The number of the first row in the call. */
  readonly first: number;
  readonly temperature: number;
  readonly mask: Mask | undefined;
  readonly causal: Diagonal | undefined;
}

/** The number of the first `length` entries from one on that are not beyond the diagonal. */
function countedOf({ causal }: RowInput, row: number, from: number, length: number): number {
  return causal ? Math.max(0, Math.min(length, (row % causal.rows) + causal.offset + 1 - from)) : length;
}

/** Reads the entries of rows, wherever they are in x, for arithmetic in JavaScript. */
export class Entries {
  private readonly difference: Difference;

  constructor(private readonly input: RowInput) {
    this.difference = new Difference(input.temperature);
  }

  /**
   * The entry of which x / temperature + mask is the largest of a row. It passes over NaN, and is
   * finite where all are -Infinity.
   */
  largest(row: number): Entry {
    let best: Entry | undefined;
    const { difference } = this;
    this.each(row, 0, this.input.shape.n, (_, x, added) => {
      if (best) {
        difference.set(x, added, best);
        if (difference.high > 0) best = { x, added };
      } else if (x / 2 + added / 2 > -Infinity) best = { x, added };
    });
    return best ?? { x: -Number.MAX_VALUE, added: 0 };
  }

  /**
   * The index of the first of the largest entries of a row: -1 where none is above -Infinity, NaN
   * where NaN is among them.
   */
  firstLargest(row: number): number {
    const { difference } = this;
    let best: Entry = { x: -Infinity, added: 0 };
    let index = -1;
    let found = 0;
    this.each(row, 0, this.input.shape.n, (i, x, added) => {
      if (Number.isNaN(x + added)) found = NaN;
      else if (x / 2 + added / 2 === -Infinity) return;
      // What is added apart, numbers may differ by less than the difference can be told.
      if (added !== best.added) difference.set(x, added, best);
      if (index >= 0 && !(added === best.added ? x > best.x : difference.high > 0)) return;
      best = { x, added };
      index = i;
    });
    return index + found;
  }

  /**
   * The number of entries of a row that are not left out: -Infinity in x is one, in a mask it is
   * not.
   */
  countedIn(row: number): number {
    const { n } = this.input.shape;
    if (!this.input.mask) return countedOf(this.input, row, 0, n);
    let count = 0;
    this.each(row, 0, n, (_, __, added) => {
      if (added !== -Infinity) count++;
    });
    return count;
  }

  /** Whether NaN is among the entries that count. */
  hasNaN(row: number): boolean {
    let found = false;
    this.each(row, 0, this.input.shape.n, (_, x, added) => {
      found ||= Number.isNaN(x + added);
    });
    return found;
  }

  /**
   * Whether what is added to a row is one number and makes no difference: not if it is infinite.
   */
  isShifted(row: number): boolean {
    let first: number | undefined;
    let same = true;
    this.each(row, 0, this.input.shape.n, (_, __, added) => {
      first ??= added;
      same &&= added === first && Number.isFinite(added);
    });
    return same;
  }

  /** Writes the entries of a row that count, -Infinity for the others, without what is added. */
  read(row: number, to: Float64Array): void {
    to.fill(-Infinity);
    this.each(row, 0, this.input.shape.n, (i, x, added) => {
      to[i] = added === -Infinity ? x + added : x;
    });
  }

  /**
   * Writes the differences of x / temperature + mask from that of `top`, in two words of the type
   * of the arrays.
   */
  differences(row: number, top: Entry, from: number, length: number, high: FloatArray, at: number, low: FloatArray, lowAt: number): void {
    for (let i = 0; i < length; i++) high[at + i] = -Infinity;
    for (let i = 0; i < length; i++) low[lowAt + i] = 0;
    const { difference } = this;
    this.each(row, from, length, (i, x, added) => {
      difference.set(x, added, top);
      high[at + i] = difference.high;
      const error = difference.high - high[at + i] + difference.low;
      low[lowAt + i] = Number.isFinite(error) ? error : 0;
    });
  }

  /**
   * Writes the differences of a row from its largest entry, and -Infinity for what is clearly more
   * than `reach` below it. One word tells which that is: few rows have entries of which that is too
   * large.
   */
  nearby(row: number, reach: number, high: Float64Array, low: Float64Array): void {
    const { difference } = this;
    const { temperature, shape } = this.input;
    let largest = -Infinity;
    let bounded = true;
    high.fill(-Infinity);
    this.each(row, 0, shape.n, (i, x, added) => {
      const quotient = x / temperature;
      const sum = quotient + added;
      if (sum === -Infinity) return;
      const doubt = (Math.abs(quotient) + Math.abs(added)) * 2 ** -50;
      bounded &&= Number.isFinite(doubt);
      largest = Math.max(largest, sum - doubt);
      high[i] = sum + doubt;
    });
    if (!bounded || largest === -Infinity) {
      this.differences(row, this.largest(row), 0, shape.n, high, 0, low, 0);
      return;
    }
    let top: Entry | undefined;
    this.each(row, 0, shape.n, (i, x, added) => {
      if (!(high[i] >= largest - reach)) return;
      if (top) difference.set(x, added, top);
      if (!top || difference.high > 0) top = { x, added };
    });
    low.fill(0);
    this.each(row, 0, shape.n, (i, x, added) => {
      const isNear = high[i] >= largest - reach;
      high[i] = -Infinity;
      if (!isNear) return;
      difference.set(x, added, top as Entry);
      high[i] = difference.high;
      low[i] = difference.low;
    });
  }

  /** Calls `see` with x and what is added to x / temperature, for every entry that counts. */
  private each(row: number, from: number, length: number, see: (i: number, x: number, added: number) => void): void {
    const { x, negated, shape, mask } = this.input;
    const { inner } = shape;
    const sign = negated ? -1 : 1;
    const start = positionOf(row, shape) + from * inner;
    const counted = countedOf(this.input, row, from, length);
    const step = mask ? mask.step : 0;
    let m = mask ? mask.start(this.input.first + row) + from * step : 0;
    for (let i = 0; i < counted; i++) {
      const leftOut = mask && !mask.additive && mask.array[m] === 0;
      if (!leftOut) see(i, sign * x[start + i * inner], mask?.additive ? (mask.array[m] as number) : 0);
      m += step;
    }
  }
}

/** Entries of which some are left out: -Infinity takes their place in the staging slot. */
export class MaskedRows implements WalkedRows {
  readonly direct = false;

  constructor(
    private readonly x: RowArray,
    private readonly input: RowInput,
  ) {}

  get length(): number {
    return this.x.length;
  }

  get address(): number {
    return this.x.address;
  }

  enter(row: number, rows: number, from: number, length: number): void {
    const { x } = this;
    x.stage(row, rows, from, length);
    this.leaveOut(x.memory, x.address, row, rows, from, length);
  }

  /** Leaves out entries of rows, or of elements of one, that were copied to an address. */
  leaveOut(memory: LinearMemory, address: number, row: number, rows: number, from: number, length: number): void {
    const { x, input } = this;
    const view = memory.view(x.type);
    const mask = input.mask?.words ? undefined : input.mask;
    for (let i = 0; i < rows; i++) {
      const at = address / bytesOf(x.type) + i * length;
      const counted = countedOf(input, row + i, from, length);
      if (mask) {
        const { array, additive, step } = mask;
        let m = mask.start(input.first + row + i) + from * step;
        for (let k = at; k < at + counted; k++, m += step)
          if (additive) view[k] += array[m] as number;
          else if (!array[m]) view[k] = -Infinity;
      }
      if (counted < length) view.fill(-Infinity, at + counted, at + length);
    }
  }
}

/** The number of elements up to which a loop copies faster than `set`. */
const COPY_LOOP = 48;

/**
 * The mask of rows, in a staging slot: row after row, repeated as it is. What stands there is not
 * copied again.
 */
export class MaskRows implements WalkedRows {
  readonly direct = false;
  readonly length: number;
  private readonly mask: Mask;
  /**
   * The start of each row of the slot in the mask, and the number of its entries that are not
   * beyond the diagonal.
   */
  private starts: number[] = [];
  private counts: number[] = [];
  private staged = 0;

  constructor(
    private readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly input: RowInput,
    readonly address: number,
  ) {
    this.mask = input.mask as Mask;
    this.length = input.shape.n;
  }

  enter(row: number, rows: number, from: number, length: number): void {
    const { mask, input, starts, counts } = this;
    let known = length === this.staged && rows <= starts.length;
    for (let i = 0; i < rows; i++) {
      const start = mask.start(input.first + row + i) + from * mask.step;
      const counted = countedOf(input, row + i, from, length);
      if (starts[i] === start && counts[i] === counted) continue;
      known = false;
      starts[i] = start;
      counts[i] = counted;
    }
    if (!known) this.copy(rows, length);
  }

  /** Says that something else was written to the slot. */
  forget(): void {
    this.staged = 0;
  }

  private copy(rows: number, length: number): void {
    const { starts, counts } = this;
    const view = this.memory.view(this.type);
    const at = this.address / bytesOf(this.type);
    starts.length = rows;
    const period = this.period;
    for (let i = 0, count = 0; i < period; i += count) {
      count = 1;
      if (this.mask.step === 1) while (i + count < period && starts[i + count] === starts[i] + count * length) count++;
      this.copyStretch(view, at + i * length, starts[i], count * length);
    }
    for (let i = 0; i < period; i++) {
      // The first number once more, so that a mask of one number stays one. There, x is -Infinity.
      const first = at + i * length;
      if (counts[i] < length) view.fill(counts[i] > 0 ? view[first] : 0, first + counts[i], first + length);
    }
    for (let done = period; done < rows; done *= 2)
      copyInto(view, viewOf(view, this.type, at, Math.min(done, rows - done) * length), at + done * length);
    this.staged = length;
  }

  /** The number of rows after which the same come again, all of them where that is never. */
  private get period(): number {
    const { starts, counts } = this;
    const same = (i: number, k: number) => starts[i] === starts[k] && counts[i] === counts[k];
    const period = starts.findIndex((_, i) => i > 0 && same(i, 0));
    return period > 0 && starts.every((_, i) => i < period || same(i, i - period)) ? period : starts.length;
  }

  private copyStretch(view: FloatArray, at: number, start: number, length: number): void {
    const { step } = this.mask;
    const array = this.mask.array as FloatArray;
    if (step === 1 && length > COPY_LOOP) copyInto(view, viewOf(array, this.type, start, length), at);
    else for (let i = 0; i < length; i++) view[at + i] = array[start + i * step];
  }
}
