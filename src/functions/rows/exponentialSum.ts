import { sumError } from "../../scalar/exact.js";
import { type Difference, type Entry, term } from "./difference.js";

/** The factor of terms while they are added up: so tiny ones keep their digits. */
const RAISED = 2 ** 80;

/**
 * Terms are added up as multiples of this, exactly, and their remainders apart: so the 1 of the
 * largest can be taken away.
 */
const GRID = 3145728 * RAISED;

/** The sum of terms e^(high + low) between 0 and 1, in two words. */
export class TermSum {
  private raisedGridPart = 0;
  private rest = 0;
  private restError = 0;

  add(high: number, low: number): void {
    const raised = term(high, low, RAISED);
    const gridPart = raised + GRID - GRID;
    const rest = raised - gridPart;
    this.raisedGridPart += gridPart;
    this.restError += sumError(this.rest, rest);
    this.rest += rest;
  }

  get gridPart(): number {
    return this.raisedGridPart / RAISED;
  }

  /** The sum of the remainders: many that are next to nothing beside one of them count as well. */
  get remainder(): number {
    return (this.rest + this.restError) / RAISED;
  }
}

/**
 * The largest entry m of a row, or of the pieces of it that came so far, and the sum of e^(z - m)
 * over the others, z their x / temperature + mask, with all its digits. Of several entries that are
 * the largest, or next to it, all but one are others.
 */
export class ExponentialSum {
  /** m, less `offset`: always the same object. */
  readonly max: { x: number; added: number } & Entry = { x: -Infinity, added: 0 };
  /** Whether an entry above -Infinity, or NaN, was among them. */
  started = false;
  private sum = 0;
  private sumError = 0;

  /**
   * `offset` is the number that was subtracted from the entries before, `offsetLow` its second
   * word.
   */
  constructor(
    private readonly difference: Difference,
    private readonly offset = 0,
    private readonly offsetLow?: number,
  ) {}

  /** Begins another sum: to make one for each row would take as long as ten of its terms. */
  clear(): void {
    this.max.x = -Infinity;
    this.max.added = 0;
    this.started = false;
    this.sum = 0;
    this.sumError = 0;
  }

  /**
   * Adds entries: their largest, and the sum of their terms in two words, the first a multiple of
   * 2^-31.
   */
  add(x: number, added: number, gridPart: number, remainder: number): void {
    if (gridPart + remainder === 0) return;
    let terms = gridPart - 1 + remainder;
    if (!this.started) this.setLargest(x, added);
    else {
      this.difference.set(x, added, this.max);
      const { high, low } = this.difference;
      if (high > 0) {
        const factor = term(-high, -low, 1);
        this.sumError *= factor;
        [this.sum, terms] = [terms, (1 + this.sum) * factor];
        this.setLargest(x, added);
      } else terms = (1 + terms) * term(high, low, 1);
    }
    this.started = true;
    this.sumError += sumError(this.sum, terms);
    this.sum += terms;
  }

  private setLargest(x: number, added: number): void {
    this.max.x = x;
    this.max.added = added;
  }

  /** m as x / temperature + mask. */
  get largest(): number {
    return this.offset + this.difference.whole(this.max);
  }

  /** The second word of `largest`. */
  get largestLow(): number {
    return this.offsetLow ?? this.difference.wholeLow(this.max);
  }

  /** The sum of all terms but one of the largest. */
  get others(): number {
    return this.sum + this.sumError;
  }
}
