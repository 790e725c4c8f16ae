import { Activation } from "../activation";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";

/**
 * exponential(x) = e^x
 *
 *     f' = f'' = f
 *
 * Subnormal results are kept, and a finite x gives Infinity only where e^x is beyond the format. In
 * a backward pass dy may bring it back into the format: so e^x comes in two factors wherever the
 * lanes do not hold it.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     1.1
 *     float64  0.9
 */
export class ExponentialActivation<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    return this.op.accurateAtRoots.unboundedExp(x);
  }

  derivative(x: v128): v128 {
    return this.value(x);
  }

  secondDerivative(x: v128): v128 {
    return this.value(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return y;
  }

  backward(dy: v128, x: v128): v128 {
    return this.op.accurateAtRoots.timesUnboundedExp(dy, x);
  }
}

export type Float32 = ExponentialActivation<f64, Float32Exponential>;
export type Float64 = ExponentialActivation<f64, Compensated>;
export type Fast = ExponentialActivation<f32, FastExponential>;
