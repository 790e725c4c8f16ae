/**
 * The exact results of functions of rows that have a threshold t: with the entries e, the sum of
 * max((e - t) / (p T), 0)^p is 1. All of it is in whole numbers: e and T are multiples of a power
 * of two, and t is taken where it is the root of a polynomial of degree p.
 */
import { type Format, float64, toBits, ulpExponent } from "./formats.js";

/** Bits of a root behind its point. */
const ROOT_BITS = 2300;

export interface ThresholdRow {
  readonly x: ArrayLike<number>;
  readonly temperature?: number;
  readonly mask?: ArrayLike<number> | undefined;
}

/** The exact results of a row, each a fraction. */
export class ThresholdResults {
  /**
   * The numerators of results before they are raised to the power, negative below the threshold,
   * and their denominator.
   */
  private readonly signed: readonly (bigint | undefined)[];
  private readonly distances: readonly bigint[];
  private readonly divisor: bigint;

  /** The row is finite but for -Infinity, and has an entry above that. */
  constructor(
    private readonly power: number,
    { x, temperature = 1, mask }: ThresholdRow,
  ) {
    const entries = Array.from(x, (entry, i) => {
      const added = mask ? (mask[i] as number) : 0;
      if (entry === -Infinity || added === -Infinity) return undefined;
      return (scaled(entry) << 1074n) + scaled(temperature) * scaled(added);
    });
    const unit = scaled(temperature) << 1074n;
    const known = entries.filter((entry) => entry !== undefined);
    const largest = known.reduce((a, b) => (a > b ? a : b));
    if (power === 0) {
      const first = entries.indexOf(largest);
      this.signed = entries.map((_, i) => (i === first ? 1n : 0n));
      this.distances = this.signed as readonly bigint[];
      this.divisor = 1n;
      return;
    }
    const near = known.filter((entry) => entry > largest - BigInt(power) * unit).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    const { above, divisor } = power === 1 ? lineAbove(near, unit) : parabolaAbove(near, 2n * unit);
    this.signed = entries.map((entry) => (entry === undefined ? undefined : above(entry)));
    this.distances = this.signed.map((distance) => (distance === undefined ? 0n : atLeastZero(distance)));
    this.divisor = divisor;
  }

  /**
   * (e - t) / (p T) of entry i as a multiple of 2^-bits, the power's root of its result where it is
   * not negative; undefined for an entry of -Infinity.
   */
  root(i: number, bits: bigint): bigint | undefined {
    const distance = this.signed[i];
    return distance === undefined ? undefined : (distance << bits) / this.divisor;
  }

  /** The distance of a number from result i: in ULP of that, and as it is. */
  error(format: Format, i: number, result: number): { readonly ulp: number; readonly absolute: number } {
    if (!Number.isFinite(result)) return { ulp: Infinity, absolute: Infinity };
    const power = BigInt(this.power || 1);
    const [numerator, denominator] = [(this.distances[i] as bigint) ** power, this.divisor ** power];
    const difference = (numerator << 1074n) - scaled(result) * denominator;
    const magnitude = difference < 0n ? -difference : difference;
    const ulp = ulpExponent(format, exponentOf(numerator, denominator));
    return { ulp: quotient(magnitude, denominator << 1074n, -ulp), absolute: quotient(magnitude, denominator << 1074n, 0) };
  }
}

/**
 * Entries sorted from the largest on: k x - (s - T) over k T, for the k that are above the
 * threshold and their sum s.
 */
function lineAbove(sorted: readonly bigint[], unit: bigint) {
  let sum = 0n;
  let count = 0n;
  for (const entry of sorted) {
    if ((count + 1n) * entry <= sum + entry - unit) break;
    sum += entry;
    count++;
  }
  return { above: (entry: bigint) => count * entry - (sum - unit), divisor: count * unit };
}

/**
 * Entries sorted from the largest on: (k x - s + root) / (k U), with s and q the sums of the k
 * entries above the threshold and of their squares, U = 2 T, and the root of k U² - (k q - s²).
 */
function parabolaAbove(sorted: readonly bigint[], unit: bigint) {
  let [count, sum, squares, root] = [0n, 0n, 0n, 0n];
  for (const entry of sorted) {
    const [k, s, q] = [count + 1n, sum + entry, squares + entry * entry];
    const square = k * unit * unit - (k * q - s * s);
    // k entry - s is not above 0: the entry is the smallest so far.
    if (square <= (s - k * entry) ** 2n) break;
    [count, sum, squares, root] = [k, s, q, square];
  }
  const precise = squareRoot(root << BigInt(2 * ROOT_BITS));
  return {
    above: (entry: bigint) => ((count * entry - sum) << BigInt(ROOT_BITS)) + precise,
    divisor: (count * unit) << BigInt(ROOT_BITS),
  };
}

const atLeastZero = (number: bigint): bigint => (number > 0n ? number : 0n);

/** A double as a multiple of 2^-1074. */
export function scaled(number: number): bigint {
  const bits = BigInt(toBits(float64, Math.abs(number)));
  const exponent = bits >> 52n;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return number < 0 ? -magnitude : magnitude;
}

/** The largest whole number whose square is not above n. */
export function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(16).length * 4 + 2) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

const bitsOf = (n: bigint): number =>
  n === 0n ? 0 : n.toString(16).length * 4 - Math.clz32(Number.parseInt(n.toString(16)[0] as string, 16)) + 28;

/** The exponent of the leading bit of a quotient, which may be 0: then it is below all. */
export function exponentOf(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return -1e6;
  const exponent = bitsOf(numerator) - bitsOf(denominator);
  const [a, b] = exponent > 0 ? [numerator, denominator << BigInt(exponent)] : [numerator << BigInt(-exponent), denominator];
  return a < b ? exponent - 1 : exponent;
}

/** numerator / denominator times 2^exponent, to 60 bits. */
export function quotient(numerator: bigint, denominator: bigint, exponent: number): number {
  if (numerator === 0n) return 0;
  const shift = 60 - (bitsOf(numerator) - bitsOf(denominator));
  const ratio = shift > 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  const half = Math.trunc((exponent - shift) / 2);
  return Number(ratio) * 2 ** half * 2 ** (exponent - shift - half);
}
