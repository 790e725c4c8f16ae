/** Sums of products, exactly. */

const float = new Float64Array(1);
const bits = new BigUint64Array(float.buffer);

/** A double as a whole number times a power of two. */
function split(value: number): { significand: bigint; exponent: number } {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number`);
  float[0] = Math.abs(value);
  const biased = Number(bits[0] >> 52n);
  const significand = (bits[0] & 0xfffffffffffffn) | (biased ? 1n << 52n : 0n);
  return { significand: value < 0 ? -significand : significand, exponent: Math.max(biased, 1) - 1075 };
}

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * The error of a sum of products in units of `u` = 2^-precision times the sum of their magnitudes:
 * |result - sum a b| / (u sum |a b|), rounded up to a thousandth.
 */
export function errorOfSum(factors: readonly (readonly [number, number])[], result: number, precision: number): number {
  if (!Number.isFinite(result)) return Infinity;
  const products = [...factors, [-result, 1] as const].map(([a, b]) => {
    const [first, second] = [split(a), split(b)];
    return { significand: first.significand * second.significand, exponent: first.exponent + second.exponent };
  });
  const unit = products.reduce((least, { significand, exponent }) => (significand ? Math.min(least, exponent) : least), 0);
  const terms = products.map(({ significand, exponent }) => (significand ? significand << BigInt(exponent - unit) : 0n));
  const error = size(terms.reduce((sum, term) => sum + term, 0n));
  const magnitude = terms.slice(0, -1).reduce((sum, term) => sum + size(term), 0n);
  if (error === 0n) return 0;
  if (magnitude === 0n) return Infinity;
  return Number(((error << BigInt(precision)) * 1000n) / magnitude + 1n) / 1000;
}

/** gamma(n) = n u / (1 - n u) in units of u: what n roundings of relative size u can add up to. */
export const gamma = (n: number, precision: number): number => n / (1 - n * 2 ** -precision);
