import { Activation } from "../../activation";
import { Derivative, Fitted, PairDerivative, PairValue, SecondDerivative } from "../../elementwise";
import { kernel, Lanes } from "../../lanes";

/**
 * A fast form whose value is in f32 lanes and all else that of the float32 kernel `K`: beside the roots of derivatives f32 lanes
 * would only hold an absolute bound.
 */
export abstract class FastValue<E extends Lanes<f32>, K extends Activation<f64>> extends Activation<f32, E> {
  derivative(x: v128): v128 {
    return kernel<Fitted<Derivative<K>, K, f32>>().at(x, x);
  }

  secondDerivative(x: v128): v128 {
    return kernel<Fitted<SecondDerivative<K>, K, f32>>().at(x, x);
  }

  pairValue(x: v128): v128 {
    return kernel<Fitted<PairValue<K>, K, f32>>().at(x, x);
  }

  pairDerivative(x: v128): v128 {
    return kernel<Fitted<PairDerivative<K>, K, f32>>().at(x, x);
  }
}
