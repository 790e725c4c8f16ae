import { Activation } from "../activation";
import { Float32Trigonometry, Float64Trigonometry, Trigonometry } from "../math/trigonometry";

/**
 * atan(x) = arctan x
 *
 *     f'  = 1 / (1 + x²)
 *     f'' = -2x / (1 + x²)²
 *
 * As x² would overflow where 1 / x² is still a number, f' is computed of x 2^-64; in f'' x goes no
 * further than 1e150, and 1 + x² divides twice.
 *
 * From the output f' is cos² y.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  2.5 / 2.3 / 4.2
 */
export class AtanActivation<T extends number, E extends Trigonometry> extends Activation<T, E> {
  value(x: v128): v128 {
    return this.op.flip(this.op.arctangent(this.op.abs(x)), x);
  }

  derivative(x: v128): v128 {
    const one = this.op.splat(2.938735877055719e-39);
    const z = this.op.mul(x, this.op.splat(5.421010862427522e-20));
    return this.op.div(one, this.op.madd(z, z, one));
  }

  secondDerivative(x: v128): v128 {
    const c = this.op.atMost(this.op.abs(x), 1e150);
    const square = this.op.madd(c, c, this.op.splat(1));
    return this.op.flip(this.op.div(this.op.div(this.op.mul(c, this.op.splat(-2)), square), square), x);
  }

  derivativeFromOutput(y: v128): v128 {
    const cosine = this.op.cosine(y);
    return this.op.mul(cosine, cosine);
  }
}

export type Float32 = AtanActivation<f64, Float32Trigonometry>;
export type Float64 = AtanActivation<f64, Float64Trigonometry>;
