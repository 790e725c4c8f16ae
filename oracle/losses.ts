/**
 * The exact results of softmaxCrossEntropy: the definition, in MPFR, with as many bits as what
 * cancels in it asks for.
 */
import { type Format, ulpExponent } from "./formats.js";
import { mpfr, NEAREST } from "./mpfr.js";

/** A row of logits, what it aims at, and what the mean is divided by: the sum of `divisors`. */
export interface Row {
  readonly x: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly smoothing: number;
  readonly temperature: number;
  readonly divisors: ArrayLike<number>;
}

/**
 * The distance of a result from the exact value, in units in its last place, and relative to the
 * larger of the terms that make it up.
 */
export interface Distance {
  readonly ulp: number;
  readonly relative: number;
}

/** The second is enough for whatever is not 0 in double precision. */
const PRECISIONS = [256, 1500];
const GOOD_BITS = 90;

/** Judges the loss of a row, and its gradient. */
export function judgeRow(format: Format, row: Row, loss: number, gradient: ArrayLike<number>): { loss: Distance; gradient: Distance[] } {
  const exact = PRECISIONS.map((precision) => new ExactRow(precision));
  const first = exact[0] as ExactRow;
  const last = exact[1] as ExactRow;
  first.evaluate(row);
  let evaluated = false;
  const pick = (index: number): ExactRow => {
    if (first.bits(index) >= GOOD_BITS) return first;
    if (!evaluated) last.evaluate(row);
    evaluated = true;
    return last;
  };
  return {
    loss: pick(-1).distance(format, -1, loss),
    gradient: Array.from(gradient, (result, j) => pick(j).distance(format, j, result)),
  };
}

/** A row evaluated with one precision. Index -1 is the loss, the others are the gradient. */
class ExactRow {
  private used = 0;
  private readonly pool: number[];
  /** The value for each index, and the largest term in it. */
  private readonly values = new Map<number, { value: number; magnitude: number }>();

  constructor(private readonly precision: number) {
    const found = pools.get(precision) ?? [];
    pools.set(precision, found);
    this.pool = found;
  }

  evaluate({ x, targets, weights, smoothing, temperature, divisors }: Row): void {
    const n = x.length;
    const divisor = this.make((r) => mpfr.mpfr_set_d(r, 0, NEAREST));
    for (let i = 0; i < divisors.length; i++) mpfr.mpfr_add_d(divisor, divisor, divisors[i] as number, NEAREST);
    mpfr.mpfr_mul_d(divisor, divisor, temperature, NEAREST);
    const shares = Array.from(targets, (target, j) => this.share(target, weights[j] as number, smoothing, n));
    const largest = Math.max(...Array.from(x));
    const distances = Array.from(x, (logit) => {
      const d = this.make((r) => mpfr.mpfr_set_d(r, logit, NEAREST));
      mpfr.mpfr_sub_d(d, d, largest, NEAREST);
      mpfr.mpfr_div_d(d, d, temperature, NEAREST);
      return d;
    });
    const powers = distances.map((d) => this.make((r) => mpfr.mpfr_exp(r, d, NEAREST)));
    const sum = this.sum(powers);
    const log = this.make((r) => mpfr.mpfr_log(r, sum, NEAREST));
    const total = this.sum(shares);
    const terms: number[] = [];
    for (const [j, share] of shares.entries()) {
      if (mpfr.mpfr_zero_p(share)) continue;
      const term = this.make((r) => mpfr.mpfr_sub(r, log, distances[j] as number, NEAREST));
      mpfr.mpfr_mul(term, term, share, NEAREST);
      terms.push(term);
    }
    // log(sum) is as good as sum, which is 1 or more.
    this.values.set(-1, { value: this.sum(terms), magnitude: total });
    for (const [j, power] of powers.entries()) {
      const a = this.make((r) => mpfr.mpfr_div(r, shares[j] as number, divisor, NEAREST));
      const p = this.make((r) => mpfr.mpfr_mul(r, total, power, NEAREST));
      mpfr.mpfr_div(p, p, sum, NEAREST);
      mpfr.mpfr_div(p, p, divisor, NEAREST);
      const value = this.make((r) => mpfr.mpfr_sub(r, p, a, NEAREST));
      this.values.set(j, { value, magnitude: mpfr.mpfr_cmp(p, a) > 0 ? p : a });
    }
  }

  /** Bits of a value that no cancellation has taken. */
  bits(index: number): number {
    const { value, magnitude } = this.at(index);
    if (!mpfr.mpfr_regular_p(value)) return mpfr.mpfr_zero_p(value) && mpfr.mpfr_regular_p(magnitude) ? 0 : Infinity;
    return this.precision - Math.max(0, mpfr.mpfr_get_exp(magnitude) - mpfr.mpfr_get_exp(value));
  }

  distance(format: Format, index: number, result: number): Distance {
    const { value, magnitude } = this.at(index);
    if (!mpfr.mpfr_number_p(value) || !Number.isFinite(result)) {
      const right = Object.is(mpfr.mpfr_get_d(value, NEAREST), result);
      return right ? { ulp: 0, relative: 0 } : { ulp: Infinity, relative: Infinity };
    }
    const off = this.make((r) => mpfr.mpfr_sub_d(r, value, result, NEAREST));
    mpfr.mpfr_abs(off, off, NEAREST);
    const exponent = mpfr.mpfr_zero_p(value) ? format.minimumExponent : mpfr.mpfr_get_exp(value) - 1;
    const quotient = this.make((r) => mpfr.mpfr_div(r, off, magnitude, NEAREST));
    const relative = mpfr.mpfr_zero_p(off) ? 0 : mpfr.mpfr_get_d(quotient, NEAREST);
    mpfr.mpfr_mul_2si(off, off, -ulpExponent(format, exponent), NEAREST);
    return { ulp: mpfr.mpfr_get_d(off, NEAREST), relative };
  }

  private share(target: number, weight: number, smoothing: number, n: number): number {
    const share = this.make((r) => mpfr.mpfr_set_d(r, 1, NEAREST));
    mpfr.mpfr_sub_d(share, share, smoothing, NEAREST);
    mpfr.mpfr_mul_d(share, share, target, NEAREST);
    const least = this.make((r) => mpfr.mpfr_set_d(r, smoothing, NEAREST));
    mpfr.mpfr_div_d(least, least, n, NEAREST);
    mpfr.mpfr_add(share, share, least, NEAREST);
    mpfr.mpfr_mul_d(share, share, weight, NEAREST);
    return share;
  }

  private sum(terms: readonly number[]): number {
    const sum = this.make((r) => mpfr.mpfr_set_d(r, 0, NEAREST));
    for (const term of terms) mpfr.mpfr_add(sum, sum, term, NEAREST);
    return sum;
  }

  private at(index: number): { value: number; magnitude: number } {
    return this.values.get(index) as { value: number; magnitude: number };
  }

  private make(compute: (result: number) => unknown): number {
    let pointer = this.pool[this.used];
    if (pointer === undefined) {
      pointer = mpfr.mpfr_t();
      mpfr.mpfr_init2(pointer, this.precision);
      this.pool.push(pointer);
    }
    this.used++;
    compute(pointer);
    return pointer;
  }
}

/** Numbers of MPFR by precision, used again for every row. */
const pools = new Map<number, number[]>();
