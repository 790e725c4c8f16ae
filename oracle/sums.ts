/** Sums over the terms of a formula, exactly enough to judge a result. */
import { parse } from "./formula.js";
import { type Bindings, Machine, mpfr, NEAREST } from "./mpfr.js";

/** The digits of a term, and of sums of them: some hundred more than what is judged has. */
const PRECISION = { term: 200, sum: 300 };

/** The least that a sum of magnitudes counts: factors of its terms may be no normal numbers. */
const LEAST = 2 ** -900;

/** Sums of terms in MPFR, of their magnitudes too. */
export class ExactSum {
  private readonly machine = new Machine(PRECISION.term);
  private readonly term;
  private readonly sum = mpfr.mpfr_t();
  private readonly magnitude = mpfr.mpfr_t();
  private readonly part = mpfr.mpfr_t();

  constructor(formula: string) {
    this.term = parse(formula);
    for (const pointer of [this.sum, this.magnitude, this.part]) mpfr.mpfr_init2(pointer, PRECISION.sum);
  }

  /** How far `result` is from the sum, in parts of the sum of magnitudes. */
  errorOf(result: number, count: number, at: (i: number) => Bindings): number {
    if (!Number.isFinite(result)) return Infinity;
    mpfr.mpfr_set_d(this.sum, 0, NEAREST);
    mpfr.mpfr_set_d(this.magnitude, 0, NEAREST);
    for (let i = 0; i < count; i++) {
      const { pointer } = this.machine.evaluate(this.term, at(i));
      mpfr.mpfr_add(this.sum, this.sum, pointer, NEAREST);
      mpfr.mpfr_abs(this.part, pointer, NEAREST);
      mpfr.mpfr_add(this.magnitude, this.magnitude, this.part, NEAREST);
    }
    if (mpfr.mpfr_zero_p(this.magnitude)) return result === 0 ? 0 : Infinity;
    if (mpfr.mpfr_cmp_d(this.magnitude, LEAST) < 0) mpfr.mpfr_set_d(this.magnitude, LEAST, NEAREST);
    mpfr.mpfr_sub_d(this.part, this.sum, result, NEAREST);
    mpfr.mpfr_div(this.part, this.part, this.magnitude, NEAREST);
    return Math.abs(mpfr.mpfr_get_d(this.part, NEAREST));
  }
}
