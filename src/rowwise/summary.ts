import { lostBySum } from "../scalar/exact.js";
import { exp } from "../scalar/exponential.js";

/** Terms are added up as multiples of this, exactly, and what is left of them apart: so the 1 of the largest can be taken away. */
const GRID = 3145728;

/**
 * What is known of a row, or of the pieces of it that came so far: its largest entry m, and the sum of e^((x - m) / temperature) over the
 * others, with all its digits. Of several entries that are the largest, all but one are among the others.
 */
export class Summary {
  /** m, less `offset`. */
  centre = -Infinity;
  /** What was taken from the entries before. */
  offset = 0;
  private rest = 0;
  /** What `rest` has lost to rounding. */
  private lost = 0;
  /** Whether an entry above -Infinity, or NaN, was among them. */
  started = false;

  constructor(private readonly temperature: number) {}

  /** Adds entries: their largest, and the sum of their terms in two words, the first a multiple of 2^-31. */
  add(largest: number, coarse: number, fine: number): void {
    if (coarse + fine === 0) return;
    let terms = coarse - 1 + fine;
    if (!this.started) this.centre = largest;
    else if (largest > this.centre) {
      const factor = this.power(this.centre - largest);
      this.lost *= factor;
      [this.rest, terms] = [terms, (1 + this.rest) * factor];
      this.centre = largest;
    } else terms = (1 + terms) * this.power(largest - this.centre);
    this.started = true;
    this.lost += lostBySum(this.rest, terms);
    this.rest += terms;
  }

  /** m over the temperature. */
  get largest(): number {
    return this.offset + this.centre / this.temperature;
  }

  /** The sum of all terms but one of the largest. */
  get others(): number {
    return this.rest + this.lost;
  }

  private power(difference: number): number {
    return exp(difference / this.temperature);
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
