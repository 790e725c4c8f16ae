import { sumError } from "../../scalar/exact.js";
import { type Difference, type Entry, term } from "./difference.js";

/** Terms are added up as multiples of this, exactly, and what is left of them apart: so the 1 of the largest can be taken away. */
const GRID = 3145728;

/**
 * What is known of a row, or of the pieces of it that came so far: its largest entry m, and the sum of e^(z - m) over the others, z their
 * x / temperature + mask, with all its digits. Of several entries that are the largest, or next to it, all but one are among the others.
 */
export class Summary {
  /** m, less `offset`. */
  centre: Entry = { x: -Infinity, added: 0 };
  private rest = 0;
  /** What `rest` has lost to rounding. */
  private lost = 0;
  /** Whether an entry above -Infinity, or NaN, was among them. */
  started = false;

  /** `offset` is what was taken from the entries before. */
  constructor(
    private readonly difference: Difference,
    private readonly offset = 0,
  ) {}

  /** Adds entries: their largest, and the sum of their terms in two words, the first a multiple of 2^-31. */
  add(largest: Entry, coarse: number, fine: number): void {
    if (coarse + fine === 0) return;
    let terms = coarse - 1 + fine;
    if (!this.started) this.centre = largest;
    else {
      this.difference.set(largest.x, largest.added, this.centre);
      const { high, low } = this.difference;
      if (high > 0) {
        const factor = term(-high, -low, 1);
        this.lost *= factor;
        [this.rest, terms] = [terms, (1 + this.rest) * factor];
        this.centre = largest;
      } else terms = (1 + terms) * term(high, low, 1);
    }
    this.started = true;
    this.lost += sumError(this.rest, terms);
    this.rest += terms;
  }

  /** m as x / temperature + mask. */
  get largest(): number {
    return this.offset + this.difference.whole(this.centre);
  }

  /** The sum of all terms but one of the largest. */
  get others(): number {
    return this.rest + this.lost;
  }
}

/** A sum of terms between 0 and 1, in two words. */
export class Terms {
  coarse = 0;
  fine = 0;

  add(term: number): void {
    const upper = term + GRID - GRID;
    this.coarse += upper;
    this.fine += term - upper;
  }
}
