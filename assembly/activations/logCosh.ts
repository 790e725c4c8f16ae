import { Activation } from "../activation";
import { instance } from "../lanes";
import { LN2_HIGH, LN2_LOW } from "../math/coefficients/float64";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";
import { Float64Logarithm } from "../math/logarithm";
import { TanhActivation } from "./tanh";

/**
 * logCosh(x) = log(cosh(x))
 *
 *     f   = log(1 + (cosh(x) - 1)) up to |x| = 1.3, beyond |x| - ln2 + log(1 + e^-2|x|)
 *     f'  = tanh(x)
 *     f'' = tanh'(x)
 *
 * cosh(x) - 1 is formed without cancellation: so f is right at its root, too.
 */
abstract class LogCosh<E extends Exponential<f64>, S extends Exponential<f64>> extends Activation<f64, E> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    return v128.bitselect(this.near(this.op.atMost(a, LIMIT)), this.far(a), v128.lt<f64>(a, this.op.splat(LIMIT)));
  }

  derivative(x: v128): v128 {
    return instance<TanhActivation<f64, S>>().value(x);
  }

  secondDerivative(x: v128): v128 {
    return instance<TanhActivation<f64, S>>().derivative(x);
  }

  abstract near(a: v128): v128;
  abstract far(a: v128): v128;
}

/** The |x| from which the other form is taken: here cosh is nearly 2. */
const LIMIT = 1.3;

/**
 * logCosh for `f32`, with e^a = u / v and t = tanh(a / 2) = (u - v) / (u + v):
 *
 *     cosh(a) - 1 = 2 t² / (1 - t²),     e^-2a = v² / u²
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class Float32LogCosh extends LogCosh<Float32Exponential, Float32Exponential> {
  near(a: v128): v128 {
    const op = this.op.accurateAtZero;
    const t = op.tanhHalf(a, 1);
    const square = op.mul(t, t);
    return op.logOnePlus(op.add(square, square), op.sub(op.splat(1), square));
  }

  far(a: v128): v128 {
    const op = this.op.accurateAtZero;
    const z = op.atMost(a, 300);
    const u = op.numerator(z, 1);
    const v = op.denominator(z, 1);
    return op.add(op.sub(a, op.splat(Math.LN2)), op.logOnePlus(op.mul(v, v), op.mul(u, u)));
  }
}

export type Float32 = Float32LogCosh;

/**
 * logCosh for `f64`, with cosh(a) - 1 = -(e^a - 1) (e^-a - 1) / 2 and ln2 in two words.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 4.5 / 4.5
 */
class Float64LogCosh extends LogCosh<Compensated, Float64Exponential> {
  near(a: v128): v128 {
    const zero = this.op.splat(0);
    const product = this.op.mul(this.op.minusOne(a, zero), this.op.minusOne(this.op.neg(a), zero));
    return instance<Float64Logarithm>().onePlus(this.op.mul(product, this.op.splat(-0.5)));
  }

  far(a: v128): v128 {
    const zero = this.op.splat(0);
    const z = this.op.neg(this.op.atMost(this.op.add(a, a), this.op.reach));
    const log = this.op.lowered(instance<Float64Logarithm>().onePlusRaised(this.op.raised(z, zero), this.op.mantissaLow(z, zero)));
    return this.op.add(this.op.sub(a, this.op.splat(LN2_HIGH)), this.op.sub(log, this.op.splat(LN2_LOW)));
  }
}

export type Float64 = Float64LogCosh;
