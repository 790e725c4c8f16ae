import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";

/**
 * leakyRelu(x) = λx where x < 0, else x, λ the negative slope
 *
 *     f'  = 1 where x > 0, else λ      f'(0) = λ
 *     f'' = 0
 *
 * λ is an f64. Rounded to f32 it would cost up to 1 ULP, and so do two f32 words, x high + x low,
 * where the processor does not fuse: two roundings show, in subnormal results three. So f32 lanes
 * take the product by way of f64 and round once. Two words, guarded against infinities, are no
 * faster where madd fuses, and a fifth elsewhere.
 *
 * The kernel's parameters are λ, and the least x to multiply: -Infinity, but finite where λ = 0,
 * whose f(-Infinity) is 0.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / exact (1 with other parameters)
 *     float64  0.5 / exact / exact
 */
export class LeakyRelu<T extends number> extends Activation<T, Lanes<T>> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return this.op.whereNegative(x, this.op.product(0, this.op.max(x, this.op.parameter(1))), x);
  }

  derivative(x: v128): v128 {
    return v128.or(this.op.wherePositive(x, this.op.splat(1), this.op.parameter(0)), this.op.nan(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.derivative(y);
  }

  /** λ is not rounded before the product. */
  backward(dy: v128, x: v128): v128 {
    return v128.or(this.op.wherePositive(x, dy, this.op.product(0, dy)), this.op.nan(x));
  }

  backwardFromOutput(dy: v128, y: v128): v128 {
    return this.backward(dy, y);
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy x where x is not positive, else 0, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.wherePositive(x, op.splat(0), op.mul(dy, x));
  }
}

export type Float32 = LeakyRelu<f32>;
export type Float64 = LeakyRelu<f64>;
