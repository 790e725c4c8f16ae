import { DynamicTanh, Float64DynamicTanh } from "../activations/dynamicTanh";
import { inHalves, instance, Ternary } from "../lanes";
import { Paired } from "./parts/pairs";

export { backward, derivative, secondDerivative, value, valueAndDerivative } from "./parts/pairs";

class Value extends Ternary {
  at(x: v128, gamma: v128, beta: v128): v128 {
    return instance<DynamicTanh>().valueOf(x, gamma, beta);
  }
}

class Derivative extends Ternary {
  at(x: v128, gamma: v128, beta: v128): v128 {
    return instance<DynamicTanh>().derivativeOf(x, gamma);
  }
}

class SecondDerivative extends Ternary {
  at(x: v128, gamma: v128, beta: v128): v128 {
    return instance<DynamicTanh>().secondDerivativeOf(x, gamma);
  }
}

class Backward extends Ternary {
  at(x: v128, gamma: v128, dy: v128): v128 {
    return f64x2.mul(dy, instance<DynamicTanh>().derivativeOf(x, gamma));
  }
}

/**
 * dynamicTanh with a scale and a shift for each element of x: the results are those of
 * ../activations/dynamicTanh.ts with the same numbers, bit for bit.
 */
class Float32Channels extends Paired {
  value(x: v128, gamma: v128, beta: v128): v128 {
    return inHalves<Value>(x, gamma, beta);
  }

  derivative(x: v128, gamma: v128): v128 {
    return inHalves<Derivative>(x, gamma, gamma);
  }

  secondDerivative(x: v128, gamma: v128): v128 {
    return inHalves<SecondDerivative>(x, gamma, gamma);
  }

  backward(dy: v128, x: v128, gamma: v128): v128 {
    return inHalves<Backward>(x, gamma, dy);
  }
}

class Float64Channels extends Paired {
  value(x: v128, gamma: v128, beta: v128): v128 {
    return instance<Float64DynamicTanh>().valueOf(x, gamma, beta);
  }

  derivative(x: v128, gamma: v128): v128 {
    return instance<Float64DynamicTanh>().derivativeOf(x, gamma);
  }

  secondDerivative(x: v128, gamma: v128): v128 {
    return instance<Float64DynamicTanh>().secondDerivativeOf(x, gamma);
  }

  backward(dy: v128, x: v128, gamma: v128): v128 {
    return f64x2.mul(dy, this.derivative(x, gamma));
  }
}

export type Float32 = Float32Channels;
export type Float64 = Float64Channels;
