/**
 * Twofold arithmetic: a number as the unevaluated sum of two doubles, the second as small as it may
 * be.
 *
 * Where a result is a little more than what one double holds exactly (1 + x², x/2 + x²/4), the
 * second is that little, with all its digits. Beside the two runs a bound of what both together are
 * off, in which every rounding counts double, and second-order terms with it. A number that is
 * exact has the bound 0; of one that cannot be told all three are NaN.
 */
export interface Twofold {
  readonly high: number;
  readonly low: number;
  readonly error: number;
  /**
   * The side, -1 or 1, on which the value lies of both doubles where these are all of it but for
   * less than 2^-1000, which decides nothing but ties: 1 - tiny.
   */
  readonly trace?: number;
}

/** Twice the largest relative error of a rounding. */
const U = 2 ** -52;
/** The magnitude from which on no term of a product or of a remainder underflows. */
const SAFE = 2 ** -900;
/** More than what underflows in any other place. */
const LOST = 2 ** -1000;

export const UNKNOWN: Twofold = { high: Number.NaN, low: Number.NaN, error: Number.NaN };

export const exact = (value: number): Twofold => ({ high: value, low: 0, error: 0 });

export const negated = ({ high, low, error, trace = 0 }: Twofold): Twofold => ({ high: -high, low: -low, error, trace: -trace });

/** A number whose trace is part of its error. */
const traceless = (a: Twofold): Twofold => (a.trace ? { high: a.high, low: a.low, error: a.error + LOST } : a);

/** -1, 0 or 1; NaN where there is doubt. */
export function signOf(a: Twofold): number {
  const { high, low, error } = traceless(a);
  if (Math.abs(high) > Math.abs(low) + error) return Math.sign(high);
  return high === 0 && low === 0 && error === 0 ? 0 : Number.NaN;
}

export function plus(a: Twofold, b: Twofold): Twofold {
  const sum = a.high + b.high;
  const rest = sumError(a.high, b.high, sum);
  const lows = a.low + b.low;
  const low = rest + lows;
  const ofLows = a.low === 0 || b.low === 0 ? 0 : U * Math.abs(lows);
  const ofLow = rest === 0 || lows === 0 ? 0 : U * Math.abs(low);
  const error = a.error + b.error + ofLows + ofLow;
  const trace = (a.trace ?? 0) || (b.trace ?? 0);
  if (trace === 0) return normal(sum, low, error);
  const isClear = error === 0 && (a.trace ?? 0) * (b.trace ?? 0) >= 0;
  return isClear ? { ...normal(sum, low, 0), trace } : normal(sum, low, error + 2 * LOST);
}

export function times(first: Twofold, second: Twofold): Twofold {
  const [a, b] = [traceless(first), traceless(second)];
  const product = a.high * b.high;
  const low = productError(a.high, b.high, product);
  const brought = a.error * (Math.abs(b.high) + Math.abs(b.low) + b.error) + b.error * (Math.abs(a.high) + Math.abs(a.low));
  const underflow = Math.abs(product) < SAFE && a.high !== 0 && b.high !== 0 ? LOST : 0;
  if (a.low === 0 && b.low === 0) return { high: product, low, error: brought + underflow };
  const [left, right] = [a.high * b.low, a.low * b.high];
  const all = low + (left + right);
  const rounding = Math.abs(a.low * b.low) + U * (Math.abs(left) + Math.abs(right) + Math.abs(all)) + LOST;
  return normal(product, all, brought + rounding + underflow);
}

/** a / b: with the quotient of the first doubles, what it leaves of a is divided in turn. */
export function over(first: Twofold, second: Twofold): Twofold {
  const [a, b] = [traceless(first), traceless(second)];
  const quotient = a.high / b.high;
  const back = quotient * b.high;
  const remainder = a.high - back - productError(quotient, b.high, back);
  const taken = quotient * b.low;
  const numerator = remainder + (a.low - taken);
  const low = numerator / b.high;
  const least = Math.abs(b.high) - Math.abs(b.low) - b.error;
  if (!(least > 0 && (Math.min(Math.abs(a.high), Math.abs(quotient)) >= SAFE || a.high === 0))) return UNKNOWN;
  const rounding = a.low === 0 && b.low === 0 ? 0 : U * (Math.abs(a.low) + Math.abs(taken) + Math.abs(numerator)) + LOST;
  const brought = a.error + Math.abs(quotient) * b.error + Math.abs(low) * (Math.abs(b.low) + b.error);
  return normal(quotient, low, (brought + rounding) / least + U * Math.abs(low));
}

