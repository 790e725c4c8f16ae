/**
 * The exact results of softmax, logSoftmax, logSumExp and their gradients: the definitions, in
 * MPFR.
 */
import { type Format, ulpExponent } from "./formats.js";
import { mpfr, NEAREST } from "./mpfr.js";

/** Logarithms are taken of 1 + the sum of all terms but the largest, so nothing cancels that this could not hold. */
const PRECISION = 200;
/** Entries have every digit from the largest double down to the smallest: of two that are nearly the same, little is left. */
const WIDE = 2400;
/** Up to here PRECISION is enough for that. */
const LARGE = 2 ** 64;

/** A row: its entries, and what they are divided by and added to. An entry that is left out is -Infinity. */
export interface RowInput {
  readonly x: ArrayLike<number>;
  readonly temperature?: number;
  readonly mask?: ArrayLike<number>;
}

/** The exact results of a row without NaN, +Infinity, and with one finite entry at least. */
export class ExactRow {
  /** z - max(z), z = x / temperature + mask; undefined where that is -Infinity. */
  private readonly differences: (number | undefined)[] = [];
  private readonly terms: number[] = [];
  private readonly largest = take();
  private readonly sum = take();
  private readonly logarithm = take();
  private readonly scratch = take();
  private readonly wide: number[] = [];
  private readonly taken: number[] = [this.largest, this.sum, this.logarithm, this.scratch];

  constructor({ x, temperature = 1, mask }: RowInput) {
    const large = (numbers: ArrayLike<number>, limit: number) =>
      Array.from(numbers).some((number) => Math.abs(number) > limit && number !== -Infinity);
    const wide = large(x, LARGE * temperature) || large(mask ?? [], LARGE);
    const z = Array.from(x, (entry, i) => {
      const added = mask ? (mask[i] as number) : 0;
      if (entry === -Infinity || added === -Infinity) return undefined;
      const value = wide ? take(widePool, WIDE) : take();
      (wide ? this.wide : this.taken).push(value);
      mpfr.mpfr_set_d(value, entry, NEAREST);
      mpfr.mpfr_div_d(value, value, temperature, NEAREST);
      mpfr.mpfr_add_d(value, value, added, NEAREST);
      return value;
    });
    let best = -1;
    for (const [i, value] of z.entries()) if (value !== undefined && (best < 0 || mpfr.mpfr_cmp(value, z[best] as number) > 0)) best = i;
    if (best < 0) throw new RangeError("a row without a term");
    mpfr.mpfr_set(this.largest, z[best] as number, NEAREST);
    mpfr.mpfr_set_d(this.sum, 0, NEAREST);
    for (const [i, value] of z.entries()) {
      if (value === undefined) {
        this.differences.push(undefined);
        this.terms.push(this.make((r) => mpfr.mpfr_set_d(r, 0, NEAREST)));
        continue;
      }
      const difference = this.make((r) => mpfr.mpfr_sub(r, value, z[best] as number, NEAREST));
      this.differences.push(difference);
      const term = this.make((r) => mpfr.mpfr_exp(r, difference, NEAREST));
      this.terms.push(term);
      if (i !== best) mpfr.mpfr_add(this.sum, this.sum, term, NEAREST);
    }
    mpfr.mpfr_log1p(this.logarithm, this.sum, NEAREST);
    mpfr.mpfr_add_d(this.sum, this.sum, 1, NEAREST);
  }

  /** The distance of a result from softmax's entry i, in ULP. */
  softmax(format: Format, i: number, result: number): number {
    mpfr.mpfr_div(this.scratch, this.terms[i] as number, this.sum, NEAREST);
    return ulps(format, this.scratch, result);
  }

  /** The distance of a result from logSoftmax's entry i, in ULP. */
  logSoftmax(format: Format, i: number, result: number): number {
    const difference = this.differences[i];
    if (difference === undefined) return result === -Infinity ? 0 : Infinity;
    mpfr.mpfr_sub(this.scratch, difference, this.logarithm, NEAREST);
    return ulps(format, this.scratch, result);
  }

  /**
   * The distance of a result from logSumExp, in ULP; and the absolute error, which counts beside
   * its zero, over the largest term of it.
   */
  logSumExp(format: Format, result: number): { readonly ulp: number; readonly relative: number } {
    const size = Math.max(Math.abs(mpfr.mpfr_get_d(this.largest, NEAREST)), mpfr.mpfr_get_d(this.logarithm, NEAREST));
    mpfr.mpfr_add(this.scratch, this.largest, this.logarithm, NEAREST);
    const ulp = ulps(format, this.scratch, result);
    mpfr.mpfr_sub_d(this.scratch, this.scratch, result, NEAREST);
    return { ulp, relative: Math.abs(mpfr.mpfr_get_d(this.scratch, NEAREST)) / (size || 1) };
  }

  /** The distance of a result from dy exp(z - logSumExp(z)) / temperature, in ULP. */
  gradient(format: Format, i: number, dy: number, temperature: number, result: number): number {
    mpfr.mpfr_div(this.scratch, this.terms[i] as number, this.sum, NEAREST);
    mpfr.mpfr_mul_d(this.scratch, this.scratch, dy, NEAREST);
    mpfr.mpfr_div_d(this.scratch, this.scratch, temperature, NEAREST);
    return ulps(format, this.scratch, result);
  }

