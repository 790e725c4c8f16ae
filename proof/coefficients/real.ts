import { init } from "gmp-wasm";

/**
 * A real number of 256 bits (MPFR). What of it is used here: the package's own type does not pass
 * TypeScript 6.
 */
export interface Real {
  add(other: Real | number): Real;
  sub(other: Real | number): Real;
  mul(other: Real | number): Real;
  div(other: Real | number): Real;
  neg(): Real;
  sqrt(): Real;
  exp(): Real;
  erfc(): Real;
  sin(): Real;
  atan(): Real;
  sign(): number;
  toNumber(): number;
}

const context = (await init()).getContext({ precisionBits: 256 }) as unknown as { Float(value: number): Real; Pi(): Real };

export const real = (value: number): Real => context.Float(value);
export const PI: Real = context.Pi();

/** Splits a value into the sum of two doubles. */
export function words(value: Real): readonly [number, number] {
  const high = value.toNumber();
  return [high, value.sub(high).toNumber()];
}

/** Splits a positive value into its digits down to 2^-bits, and the rest. */
export function split(value: Real, bits: number): readonly [number, number] {
  const high = Math.floor(value.toNumber() * 2 ** bits) / 2 ** bits;
  return [high, value.sub(high).toNumber()];
}

/** The root of a monotone function between `low` and `high`. */
export function root(f: (x: Real) => Real, low: number, high: number): Real {
  let [a, b] = [real(low), real(high)];
  const rising = f(a).sign() < 0;
  for (let i = 0; i < 200; i++) {
    const middle = a.add(b).div(2);
    if (f(middle).sign() < 0 === rising) a = middle;
    else b = middle;
  }
  return a;
}
