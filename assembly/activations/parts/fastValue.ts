import { Activation } from "../../activation";
import { Derivative, Fitted, PairDerivative, PairValue, SecondDerivative } from "../../elementwise";
import { instance, Lanes } from "../../lanes";

/**
 * A fast form whose value is in f32 lanes and all else that of the float32 kernel `K`: beside the
 * roots of derivatives f32 lanes would only hold an absolute bound.
 */
export abstract class FastValue<E extends Lanes<f32>, K extends Activation<f64>> extends Activation<f32, E> {
  derivative(x: v128): v128 {
    return instance<Fitted<Derivative<K>, K, f32>>().at(x, x);
  }

  secondDerivative(x: v128): v128 {
    return instance<Fitted<SecondDerivative<K>, K, f32>>().at(x, x);
  }

  pairValue(x: v128): v128 {
    return instance<Fitted<PairValue<K>, K, f32>>().at(x, x);
  }

  pairDerivative(x: v128): v128 {
    return instance<Fitted<PairDerivative<K>, K, f32>>().at(x, x);
  }
}
