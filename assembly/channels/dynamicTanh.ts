import { BETA, DynamicTanh, Float64DynamicTanh, GAMMA } from "../activations/dynamicTanh";
import { inHalves, instance, Lanes, Ternary } from "../lanes";
import { Paired } from "./parts/pairs";

export { backward, derivative, secondDerivative, value, valueAndDerivative } from "./parts/pairs";

/** Of a table and the kernel's parameter, one has the scale, and the other is 1. */
function scaleOf(table: v128): v128 {
  return f64x2.mul(table, instance<Lanes<f64>>().parameter(GAMMA));
}

/** Of a table and the kernel's parameter, one has the shift, and the other is 0. */
function shiftOf(table: v128): v128 {
  return f64x2.add(table, instance<Lanes<f64>>().parameter(BETA));
}

class Value extends Ternary {
  at(x: v128, scale: v128, shift: v128): v128 {
    return instance<DynamicTanh>().valueOf(x, scaleOf(scale), shiftOf(shift));
  }
}

class Derivative extends Ternary {
  at(x: v128, scale: v128, shift: v128): v128 {
    return instance<DynamicTanh>().derivativeOf(x, scaleOf(scale));
  }
}

class SecondDerivative extends Ternary {
  at(x: v128, scale: v128, shift: v128): v128 {
    return instance<DynamicTanh>().secondDerivativeOf(x, scaleOf(scale));
  }
}

class Backward extends Ternary {
  at(x: v128, scale: v128, dy: v128): v128 {
    return f64x2.mul(dy, instance<DynamicTanh>().derivativeOf(x, scaleOf(scale)));
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
    return instance<Float64DynamicTanh>().valueOf(x, scaleOf(gamma), shiftOf(beta));
  }

  derivative(x: v128, gamma: v128): v128 {
    return instance<Float64DynamicTanh>().derivativeOf(x, scaleOf(gamma));
  }

  secondDerivative(x: v128, gamma: v128): v128 {
    return instance<Float64DynamicTanh>().secondDerivativeOf(x, scaleOf(gamma));
  }

  backward(dy: v128, x: v128, gamma: v128): v128 {
    return f64x2.mul(dy, this.derivative(x, gamma));
  }
}

export type Float32 = Float32Channels;
export type Float64 = Float64Channels;