  /** Has its numbers used by the next row. */
  free(): void {
    for (const register of this.taken) pool.push(register);
    for (const register of this.wide) widePool.push(register);
  }

  private make(set: (register: number) => void): number {
    const register = take();
    this.taken.push(register);
    set(register);
    return register;
  }
}

/**
 * The error of a gradient: in ULP, and the part beyond half of one, over the magnitudes of the
 * terms.
 */
export interface GradientError {
  readonly ulp: number;
  readonly excess: number;
}

/** softmax's gradient from its results y, as given: y (dy - p - Σ (dy - p) y) / temperature, p the dy of the first of the largest results. */
export function softmaxGradient(
  format: Format,
  dy: ArrayLike<number>,
  y: ArrayLike<number>,
  temperature: number,
  results: ArrayLike<number>,
): GradientError[] {
  const pivot = dy[peakOf(y)] as number;
  const sum = exact(0);
  const part = exact(0);
  let magnitude = 0;
  for (let i = 0; i < y.length; i++) {
    mpfr.mpfr_set_d(part, dy[i] as number, NEAREST);
    mpfr.mpfr_sub_d(part, part, pivot, NEAREST);
    mpfr.mpfr_mul_d(part, part, y[i] as number, NEAREST);
    mpfr.mpfr_add(sum, sum, part, NEAREST);
    magnitude += Math.abs(mpfr.mpfr_get_d(part, NEAREST));
  }
  const errors = Array.from(results, (result, i): GradientError => {
    mpfr.mpfr_set_d(part, dy[i] as number, NEAREST);
    mpfr.mpfr_sub_d(part, part, pivot, NEAREST);
    const size = ((Math.abs(mpfr.mpfr_get_d(part, NEAREST)) + magnitude) * (y[i] as number)) / temperature;
    mpfr.mpfr_sub(part, part, sum, NEAREST);
    mpfr.mpfr_mul_d(part, part, y[i] as number, NEAREST);
    mpfr.mpfr_div_d(part, part, temperature, NEAREST);
    return errorOf(format, part, result, size);
  });
  pool.push(sum, part);
  return errors;
}

/** logSoftmax's gradient from its results y, as given: (dy - e^y Σ dy) / temperature. */
export function logSoftmaxGradient(
  format: Format,
  dy: ArrayLike<number>,
  y: ArrayLike<number>,
  temperature: number,
  results: ArrayLike<number>,
): GradientError[] {
  const sum = exact(0);
  const part = exact(0);
  let magnitude = 0;
  for (let i = 0; i < y.length; i++) {
    mpfr.mpfr_add_d(sum, sum, dy[i] as number, NEAREST);
    magnitude += Math.abs(dy[i] as number);
  }
  const errors = Array.from(results, (result, i): GradientError => {
    mpfr.mpfr_set_d(part, y[i] as number, NEAREST);
    mpfr.mpfr_exp(part, part, NEAREST);
    const size = (Math.abs(dy[i] as number) + mpfr.mpfr_get_d(part, NEAREST) * magnitude) / temperature;
    mpfr.mpfr_mul(part, part, sum, NEAREST);
    mpfr.mpfr_d_sub(part, dy[i] as number, part, NEAREST);
    mpfr.mpfr_div_d(part, part, temperature, NEAREST);
    return errorOf(format, part, result, size);
  });
  pool.push(sum, part);
  return errors;
}

function errorOf(format: Format, value: number, result: number, size: number): GradientError {
  const ulp = ulps(format, value, result);
  mpfr.mpfr_sub_d(value, value, result, NEAREST);
  const excess = ulp > 0.5 ? Math.abs(mpfr.mpfr_get_d(value, NEAREST)) * (1 - 0.5 / ulp) : 0;
  return { ulp, excess: excess / (size || 1) };
}

/** |result - exact| in units in the last place of the exact value. */
function ulps(format: Format, value: number, result: number): number {
  if (Number.isNaN(result)) return Infinity;
  const exponent = mpfr.mpfr_zero_p(value) ? -Infinity : Math.min(mpfr.mpfr_get_exp(value) - 1, format.maximumExponent);
  // Infinity is right for what is beyond the format.
  if (!Number.isFinite(result)) return mpfr.mpfr_get_exp(value) - 1 > format.maximumExponent ? 0 : Infinity;
  const difference = exact(0);
  mpfr.mpfr_sub_d(difference, value, result, NEAREST);
  mpfr.mpfr_mul_2si(difference, difference, -ulpExponent(format, exponent), NEAREST);
  pool.push(difference);
  return Math.abs(mpfr.mpfr_get_d(difference, NEAREST));
}

/** The index of the first of the largest. */
export function peakOf(y: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < y.length; i++) if ((y[i] as number) > (y[best] as number)) best = i;
  return best;
}

/** Numbers of MPFR that are free. */
const pool: number[] = [];
const widePool: number[] = [];

function take(from = pool, precision = PRECISION): number {
  const free = from.pop();
  if (free !== undefined) return free;
  const register = mpfr.mpfr_t();
  mpfr.mpfr_init2(register, precision);
  return register;
}

function exact(value: number): number {
  const register = take();
  mpfr.mpfr_set_d(register, value, NEAREST);
  return register;
}
