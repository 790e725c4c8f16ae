import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64ScaledTanh } from "./scaledTanh";
import { Deep } from "./swish";
import { TanhActivation } from "./tanh";

/**
 * dynamicTanh(x) = γ tanh(αx) + β
 *
 *     f'  = γ α tanh'(αx)
 *     f'' = γ α² tanh''(αx)
 *
 * Beside the root of f the sum cancels: tanh is taken there with all the digits that f64 lanes
 * have.
 * The kernel's parameters are γ, α, γα, γα², 1 / 2α, as scaledTanh has them, and β.
 */
abstract class ScaledAndShifted<E extends Lanes<f64>> extends Activation<f64, E> {
  value(x: v128): v128 {
    return this.valueOf(x, this.op.parameter(GAMMA), this.op.parameter(BETA));
  }

  derivative(x: v128): v128 {
    return this.derivativeOf(x, this.op.parameter(GAMMA));
  }

  secondDerivative(x: v128): v128 {
    return this.secondDerivativeOf(x, this.op.parameter(GAMMA));
  }

  abstract valueOf(x: v128, gamma: v128, beta: v128): v128;
  abstract derivativeOf(x: v128, gamma: v128): v128;
  abstract secondDerivativeOf(x: v128, gamma: v128): v128;
}

/**
 * dynamicTanh for `f32`, from tanh of the rounded αx.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 */
export class DynamicTanh extends ScaledAndShifted<Float32Exponential> {
  valueOf(x: v128, gamma: v128, beta: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.argument(x);
    const t = op.flip(op.tanhHalf(op.atMost(op.abs(op.add(z, z)), 80), 1), x);
    return shifted(op.mul(gamma, t), gamma, beta);
  }

  derivativeOf(x: v128, gamma: v128): v128 {
    const slope = instance<TanhActivation<f64, Float32Exponential>>().derivative(this.argument(x));
    return this.op.mul(this.op.mul(gamma, this.op.parameter(ALPHA)), slope);
  }

  secondDerivativeOf(x: v128, gamma: v128): v128 {
    const alpha = this.op.parameter(ALPHA);
    const curvature = instance<TanhActivation<f64, Float32Exponential>>().secondDerivative(this.argument(x));
    return this.op.mul(this.op.mul(this.op.mul(gamma, alpha), alpha), curvature);
  }

  private argument(x: v128): v128 {
    return this.op.mul(this.op.parameter(ALPHA), x);
  }
}

/** y + β, which keeps the sign of a y too small to show where β is 0 and γ is not */
function shifted(y: v128, gamma: v128, beta: v128): v128 {
  const op = instance<Lanes<f64>>();
  const zero = op.splat(0);
  return v128.bitselect(y, op.add(y, beta), v128.and(v128.eq<f64>(beta, zero), v128.ne<f64>(gamma, zero)));
}

/** The places of the kernel's parameters. */
const GAMMA = 0;
const ALPHA = 1;
const BETA = 5;

export type Float32 = DynamicTanh;

/**
 * dynamicTanh for `f64`, from scaledTanh.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 5 / 5 (5.5 with other parameters), within 20 of 0 where beta is not 0 f 4.4e-16*|gamma| absolute
 */
export class Float64DynamicTanh extends ScaledAndShifted<Deep> {
  valueOf(x: v128, gamma: v128, beta: v128): v128 {
    return shifted(this.op.flip(this.tanh.timesTanh(x, gamma), x), gamma, beta);
  }

  derivativeOf(x: v128, gamma: v128): v128 {
    return this.tanh.timesDecay(x, this.op.mul(this.op.mul(gamma, this.op.parameter(ALPHA)), this.op.splat(4)));
  }

  secondDerivativeOf(x: v128, gamma: v128): v128 {
    const alpha = this.op.parameter(ALPHA);
    const factor = this.op.mul(this.op.mul(this.op.mul(gamma, alpha), alpha), this.op.splat(-8));
    return this.op.flip(this.tanh.timesDecay(x, this.tanh.timesTanh(x, factor)), x);
  }

  private get tanh(): Float64ScaledTanh {
    return instance<Float64ScaledTanh>();
  }
}

export type Float64 = Float64DynamicTanh;
