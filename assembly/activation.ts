import { Lanes } from "./lanes";
import { Pointwise } from "./pointwise";

/**
 * An activation as the loops see it: pure functions of one vector with lanes of type `T`.
 *
 * A file of activations/ is one activation and is called like it. Its class, whose name ends in
 * `Activation` where an engine or an elementary function has the shorter one, is compiled once for
 * every alias that the file exports:
 *
 *     export type Float32 = Sigmoid<f64, Float32Exponential>;   // f32 arrays, the default
 *     export type Float64 = Sigmoid<f64, Float64Exponential>;     // f64 arrays
 *     export type Fast = Sigmoid<f32, FastExponential>;        // f32 arrays, hillock/fast; optional
 *
 * The alias says what the arrays hold, `T` what the kernel computes in. Where `T` is the wider, the
 * loops promote each vector of four f32 to two of f64 and round once, at the end; the kernel sees
 * f64 lanes only.
 */
export abstract class Activation<T extends number, E extends Lanes<T> = Lanes<T>> extends Pointwise<T, E> {
  /** Vectors per iteration of all other functions, which are most of a module's bytes. */
  get unrollDerivatives(): i32 {
    return 1;
  }

  abstract derivative(x: v128): v128;
  abstract secondDerivative(x: v128): v128;

  /** f'(x) from y = f(x), where y says enough. A module without it has no `backwardFromOutput`. */
  derivativeFromOutput(y: v128): v128 {
    return unreachable();
  }

  /**
   * The value in `valueAndDerivative`. It is compiled beside the derivative, and what the two share
   * is computed once: another form pays where it shares more, such as one reciprocal.
   */
  pairValue(x: v128): v128 {
    return this.value(x);
  }

  /** See {@link pairValue}. */
  pairDerivative(x: v128): v128 {
    return this.derivative(x);
  }

  /** dy f'(x). Other forms pay where f' would have to be rounded before the product. */
  backward(dy: v128, x: v128): v128 {
    return this.op.mul(dy, this.derivative(x));
  }

  /** dy f'(x), from y. */
  backwardFromOutput(dy: v128, y: v128): v128 {
    return this.op.mul(dy, this.derivativeFromOutput(y));
  }

  /** The number of parameters with a derivative: the first of those that the definition has. */
  get learnt(): i32 {
    return 1;
  }

  /**
   * The derivative of the value with respect to parameter `i`, in f64 lanes whatever `T` is: it is
   * added up in them.
   */
  parameterDerivative(i: i32, x: v128): v128 {
    return unreachable();
  }

  /** dy times {@link parameterDerivative}. Other forms pay where that is 0 for whatever dy. */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    return f64x2.mul(dy, this.parameterDerivative(i, x));
  }
}
