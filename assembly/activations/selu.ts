import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { ExponentialLinear } from "./parts/exponentialLinear";

/**
 * selu(x) = λ x where x > 0, else λα (e^x - 1)
 *
 *     f'  = λ where x > 0, else λα e^x      f'(0) = λα
 *     f'' = 0 where x > 0, else λα e^x      f''(0) = λα
 *
 * λ and λα have two words each, the first with the bits of an f32. As the second is positive, it
 * does no harm to infinities.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     2
 *     float64  2.5
 */
export class Selu<T extends number, E extends Exponential<T>> extends ExponentialLinear<T, E> {
  line(x: v128): v128 {
    return this.times(x, LAMBDA, LAMBDA_LOW);
  }

  get lineSlope(): v128 {
    return this.op.splat(LAMBDA + LAMBDA_LOW);
  }

  bend(x: v128): v128 {
    return this.times(this.op.accurateAtRoots.expm1(x), LAMBDA_ALPHA, LAMBDA_ALPHA_LOW);
  }

  bendSlope(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    if (sizeof<T>() === 8) return op.timesExp(op.splat(LAMBDA_ALPHA + LAMBDA_ALPHA_LOW), x);
    return this.times(op.exp(x), LAMBDA_ALPHA, LAMBDA_ALPHA_LOW);
  }

  bendCurvature(x: v128): v128 {
    return this.bendSlope(x);
  }

  bendSlopeFromOutput(y: v128): v128 {
    const sum = this.op.add(y, this.op.splat(LAMBDA_ALPHA + LAMBDA_ALPHA_LOW));
    return this.op.add(sum, this.op.splat(LAMBDA_ALPHA_REST));
  }

  private times(x: v128, high: f64, low: f64): v128 {
    if (sizeof<T>() === 8) return this.op.mul(this.op.splat(high + low), x);
    return this.op.madd(this.op.splat(high), x, this.op.mul(this.op.splat(low), x));
  }
}

/** The λ and λα that make mean 0 and variance 1 a fixed point, each in two words of 53 bits. */
const LAMBDA: f64 = 1.0507009029388428;
const LAMBDA_LOW: f64 = 8.441663768010699e-8;
const LAMBDA_ALPHA: f64 = 1.7580993175506592;
const LAMBDA_ALPHA_LOW: f64 = 2.3296717666099198e-8;
/** The rest of λα, which shows where y + λα is next to nothing. */
const LAMBDA_ALPHA_REST: f64 = 1.4153519380084477e-17;

export type Float32 = Selu<f64, Float32Exponential>;
export type Float64 = Selu<f64, Compensated>;
export type Fast = Selu<f32, FastExponential>;
