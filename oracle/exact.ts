import { type Format, ulpExponent } from "./formats.js";
import { parse, type Term } from "./formula.js";
import { type Bindings, exponentOf, Machine, mpfr, NEAREST, type Register } from "./mpfr.js";

/** The judgement of a result by the exact value. */
export interface Judgement {
  /** |result - exact| in units in the last place of the exact value. */
  readonly ulp: number;
  /** |result - exact| */
  readonly absolute: number;
  /** The exact value rounded to the format, ties to even. */
  readonly rounded: number;
}

/** Tried in turn until the rounding is decided. What 2560 bits cannot tell from a tie is one. */
export const PRECISIONS = [160, 320, 640, 1280, 2560];
/** log2 of the error allowed in `ulp`. */
export const ENOUGH = -40;

const difference = mpfr.mpfr_t();
const nearest = mpfr.mpfr_t();
for (const pointer of [difference, nearest]) mpfr.mpfr_init2(pointer, 64 + (PRECISIONS.at(-1) as number));

/** A formula evaluated in MPFR, as exactly as the question asks. */
export class Exact {
  /** Machines of the precisions that were asked for so far. */
  private readonly machines: Machine[] = [];

  constructor(private readonly term: Term) {}

  /** Judges `result`, a number of `format`. NaN is infinitely wrong. */
  judge(format: Format, bindings: Bindings, result: number): Judgement {
    for (const [k, precision] of PRECISIONS.entries()) {
      this.machines[k] ??= new Machine(precision);
      const judgement = judge(format, this.machines[k].evaluate(this.term, bindings), result, k === PRECISIONS.length - 1);
      if (judgement) return judgement;
    }
    throw new Error(`${this.term.text} cannot be evaluated at ${JSON.stringify(bindings)}`);
  }

  /** The exact value rounded to the format. */
  round(format: Format, bindings: Bindings): number {
    return this.judge(format, bindings, 0).rounded;
  }
}

const formulas = new Map<string, Exact>();

/** The evaluation of a formula, made once: for those that are asked for again and again. */
export function exactly(formula: string): Exact {
  const found = formulas.get(formula) ?? new Exact(parse(formula));
  formulas.set(formula, found);
  return found;
}

/** The judgement of a result that is right or infinitely wrong. */
export function verdict(right: boolean, rounded: number): Judgement {
  return { ulp: right ? 0 : Infinity, absolute: right ? 0 : Infinity, rounded };
}

/**
 * Judges `result` by a number in MPFR; undefined where that is not exact enough, unless there is
 * none better.
 */
export function judge(format: Format, exact: Register, result: number, last: boolean): Judgement | undefined {
  const { pointer, error } = exact;
  if (!mpfr.mpfr_number_p(pointer)) {
    const rounded = mpfr.mpfr_get_d(pointer, NEAREST);
    return verdict(Object.is(result, rounded), rounded);
  }
  const ulp = ulpExponent(format, Math.min(exponentOf(exact) - 1, format.maximumExponent));
  /** log2 of what may be wrong with the exact value, in ulp. */
  const doubt = error + exponentOf(exact) - ulp;
  if (doubt > ENOUGH && !last) return undefined;

  // In ulp: the integer next to the exact value, and how far a tie is.
  mpfr.mpfr_mul_2si(difference, pointer, -ulp, NEAREST);
  mpfr.mpfr_roundeven(nearest, difference);
  const integer = mpfr.mpfr_get_d(nearest, NEAREST);
  mpfr.mpfr_sub(difference, difference, nearest, NEAREST);
  mpfr.mpfr_abs(difference, difference, NEAREST);
  mpfr.mpfr_sub_d(difference, difference, 0.5, NEAREST);
  const fromTie = mpfr.mpfr_zero_p(difference) ? Number.NEGATIVE_INFINITY : mpfr.mpfr_get_exp(difference) - 1;
  if (fromTie <= doubt && doubt > Number.NEGATIVE_INFINITY && !last) return undefined;

  const limit = 2 ** format.maximumExponent * 2;
  const magnitude = integer * 2 ** ulp;
  const rounded = Math.abs(magnitude) >= limit ? Math.sign(integer) * Infinity : magnitude;
  if (Number.isNaN(result)) return { ulp: Infinity, absolute: Infinity, rounded };
  if (result === rounded && !Number.isFinite(result)) return { ulp: 0, absolute: 0, rounded };
  // An infinite result where a finite one is right, or the reverse, is measured as if the exponents
  // went one further.
  mpfr.mpfr_sub_d(difference, pointer, Number.isFinite(result) ? result : Math.sign(result) * limit, NEAREST);
  mpfr.mpfr_abs(difference, difference, NEAREST);
  const absolute = mpfr.mpfr_get_d(difference, NEAREST);
  mpfr.mpfr_mul_2si(difference, difference, -ulp, NEAREST);
  return { ulp: mpfr.mpfr_get_d(difference, NEAREST), absolute, rounded };
}