/** The root of a: with that of the first double, sqrt(a) - s = (a - s²) / (sqrt(a) + s). */
export function root(operand: Twofold): Twofold {
  const a = traceless(operand);
  if (a.high === 0 && a.low === 0 && a.error === 0) return a;
  const s = Math.sqrt(a.high);
  const square = s * s;
  const remainder = a.high - square - productError(s, s, square);
  const numerator = remainder + a.low;
  const off = Math.abs(numerator) + a.error;
  if (!(off < square / 4 && a.high >= SAFE)) return UNKNOWN;
  const rounding = numerator === 0 ? 0 : (remainder === 0 || a.low === 0 ? 0 : U * Math.abs(numerator)) + LOST;
  const low = numerator / (2 * s);
  return normal(s, low, (a.error + rounding) / s + Math.abs(low) * (U + off / square));
}

/** a to a power that is a whole number of halves, at least 0 and few. */
export function power(a: Twofold, exponent: number): Twofold {
  if (!(exponent >= 0 && exponent <= 8 && Number.isInteger(2 * exponent))) return UNKNOWN;
  let result = Number.isInteger(exponent) ? exact(1) : root(a);
  for (let k = Math.floor(exponent); k > 0; k--) result = times(result, a);
  return result;
}

/**
 * Taylor coefficients at 0 up to the fifth power: the first two are 0 or powers of two, all others
 * at most 1/2, those of cubes 1/3.
 */
const SERIES: Readonly<Record<string, readonly [number, number, number, number, number, number]>> = {
  exp: [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120],
  expm1: [0, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120],
  log1p: [0, 1, -1 / 2, 1 / 3, -1 / 4, 1 / 5],
  sin: [0, 1, 0, -1 / 6, 0, 1 / 120],
  cos: [1, 0, -1 / 2, 0, 1 / 24, 0],
  atan: [0, 1, 0, -1 / 3, 0, 1 / 5],
  tanh: [0, 1, 0, -1 / 3, 0, 2 / 15],
  sigmoid: [1 / 2, 1 / 4, 0, -1 / 48, 0, 1 / 480],
};
/** The distance from 0 up to which the sixth power is nothing beside the third. */
const NEAR = 2 ** -20;
/** The distance from 0 from which on 1 - tanh is less than 2^-1000. */
const FAR = 400;

/**
 * A function beside 0, where its first term or two are exact, and tanh far out; unknown elsewhere,
 * and of other functions.
 */
export function atEnds(name: string, operand: Twofold): Twofold {
  const a = traceless(operand);
  if (name === "tanh" && Math.abs(a.high) - Math.abs(a.low) - a.error > FAR)
    return { high: Math.sign(a.high), low: 0, error: 0, trace: -Math.sign(a.high) };
  const series = SERIES[name];
  const off = Math.abs(a.low) + a.error;
  const size = Math.abs(a.high) + off;
  if (!(series && size <= NEAR)) return UNKNOWN;
  const [c0, c1, c2, c3, c4, c5] = series;
  if (size === 0) return exact(c0);
  const { high: x } = a;
  const tail = x * x * (c2 + x * (c3 + x * (c4 + x * c5)));
  // The slope of the tail is 2 c2 x + 3 c3 x² + ...; the series goes on with the sixth power.
  const error = 8 * U * Math.abs(tail) + off * (2 * Math.abs(c2) * size + 2 * size * size) + size ** 6 + LOST;
  const line: Twofold = { high: c1 * a.high, low: c1 * a.low, error: c1 * a.error };
  return plus(exact(c0), plus(line, { high: tail, low: 0, error }));
}

function normal(a: number, b: number, error: number): Twofold {
  const high = a + b;
  return { high, low: sumError(a, b, high), error };
}

/** a + b - sum, exactly (Knuth). */
function sumError(a: number, b: number, sum: number): number {
  const of = sum - a;
  return a - (sum - of) + (b - of);
}

/** a b - product, exactly (Dekker). */
function productError(a: number, b: number, product: number): number {
  const [aHead, bHead] = [head(a), head(b)];
  const [aTail, bTail] = [a - aHead, b - bHead];
  return aHead * bHead - product + aHead * bTail + aTail * bHead + aTail * bTail;
}

/** The upper half of the digits (Veltkamp). */
function head(a: number): number {
  const scaled = (2 ** 27 + 1) * a;
  return scaled - (scaled - a);
}
