import { Octaves } from "./octaves";

/**
 * Sums and differences of e^a and e^-a, with the operations of src/scalar/hyperbolic.ts in their
 * order.
 *
 * e^a = 2^n (m + low), the second word what the sum of the first has lost.
 */
export class Hyperbolic extends Octaves {
  /** m */
  head(a: v128): v128 {
    return this.mantissa(this.remainder(a), this.rest(a));
  }

  /** low */
  lost(a: v128): v128 {
    const r = this.remainder(a);
    const first = this.add(this.splat(1), r);
    const trailing = this.add(this.sub(r, this.sub(first, this.splat(1))), this.rest(a));
    return this.sub(trailing, this.sub(this.head(a), first));
  }

  /** (e^a + sign e^-a) / 2 for a >= 0, as 2^(n - 1) times the sum of m and sign 2^-2n / m. */
  half(a: v128, sign: f64): v128 {
    const z = this.bounded(a);
    const n = this.octaves(z);
    const m = this.head(z);
    const little = this.atMost(n, 500);
    const power = this.mul(this.splat(sign), this.power(this.sub(this.splat(0), this.add(little, little))));
    const other = this.div(power, m);
    const low = this.lost(z);
    const sum = this.add(m, other);
    const rounded = this.add(sum, this.add(this.add(this.sub(m, sum), other), low));
    return this.timesPower(rounded, this.sub(n, this.splat(1)));
  }

  /** A polynomial of degree 6. */
  polynomial(z: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64, c6: f64): v128 {
    const z2 = this.mul(z, z);
    const first = this.add(this.splat(c0), this.mul(this.splat(c1), z));
    const second = this.add(this.splat(c2), this.mul(this.splat(c3), z));
    const third = this.add(this.add(this.splat(c4), this.mul(this.splat(c5), z)), this.mul(this.splat(c6), z2));
    return this.add(first, this.mul(z2, this.add(second, this.mul(z2, third))));
  }
}
