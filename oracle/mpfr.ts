import { init } from "gmp-wasm";
import type { Term } from "./formula.js";

/** MPFR, compiled to WebAssembly. */
export const mpfr = (await init()).binding;
export const NEAREST = 0;
const TOWARD_ZERO = 1;

/** A number in MPFR, and log2 of a bound of its relative error: -Infinity if it is exact. */
export interface Register {
  readonly pointer: number;
  error: number;
  /** The evaluation that wrote it; Infinity for a constant. */
  time: number;
}

/** Variables and parameters of a formula, by name. */
export type Bindings = Readonly<Record<string, number>>;

/** Stands for the exponent of a zero: no number comes near it. */
const NOTHING = mpfr.mpfr_get_emin() - 1;
export const EXACT = Number.NEGATIVE_INFINITY;
/** The bits that sums have more than their terms. */
const OF_SUMS = 32;
const LOST = Number.POSITIVE_INFINITY;

/** |r| < 2^exponent */
export function exponentOf({ pointer }: Register): number {
  if (mpfr.mpfr_zero_p(pointer)) return NOTHING;
  return mpfr.mpfr_regular_p(pointer) ? mpfr.mpfr_get_exp(pointer) : mpfr.mpfr_get_emax();
}

type Operation = (result: number, a: number, rounding: number) => number;
/** log2 of a bound of the factor by which a relative error of the operand grows. */
type Growth = (a: Register, result: Register) => number;

const level: Growth = () => 1;
/** The growth in functions whose operands are exact in every formula. */
const ofExact: Growth = () => LOST;
const magnitude = (a: Register) => Math.max(0, exponentOf(a));
const negative = ({ pointer }: Register) => mpfr.mpfr_sgn(pointer) < 0;
const periodic: Growth = (a, result) => exponentOf(a) - exponentOf(result) + 1;

const FUNCTIONS: Readonly<Record<string, readonly [Operation, Growth]>> = {
  negate: [mpfr.mpfr_neg, level],
  abs: [mpfr.mpfr_abs, level],
  sqrt: [mpfr.mpfr_sqrt, level],
  exp: [finiteExp, (a) => exponentOf(a) + 1],
  expm1: [mpfr.mpfr_expm1, (a) => magnitude(a) + 1],
  log: [mpfr.mpfr_log, (_, result) => 2 - exponentOf(result)],
  log1p: [mpfr.mpfr_log1p, (a, result) => (negative(a) ? 2 ** (exponentOf(result) + 1) + 1 : 1)],
  sin: [mpfr.mpfr_sin, periodic],
  cos: [mpfr.mpfr_cos, periodic],
  atan: [mpfr.mpfr_atan, level],
  tanh: [tanhBelow1, level],
  sigmoid: [sigmoid, (a) => magnitude(a) + 1],
  erfc: [mpfr.mpfr_erfc, (a) => (negative(a) ? 1 : 2 * magnitude(a) + 2)],
  erfcx: [erfcx, (a) => (negative(a) ? 2 * magnitude(a) + 2 : 1)],
  exp2: [mpfr.mpfr_exp2, ofExact],
  log2: [mpfr.mpfr_log2, ofExact],
  log10: [mpfr.mpfr_log10, ofExact],
  cbrt: [mpfr.mpfr_cbrt, level],
  tan: [mpfr.mpfr_tan, ofExact],
  asin: [mpfr.mpfr_asin, ofExact],
  acos: [mpfr.mpfr_acos, ofExact],
  sinh: [mpfr.mpfr_sinh, ofExact],
  cosh: [mpfr.mpfr_cosh, ofExact],
  asinh: [mpfr.mpfr_asinh, ofExact],
  acosh: [mpfr.mpfr_acosh, ofExact],
  atanh: [mpfr.mpfr_atanh, ofExact],
  erf: [mpfr.mpfr_erf, ofExact],
};

const ARITHMETIC: Readonly<Record<string, (result: number, a: number, b: number, rounding: number) => number>> = {
  "+": mpfr.mpfr_add,
  "-": mpfr.mpfr_sub,
  "*": mpfr.mpfr_mul,
  "/": mpfr.mpfr_div,
};

const COMPARISONS: Readonly<Record<string, (difference: number) => boolean>> = {
  "<": (difference) => difference < 0,
  "<=": (difference) => difference <= 0,
  ">": (difference) => difference > 0,
  ">=": (difference) => difference >= 0,
  "==": (difference) => difference === 0,
};

const CONSTANTS: Bindings = { Infinity: Number.POSITIVE_INFINITY, NaN: Number.NaN };

/**
 * Evaluates terms with one precision, every function rounded correctly by MPFR. A bound of the
 * relative error of every term runs along in powers of two, so that whoever asks knows what
 * cancelled. Decimal numbers are taken as decimals.
 */
export class Machine {
  private readonly registers = new Map<Term, Register>();
  private readonly scratch = this.register();
  protected time = 0;

