/**
 * What a gated function computes for one vector, from the activation of its gate: value · act(gate), and the gradients of both.
 */
import { Activation } from "../../activation";
import { kernel } from "../../lanes";

/** A function of an element of `value` and of `gate`, and of the gradient `dy` that came with them. */
export abstract class Gated {
  abstract at(dy: v128, value: v128, gate: v128): v128;
}

export class Product<K extends Activation<number>> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return times<K>(value, kernel<K>().value(gate));
  }
}

/** dy act(gate) */
export class ValueGradient<K extends Activation<number>> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return times<K>(dy, kernel<K>().pairValue(gate));
  }
}

/** dy value act'(gate). In f64 lanes the product of two f32 is exact. */
export class GateGradient<K extends Activation<number>> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return times<K>(times<K>(dy, value), kernel<K>().pairDerivative(gate));
  }
}

/** `F` on arrays of `T`. Where the kernel's lanes are wider, four `f32` are twice two `f64`, and the one rounding that shows is the last. */
export class GatedFitted<F extends Gated, K extends Activation<number>, T extends number> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    const f = kernel<F>();
    if (kernel<K>().lane === sizeof<T>()) return f.at(dy, value, gate);
    const low = f.at(f64x2.promote_low_f32x4(dy), f64x2.promote_low_f32x4(value), f64x2.promote_low_f32x4(gate));
    const high = f.at(this.high(dy), this.high(value), this.high(gate));
    return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
  }

  private high(x: v128): v128 {
    return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
  }
}

/** A product in the lanes of the activation. */
function times<K extends Activation<number>>(a: v128, b: v128): v128 {
  return kernel<K>().lane === 4 ? f32x4.mul(a, b) : f64x2.mul(a, b);
}
