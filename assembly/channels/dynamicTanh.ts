import { DynamicTanh, Float64DynamicTanh } from "../activations/dynamicTanh";
import { Float64ScaledTanh } from "../activations/scaledTanh";
import { inHalves, instance, Lanes, Ternary } from "../lanes";
import { Channelled } from "./parts/channelled";

/**
 * dynamicTanh with a scale and a shift for each element of x: the results are those of
 * ../activations/dynamicTanh.ts with the same numbers, bit for bit.
 */
abstract class DynamicTanhChannels extends Channelled {
  get tables(): i32 {
    return 2;
  }

  get vectors(): i32 {
    return 1;
  }

  get learnt(): i32 {
    return 3;
  }

  /** dy times x tanh'(αx), which is without its factor γ, tanh(αx), and 1. */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const f = instance<Float64ScaledTanh>();
    if (i === 2) return dy;
    return f64x2.mul(dy, i === 0 ? f.rateDerivative(x, instance<Lanes<f64>>().splat(1)) : f.parameterDerivative(0, x));
  }
}

class DynamicTanhValue extends Ternary {
  at(x: v128, scale: v128, shift: v128): v128 {
    return instance<DynamicTanh>().valueOf(x, scale, shift);
  }
}

class DynamicTanhDerivative extends Ternary {
  at(x: v128, scale: v128, unused: v128): v128 {
    return instance<DynamicTanh>().derivativeOf(x, scale);
  }
}

class DynamicTanhSecondDerivative extends Ternary {
  at(x: v128, scale: v128, unused: v128): v128 {
    return instance<DynamicTanh>().secondDerivativeOf(x, scale);
  }
}

class DynamicTanhBackward extends Ternary {
  at(x: v128, scale: v128, dy: v128): v128 {
    return f64x2.mul(dy, instance<DynamicTanh>().derivativeOf(x, scale));
  }
}

class Float32Channels extends DynamicTanhChannels {
  value(x: v128, scale: v128, shift: v128): v128 {
    return inHalves<DynamicTanhValue>(x, scale, shift);
  }

  derivative(x: v128, scale: v128): v128 {
    return inHalves<DynamicTanhDerivative>(x, scale, scale);
  }

  secondDerivative(x: v128, scale: v128): v128 {
    return inHalves<DynamicTanhSecondDerivative>(x, scale, scale);
  }

  backward(dy: v128, x: v128, scale: v128): v128 {
    return inHalves<DynamicTanhBackward>(x, scale, dy);
  }
}

class Float64Channels extends DynamicTanhChannels {
  value(x: v128, scale: v128, shift: v128): v128 {
    return instance<Float64DynamicTanh>().valueOf(x, scale, shift);
  }

  derivative(x: v128, scale: v128): v128 {
    return instance<Float64DynamicTanh>().derivativeOf(x, scale);
  }

  secondDerivative(x: v128, scale: v128): v128 {
    return instance<Float64DynamicTanh>().secondDerivativeOf(x, scale);
  }

  backward(dy: v128, x: v128, scale: v128): v128 {
    return f64x2.mul(dy, this.derivative(x, scale));
  }
}

export type Float32 = Float32Channels;
export type Float64 = Float64Channels;