  constructor(protected readonly precision: number) {}

  evaluate(term: Term, bindings: Bindings): Register {
    this.time++;
    return this.term(term, bindings);
  }

  protected register(precision = this.precision): Register {
    const pointer = mpfr.mpfr_t();
    mpfr.mpfr_init2(pointer, precision);
    return { pointer, error: EXACT, time: 0 };
  }

  /** The bits with which a term is held: sums keep what is left of a large number and 1 - tiny. */
  protected precisionOf({ operator }: Term): number {
    return operator === "+" || operator === "-" ? this.precision + OF_SUMS : this.precision;
  }

  protected term(term: Term, bindings: Bindings): Register {
    if (term.operator === "where") return this.where(term, bindings);
    let result = this.registers.get(term);
    if (!result) {
      result = this.register(this.precisionOf(term));
      this.registers.set(term, result);
      if (isConstant(term)) {
        this.compute(result, term, bindings);
        result.time = Number.POSITIVE_INFINITY;
      }
    }
    if (result.time >= this.time) return result;
    result.time = this.time;
    this.compute(result, term, bindings);
    return result;
  }

  protected compute(result: Register, { operator, operands, text }: Term, bindings: Bindings): void {
    /** The error of a rounding: none if MPFR says that the result is exact. */
    const rounded = (ternary: number) => (ternary === 0 ? EXACT : 1 - this.precision);
    if (operator === "number") {
      // MPFR does not say whether a decimal was exact.
      mpfr.mpfr_set_string(result.pointer, text, 10, NEAREST);
      result.error = Number.isInteger(Number(text) * 2 ** 10) ? EXACT : rounded(1);
      return;
    }
    if (operator === "name") {
      if (text === "pi") result.error = rounded(mpfr.mpfr_const_pi(result.pointer, NEAREST));
      else mpfr.mpfr_set_d(result.pointer, CONSTANTS[text] ?? (bindings[text] as number), NEAREST);
      return;
    }
    const a = this.term(operands[0] as Term, bindings);
    const b = operands[1] ? this.term(operands[1], bindings) : a;
    const arithmetic = ARITHMETIC[operator];
    if (arithmetic) {
      const rounding = rounded(arithmetic(result.pointer, a.pointer, b.pointer, NEAREST));
      result.error =
        operator === "*" || operator === "/"
          ? Math.max(a.error, b.error, rounding) + 2
          : Math.max(Math.max(a.error + exponentOf(a), b.error + exponentOf(b)) + 2 - exponentOf(result), rounding) + 1;
      return;
    }
    if (operator === "min" || operator === "max") {
      const rounding = rounded(mpfr[`mpfr_${operator}`](result.pointer, a.pointer, b.pointer, NEAREST));
      const chosen = mpfr.mpfr_equal_p(result.pointer, a.pointer) ? a : b;
      const error = this.areApart(a, b) ? chosen.error : absoluteError(a, b) + 1 - exponentOf(result);
      result.error = Math.max(error, rounding) + 1;
      return;
    }
    if (operator === "pow") {
      const rounding = rounded(mpfr.mpfr_pow(result.pointer, a.pointer, b.pointer, NEAREST));
      result.error = Math.max(a.error + exponentOf(b) + 1, b.error === EXACT ? EXACT : LOST, rounding) + 1;
      return;
    }
    if (operator === "atan2") {
      const rounding = rounded(mpfr.mpfr_atan2(result.pointer, a.pointer, b.pointer, NEAREST));
      result.error = Math.max(a.error === EXACT && b.error === EXACT ? EXACT : LOST, rounding) + 1;
      return;
    }
    if (operator === "sign") {
      mpfr.mpfr_set_d(result.pointer, mpfr.mpfr_sgn(a.pointer), NEAREST);
      result.error = a.error < 0 ? EXACT : LOST;
      return;
    }
    const known = FUNCTIONS[operator];
    if (!known) throw new SyntaxError(`unknown function ${operator}`);
    const [operation, growth] = known;
    const rounding = rounded(operation(result.pointer, a.pointer, NEAREST));
    result.error = Math.max(a.error + (a.error === EXACT ? 0 : growth(a, result)), rounding) + 1;
  }

  private where({ operands }: Term, bindings: Bindings): Register {
    const [condition, then, otherwise] = operands as [Term, Term, Term];
    return this.term(this.holds(condition, bindings) ? then : otherwise, bindings);
  }

  /** Whether a condition holds. A comparison with NaN does not, as in floating point. */
  private holds({ operator, operands, text }: Term, bindings: Bindings): boolean {
    const [left, right] = operands as [Term, Term];
    if (operator === "&") return this.holds(left, bindings) && this.holds(right, bindings);
    const comparison = COMPARISONS[operator];
    if (!comparison) throw new SyntaxError(`${text} is not a condition`);
    const [a, b] = [this.term(left, bindings), this.term(right, bindings)];
    if (mpfr.mpfr_unordered_p(a.pointer, b.pointer)) return false;
    if (!this.areApart(a, b)) throw new RangeError(`${text} cannot be decided with ${this.precision} bits`);
    return comparison(mpfr.mpfr_cmp(a.pointer, b.pointer));
  }

