import { Activation } from "../activation";
import { Lanes } from "../lanes";
import { errorOfSum, productError } from "../math/exact";

/**
 * isru(x) = x / s, s = √(1 + αx²)
 *
 *     f'  = 1 / s³
 *     f'' = -3αx / s⁵
 *
 * Far out x is taken for the bound where αx² = 2^730: f is 1 / √α there, f' and f'' vanish, and
 * nothing overflows that does not vanish with it.
 *
 * The kernel's parameters are α, that bound, and √α in two words.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
export class Isru<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    return this.op.flip(this.op.div(this.bounded(x), this.op.sqrt(this.square(x))), x);
  }

  derivative(x: v128): v128 {
    return this.op.div(this.op.div(this.op.splat(1), this.square(x)), this.op.sqrt(this.square(x)));
  }

  /**
   * f''(x), with s² no less than 1 + 2^-40: 3αx may be a tie between two f32, and f'' is smaller.
   */
  secondDerivative(x: v128): v128 {
    return this.op.flip(this.op.neg(this.curvature(x, this.op.atLeast(this.square(x), 1.0000000000009095))), x);
  }

  /** (1 - αy²)√(1 - αy²), with 1 - αy² as d (2 - d), d = 1 - √α|y| */
  derivativeFromOutput(y: v128): v128 {
    const z = this.op.atMost(this.op.abs(y), 1e60);
    const root = this.op.parameter(2);
    const product = this.op.mul(root, z);
    const rest = this.op.madd(this.op.parameter(3), z, productError<T>(root, z));
    const d = this.op.atLeast(this.op.sub(this.op.sub(this.op.splat(1), product), rest), 0);
    const square = this.op.mul(d, this.op.sub(this.op.splat(2), d));
    return this.op.mul(square, this.op.sqrt(square));
  }

  /** -f³ / 2 */
  parameterDerivative(i: i32, x: v128): v128 {
    const y = this.value(x);
    return this.op.mul(this.op.mul(y, this.op.splat(-0.5)), this.op.mul(y, y));
  }

  /** |f''|, from s² */
  protected curvature(x: v128, square: v128): v128 {
    const slope = this.op.mul(this.op.mul(this.op.parameter(0), this.op.splat(3)), this.bounded(x));
    return this.op.div(this.op.div(slope, square), this.op.mul(square, this.op.sqrt(square)));
  }

  /** s² */
  protected square(x: v128): v128 {
    const c = this.bounded(x);
    return this.op.add(this.op.mul(this.op.mul(this.op.parameter(0), c), c), this.op.splat(1));
  }

  protected bounded(x: v128): v128 {
    return this.op.min(this.op.abs(x), this.op.parameter(1));
  }
}

/**
 * isru for `f64`: in the derivatives the error of s², which counts more than once, is put right.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  2.5 / 4 / 5
 */
export class Float64Isru<T extends number> extends Isru<T> {
  derivative(x: v128): v128 {
    return this.corrected(super.derivative(x), x, 1.5);
  }

  secondDerivative(x: v128): v128 {
    return this.op.flip(this.op.neg(this.corrected(this.curvature(x, this.square(x)), x, 2.5)), x);
  }

  /** y (1 - power e), with e the relative error of s² */
  private corrected(y: v128, x: v128, power: f64): v128 {
    const alpha = this.op.parameter(0);
    const c = this.bounded(x);
    const product = this.op.mul(alpha, c);
    const q = this.op.mul(product, c);
    const error = this.op.madd(productError<T>(alpha, c), c, productError<T>(product, c));
    const sum = this.op.add(q, this.op.splat(1));
    const rest = this.op.add(errorOfSum<T>(q, this.op.splat(1), sum), error);
    return this.op.nmadd(this.op.mul(y, this.op.splat(power)), this.op.div(rest, sum), y);
  }
}

export type Float32 = Isru<f64>;
export type Float64 = Float64Isru<f64>;
