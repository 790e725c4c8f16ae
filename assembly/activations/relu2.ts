import { Activation } from "../activation";
import { inHalves, instance, Lanes, Ternary } from "../lanes";

/**
 * relu2(x) = max(x, 0)²
 *
 *     f'  = 2 max(x, 0)
 *     f'' = 2 where x > 0, else 0
 *
 * In f32 lanes all but a gradient is one rounding, where it is none; that goes by way of f64, as
 * 2 x may be too large for f32 where dy 2 x is not.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.5 / exact / exact
 *     float64  0.5 / 0.5 / exact
 */
export class Relu2<T extends number> extends Activation<T, Lanes<T>> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    const r = this.op.atLeast(x, 0);
    return this.op.mul(r, r);
  }

  derivative(x: v128): v128 {
    const r = this.op.atLeast(x, 0);
    return this.op.add(r, r);
  }

  secondDerivative(x: v128): v128 {
    return v128.or(v128.and(v128.gt<T>(x, this.op.splat(0)), this.op.splat(2)), this.op.nan(x));
  }

  derivativeFromOutput(y: v128): v128 {
    const r = this.op.sqrt(y);
    return this.op.add(r, r);
  }

  backward(dy: v128, x: v128): v128 {
    const r = this.op.atLeast(x, 0);
    return sizeof<T>() === 4 ? inHalves<TwiceProduct>(dy, r, r) : instance<TwiceProduct>().at(dy, r, r);
  }

  backwardFromOutput(dy: v128, y: v128): v128 {
    return sizeof<T>() === 4 ? inHalves<TwiceRoot>(dy, y, y) : instance<TwiceRoot>().at(dy, y, y);
  }
}

/** 2 dy r, which does not overflow where 2 r does */
class TwiceProduct extends Ternary {
  at(dy: v128, r: v128, _: v128): v128 {
    const product = f64x2.mul(dy, r);
    return f64x2.add(product, product);
  }
}

/** 2 dy √y */
class TwiceRoot extends Ternary {
  at(dy: v128, y: v128, _: v128): v128 {
    return instance<TwiceProduct>().at(dy, f64x2.sqrt(y), y);
  }
}

export type Float32 = Relu2<f32>;
export type Float64 = Relu2<f64>;