  /** Whether there is no doubt which of two is the larger, or that they are equal. */
  private areApart(a: Register, b: Register): boolean {
    if (a.error === EXACT && b.error === EXACT) return true;
    mpfr.mpfr_sub(this.scratch.pointer, a.pointer, b.pointer, NEAREST);
    return exponentOf(this.scratch) > absoluteError(a, b) + 2;
  }
}

/** log2 of a bound of the larger absolute error of two. */
function absoluteError(a: Register, b: Register): number {
  return Math.max(a.error + exponentOf(a), b.error + exponentOf(b));
}

function isConstant({ operator, operands, text }: Term): boolean {
  return operator === "name" ? text === "pi" : operands.every(isConstant);
}

/** e^a, finite for every finite a: times 0 it is 0 even where it is beyond MPFR. */
function finiteExp(result: number, a: number): number {
  return mpfr.mpfr_exp(result, a, TOWARD_ZERO);
}

/** tanh(a), never rounded to 1, which it is nowhere: x - tanh(x) is never x - 1. */
function tanhBelow1(result: number, a: number): number {
  return mpfr.mpfr_tanh(result, a, TOWARD_ZERO);
}

/** 1 / (1 + e^-a), three roundings with 8 bits to spare. */
function sigmoid(result: number, a: number, rounding: number): number {
  const [temporary] = temporaries(mpfr.mpfr_get_prec(result) + 8);
  mpfr.mpfr_neg(temporary, a, NEAREST);
  mpfr.mpfr_exp(temporary, temporary, NEAREST);
  mpfr.mpfr_add_ui(temporary, temporary, 1, NEAREST);
  return mpfr.mpfr_ui_div(result, 1, temporary, rounding) || 1;
}

/**
 * e^(a^2) erfc(a). An error of a^2 is multiplied by a^2. Where a^2 exceeds the precision in bits
 * the asymptotic series is faster, and soon the only way: erfc(2.8e4) is below what MPFR's
 * exponents reach here.
 */
function erfcx(result: number, a: number, rounding: number): number {
  const magnitude = mpfr.mpfr_regular_p(a) ? Math.max(0, mpfr.mpfr_get_exp(a)) : 0;
  const precision = mpfr.mpfr_get_prec(result);
  if (mpfr.mpfr_cmp_d(a, Math.sqrt(2 * precision)) > 0) return asymptotic(result, a, rounding);
  const [temporary] = temporaries(precision + 2 * magnitude + 8);
  mpfr.mpfr_sqr(temporary, a, NEAREST);
  mpfr.mpfr_exp(temporary, temporary, NEAREST);
  mpfr.mpfr_erfc(result, a, NEAREST);
  return mpfr.mpfr_mul(result, result, temporary, rounding) || 1;
}

/**
 * 1 / (a sqrt(pi)) (1 - 1/(2 a^2) + 1 3/(2 a^2)^2 - ...), DLMF 7.12.1: the terms shrink until there
 * are a^2 of them.
 */
function asymptotic(result: number, a: number, rounding: number): number {
  const precision = mpfr.mpfr_get_prec(result) + 8;
  const [sum, term, square] = temporaries(precision);
  mpfr.mpfr_sqr(square, a, NEAREST);
  mpfr.mpfr_mul_2ui(square, square, 1, NEAREST);
  mpfr.mpfr_set_d(term, 1, NEAREST);
  mpfr.mpfr_set_d(sum, 1, NEAREST);
  for (let n = 1; mpfr.mpfr_regular_p(term) && mpfr.mpfr_get_exp(term) > -precision; n++) {
    mpfr.mpfr_mul_si(term, term, 1 - 2 * n, NEAREST);
    mpfr.mpfr_div(term, term, square, NEAREST);
    mpfr.mpfr_add(sum, sum, term, NEAREST);
  }
  mpfr.mpfr_const_pi(term, NEAREST);
  mpfr.mpfr_sqrt(term, term, NEAREST);
  mpfr.mpfr_mul(term, term, a, NEAREST);
  return mpfr.mpfr_div(result, sum, term, rounding) || 1;
}

/** Numbers of this precision to compute with in between, made once. */
function temporaries(precision: number): readonly [number, number, number] {
  let found = known.get(precision);
  if (!found) {
    found = [mpfr.mpfr_t(), mpfr.mpfr_t(), mpfr.mpfr_t()];
    for (const pointer of found) mpfr.mpfr_init2(pointer, precision);
    known.set(precision, found);
  }
  return found;
}

const known = new Map<number, readonly [number, number, number]>();
