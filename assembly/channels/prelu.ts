import { instance, Lanes } from "../lanes";
import { Channelled } from "./parts/channelled";

/**
 * prelu with a slope for each element of x. A product of two f32 is rounded once in f32 lanes, so
 * that the results are those of ../activations/leakyRelu.ts with the same slope, bit for bit. There
 * a slope of 0 at -Infinity gives a zero, and so it does here.
 */
class Prelu<T extends number> extends Channelled {
  value(x: v128, slope: v128, second: v128): v128 {
    const op = instance<Lanes<T>>();
    const least = v128.bitselect(op.splat(-this.largest), op.splat(-Infinity), v128.eq<T>(slope, op.splat(0)));
    return op.whereNegative(x, op.mul(slope, v128.pmax<T>(x, least)), x);
  }

  derivative(x: v128, slope: v128): v128 {
    const op = instance<Lanes<T>>();
    return v128.or(op.wherePositive(x, op.splat(1), slope), op.nan(x));
  }

  backward(dy: v128, x: v128, slope: v128): v128 {
    const op = instance<Lanes<T>>();
    return v128.or(op.wherePositive(x, dy, op.mul(slope, dy)), op.nan(x));
  }

  /** dy x where x is not positive, else 0 */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    return instance<Lanes<f64>>().wherePositive(x, f64x2.splat(0), f64x2.mul(dy, x));
  }

  private get largest(): f64 {
    return sizeof<T>() === 4 ? 3.4028234663852886e38 : 1.7976931348623157e308;
  }
}

/** Computed in the lanes of the arrays. */
export type Float32 = Prelu<f32>;
export type Float64 = Prelu<f64>;
