const FIRST = -1022;
const LAST = 1023;

/** 2^n for n from FIRST to LAST. Doubling is exact. */
function normalPowers(): Float64Array {
  const powers = new Float64Array(LAST - FIRST + 1);
  let power = 2.2250738585072014e-308;
  for (let i = 0; i < powers.length; i++, power *= 2) powers[i] = power;
  return powers;
}

const POWERS = /*#__PURE__*/ normalPowers();

/** 2^n for a whole n from -1022 to 1023. */
export function power(n: number): number {
  return POWERS[(n | 0) - FIRST];
}

/**
 * y 2^n for a whole n: exact, or rounded once where that is subnormal and y above 2^-62.
 *
 * V8 takes what a call that it does not inline returns for any value, and makes an object of every
 * number that might come from there, unless it is multiplied by 1.
 */
export function scaled(y: number, n: number): number {
  if (n < FIRST) return 1 * scaled(y * power(-960), n + 960);
  if (n > LAST) return 1 * scaled(y * power(LAST), n - LAST);
  return y * power(n);
}

/** The whole part of log2 x, for a positive finite x. */
export function exponent(x: number): number {
  let n = 31;
  let y = x;
  for (; y >= 2147483648; n += 31) y *= 4.656612873077393e-10;
  for (; y < 1; n -= 31) y *= 2147483648;
  return n - Math.clz32(y);
}

/** The bits of a number: with a DataView, in this order on every machine. */
const BITS = /*#__PURE__*/ bits();

function bits(): DataView {
  return new DataView(new ArrayBuffer(8));
}

/** The whole part of log2 x, for a positive normal x: of numbers of all sizes in the same time. */
export function exponentOf(x: number): number {
  BITS.setFloat64(0, x, true);
  return (BITS.getInt32(4, true) >> 20) - 1023;
}

/** The sign, the exponent and the first 20 bits of x. */
export function upperWord(x: number): number {
  BITS.setFloat64(0, x, true);
  return BITS.getInt32(4, true);
}

/** x without the lower 27 bits. */
export function upperBits(x: number): number {
  BITS.setFloat64(0, x, true);
  BITS.setUint32(0, BITS.getUint32(0, true) & 0xf8000000, true);
  return BITS.getFloat64(0, true);
}
