import { INVERSE_PI, INVERSE_PI_LOW, PI_0, PI_1, PI_2, PI_3, PI_LOW } from "./coefficients.js";
import { productError, sumError } from "./exact.js";

/** 1.5 2^52: what is added to it becomes a whole number. */
const ROUNDER = 6755399441055744;

/** The rest of an angle, in two words, when a whole number of half turns is taken off. */
export interface Remainder {
  readonly r: number;
  readonly low: number;
  /** Whether the number of half turns is odd: the sine then has the other sign. */
  readonly odd: boolean;
}

/**
 * The remainder of the angle `rate x` with `turn` half turns added. All of its digits are right,
 * for every x.
 */
export function remainderOf(rate: number, x: number, turn: number): Remainder {
  const high = rate * x;
  if (!(Math.abs(high) < 131072)) return Number.isFinite(x) ? farRemainder(rate, x, turn) : { r: NaN, low: NaN, odd: false };
  return nearRemainder(high, Math.abs(high) > 1e-280 ? productError(rate, x) : 0, turn);
}

function nearRemainder(high: number, low: number, turn: number): Remainder {
  const n = high * (1 / Math.PI) + turn + ROUNDER - ROUNDER;
  const words = nearWords(high, low, n - turn);
  return { r: words.r, low: words.low, odd: n % 2 !== 0 };
}

/** high + low - m π in two words, for an angle that is at most 131072 and a multiple m of 1/4. */
export function nearWords(high: number, low: number, m: number): { readonly r: number; readonly low: number } {
  const first = high - m * PI_0;
  const second = first - m * PI_1;
  const third = second - m * PI_2;
  const rest = sumError(first, -m * PI_1) + sumError(second, -m * PI_2) + (low - m * PI_3);
  return { r: third + rest, low: sumError(third, rest) };
}

/** The places of {@link INVERSE_PI}. */
const PLACES = 1296;

/** The same in whole numbers: rate, x and 1/π are such, and powers of two. */
function farRemainder(rate: number, x: number, turn: number): Remainder {
  const [a, b] = [integerOf(rate), integerOf(x)];
  const point = BigInt(PLACES - a.exponent - b.exponent);
  const half = 1n << (point - 1n);
  const angle = a.integer * b.integer * INVERSE_PI + (BigInt(4 * turn) << (point - 2n));
  const n = (angle + half) >> point;
  const fraction = (angle - (n << point)) >> (point - 192n);
  const f = Number(fraction);
  const fLow = Number(fraction - BigInt(f)) * 1.5930919111324523e-58;
  const g = f * 1.5930919111324523e-58;
  return { r: g * Math.PI, low: productError(g, Math.PI) + (g * PI_LOW + fLow * Math.PI), odd: (n & 1n) === 1n };
}

/** A finite number as a whole number times a power of two. */
function integerOf(x: number): { readonly integer: bigint; readonly exponent: number } {
  let [y, exponent] = [x, 0];
  for (; Math.abs(y) >= 9007199254740992; exponent += 60) y *= 8.673617379884035e-19;
  for (; !Number.isInteger(y); exponent -= 60) y *= 1152921504606847000;
  return { integer: BigInt(y), exponent };
}

/** A rate in two words, of 29 and 24 bits: the product of either and a float32 is exact. */
export function ratePair(rate: number): readonly [number, number] {
  const high = upperWord(rate);
  return [high, rate - high];
}

/**
 * A rate over π in two words of one sign, so that a zero keeps its own: the first has 29 bits, the
 * sum has 82.
 */
export function halfTurnPair(rate: number): readonly [number, number] {
  const quotient = rate * (1 / Math.PI);
  const high = upperWord(quotient * (1 - 2 ** -52));
  return [high, quotient - high + (productError(rate, 1 / Math.PI) + rate * INVERSE_PI_LOW)];
}

/** The first 29 bits. */
function upperWord(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setUint32(4, view.getUint32(4) & 0xff000000);
  return view.getFloat64(0);
}
