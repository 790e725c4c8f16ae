import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";
import { productError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";
import { Deep } from "./swish";
import { TanhActivation } from "./tanh";

/**
 * scaledTanh(x) = α tanh(βx)
 *
 *     f'  = α β tanh'(βx)
 *     f'' = α β² tanh''(βx)
 *
 * The kernel's parameters are α, β, αβ, αβ² and 1 / 2β.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 */
class ScaledTanh extends Activation<f64, Float32Exponential> {
  value(x: v128): v128 {
    return this.op.mul(this.op.parameter(ALPHA), this.op.tanh(this.argument(x)));
  }

  derivative(x: v128): v128 {
    return this.op.mul(this.op.parameter(SLOPE), this.tanhDerivative(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.mul(
      this.op.parameter(CURVATURE),
      instance<TanhActivation<f64, Float32Exponential>>().secondDerivative(this.argument(x)),
    );
  }

  derivativeFromOutput(y: v128): v128 {
    return slopeFromOutput(y, this.op.parameter(ALPHA), this.op.parameter(BETA));
  }

  get learnt(): i32 {
    return 2;
  }

  /** The derivative of the kernel for f64: sums keep more digits than an f32 has. */
  parameterDerivative(i: i32, x: v128): v128 {
    return instance<Float64ScaledTanh>().parameterDerivative(i, x);
  }

  private tanhDerivative(x: v128): v128 {
    return instance<TanhActivation<f64, Float32Exponential>>().derivative(this.argument(x));
  }

  private argument(x: v128): v128 {
    return this.op.mul(this.op.parameter(BETA), x);
  }
}

/** (α - y) / α (α + y) β */
function slopeFromOutput(y: v128, alpha: v128, beta: v128): v128 {
  const op = instance<Lanes<f64>>();
  return op.mul(op.div(op.sub(alpha, y), alpha), op.mul(op.add(alpha, y), beta));
}

/** The places of the kernel's parameters, all but the first two derived from them. */
const ALPHA = 0;
const BETA = 1;
/** αβ */
const SLOPE = 2;
/** αβ² */
const CURVATURE = 3;
/** 1 / 2β */
const INVERSE = 4;

export type Float32 = ScaledTanh;

/**
 * scaledTanh for `f64`, from e^-2β|x| with 2β|x| in two words: one rounding of the product would
 * cost as many ULP as it is large. With m = e^-2β|x| - 1, tanh(β|x|) is -m / (2 + m).
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 5 / 6 (6 with other parameters)
 */
export class Float64ScaledTanh extends Activation<f64, Deep> {
  value(x: v128): v128 {
    return this.op.flip(this.timesTanh(x, this.op.parameter(ALPHA)), x);
  }

  derivative(x: v128): v128 {
    return this.timesDecay(x, this.op.mul(this.op.parameter(SLOPE), this.op.splat(4)));
  }

  secondDerivative(x: v128): v128 {
    const factor = this.timesTanh(x, this.op.mul(this.op.parameter(CURVATURE), this.op.splat(-8)));
    return this.op.flip(this.timesDecay(x, factor), x);
  }

  derivativeFromOutput(y: v128): v128 {
    return slopeFromOutput(y, this.op.parameter(ALPHA), this.op.parameter(BETA));
  }

  get learnt(): i32 {
    return 2;
  }

  parameterDerivative(i: i32, x: v128): v128 {
    if (i === ALPHA) return this.op.flip(this.tanh(x), x);
    return this.rateDerivative(x, this.op.parameter(ALPHA));
  }

  /** The derivative with respect to the rate, of a level. */
  rateDerivative(x: v128, level: v128): v128 {
    const z = this.op.atMost(this.op.atLeast(x, -f64.MAX_VALUE), f64.MAX_VALUE);
    return this.op.mul(this.timesDecay(x, this.op.mul(level, this.op.splat(4))), z);
  }

  /** factor tanh(β|x|), which is not to lose digits where β|x| is subnormal */
  timesTanh(x: v128, factor: v128): v128 {
    const linear = this.op.mul(this.op.mul(factor, this.op.parameter(BETA)), this.op.abs(x));
    const y = this.op.mul(factor, this.tanh(x));
    return v128.bitselect(linear, y, v128.lt<f64>(this.argument(x), this.op.splat(1e-20)));
  }

  /** tanh(β|x|), with what 2 + m loses put right to first order */
  private tanh(x: v128): v128 {
    const m = this.op.minusOne(this.op.neg(this.argument(x)), this.op.neg(this.argumentLow(x)));
    const w = this.op.add(this.op.splat(2), m);
    const low = this.op.sub(m, this.op.sub(w, this.op.splat(2)));
    const y = this.op.div(this.op.neg(m), w);
    return this.op.nmadd(y, this.op.div(low, w), y);
  }

  /** factor e / (1 + e)², e = e^-2β|x| */
  timesDecay(x: v128, factor: v128): v128 {
    const t = this.op.neg(this.argument(x));
    const low = this.op.neg(this.argumentLow(x));
    const y = this.op.overSquare(this.op.raised(t, low), this.op.mantissaLow(t, low), this.op.splat(1), this.op.splat(0));
    return this.op.mul(this.op.mul(y, factor), this.op.beyond(t));
  }

  /** 2β|x|, as far as the engine goes: tanh and decay have one exponential. */
  private argument(x: v128): v128 {
    return this.op.mul(this.magnitude(x), this.rate);
  }

  private argumentLow(x: v128): v128 {
    return productError<f64>(this.magnitude(x), this.rate);
  }

  private magnitude(x: v128): v128 {
    return this.op.min(this.op.abs(x), this.op.mul(this.op.splat(this.op.reach), this.op.parameter(INVERSE)));
  }

  private get rate(): v128 {
    return this.op.add(this.op.parameter(BETA), this.op.parameter(BETA));
  }
}

export type Float64 = Float64ScaledTanh;
