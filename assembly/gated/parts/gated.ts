/** The vector functions of a gate: factor(value) · act(gate), and the gradients of both. */
import { Activation } from "../../activation";
import { inHalves, instance, Ternary } from "../../lanes";

/** A function of the gradient `dy`, and of the elements of `value` and `gate`. */
export abstract class Gated extends Ternary {}

/** The factor that a gated function makes of its value. */
export abstract class Factor {
  abstract of(value: v128): v128;
  /** dy times the derivative of the factor. */
  abstract backward(dy: v128, value: v128): v128;
}

/** The value itself, as a factor. */
export class Itself extends Factor {
  of(value: v128): v128 {
    return value;
  }

  backward(dy: v128, value: v128): v128 {
    return dy;
  }
}

/** factor(value) act(gate) */
export class GatedProduct<K extends Activation<number>, V extends Factor> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    return times<K>(instance<V>().of(value), instance<K>().value(gate));
  }
}

/** dy factor'(value) act(gate) */
export class ValueGradient<K extends Activation<number>, V extends Factor> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    // Where the factor is the value itself, none is read here, nor widened.
    const gradient = idof<V>() === idof<Itself>() ? dy : instance<V>().backward(dy, value);
    return times<K>(gradient, instance<K>().pairValue(gate));
  }
}

/**
 * dy factor(value) act'(gate). In f64 lanes the product of two f32 is exact; in f32 lanes act' is 0
 * or 1, and that product may not overflow before it is 0.
 */
export class GateGradient<K extends Activation<number>, V extends Factor> extends Gated {
  at(dy: v128, value: v128, gate: v128): v128 {
    const factor = instance<V>().of(value);
    if (instance<K>().lane === 4) return times<K>(dy, times<K>(factor, instance<K>().pairDerivative(gate)));
    return times<K>(times<K>(dy, factor), instance<K>().pairDerivative(gate));
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
