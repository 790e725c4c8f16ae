/**
 * The vector functions of exports: methods of the activation, brought to the element type of the
 * arrays.
 */
import { Activation } from "./activation";
import { instance, narrow, widenHigh, widenLow } from "./lanes";
import { Pointwise } from "./pointwise";

/** A function of an element `x`, and of the gradient `dy` that came with it. */
export abstract class Elementwise {
  abstract at(x: v128, dy: v128): v128;
}

export class Value<K extends Pointwise<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return instance<K>().value(x);
  }
}

export class Derivative<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return instance<K>().derivative(x);
  }
}

export class SecondDerivative<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return instance<K>().secondDerivative(x);
  }
}

export class PairValue<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return instance<K>().pairValue(x);
  }
}

export class PairDerivative<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return instance<K>().pairDerivative(x);
  }
}

/** `dy * f'(x)`, in the kernel's own lanes: rounded once when widened. */
export class Backward<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return instance<K>().backward(dy, x);
  }
}

export class BackwardFromOutput<K extends Activation<number>> extends Elementwise {
  at(y: v128, dy: v128): v128 {
    return instance<K>().backwardFromOutput(dy, y);
  }
}

/**
 * `F` on arrays of `T`. Where the kernel's lanes are wider, four `f32` are twice two `f64`, and the
 * one rounding that shows is the last.
 */
export class Fitted<F extends Elementwise, K extends Pointwise<number>, T extends number> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    const f = instance<F>();
    if (instance<K>().lane === sizeof<T>()) return f.at(x, dy);
    return narrow<T>(f.at(widenLow<T>(x), widenLow<T>(dy)), f.at(widenHigh(x), widenHigh(dy)));
  }
}
