/**
 * The vector functions of a gated function: factor(value) · act(gate), and the gradients of both. The
 * factor of most is the value itself.
 */
import { Activation } from "../../activation";
import { inHalves, instance, Ternary } from "../../lanes";

/** A function of the gradient `dy`, and of the elements of `value` and `gate`. */
export abstract class Gated extends Ternary {}

export class Product<K extends Activation<number>> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return times<K>(instance<K>().factorOf(value), instance<K>().value(gate));
  }
}

/** dy factor'(value) act(gate) */
export class ValueGradient<K extends Activation<number>> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return times<K>(instance<K>().factorBackward(dy, value), instance<K>().pairValue(gate));
  }
}

/**
 * dy factor(value) act'(gate). In f64 lanes the product of two f32 is exact; in f32 lanes act' is 0
 * or 1, and that product may not overflow before it is 0.
 */
export class GateGradient<K extends Activation<number>> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    const k = instance<K>();
    if (k.lane === 4) return times<K>(dy, times<K>(k.factorOf(value), k.pairDerivative(gate)));
    return times<K>(times<K>(dy, k.factorOf(value)), k.pairDerivative(gate));
  }
}

/**
 * `F` on arrays of `T`. Where the kernel's lanes are wider, four `f32` are twice two `f64`, and the
 * one rounding that shows is the last.
 */
export class GatedFitted<F extends Gated, K extends Activation<number>, T extends number> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return instance<K>().lane === sizeof<T>() ? instance<F>().at(dy, value, gate) : inHalves<F>(dy, value, gate);
  }
}

/** A product in the lanes of the activation. */
function times<K extends Activation<number>>(a: v128, b: v128): v128 {
  return instance<K>().lane === 4 ? f32x4.mul(a, b) : f64x2.mul(a, b);
}
