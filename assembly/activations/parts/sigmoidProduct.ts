import { Activation } from "../../activation";
import { Exponential } from "../../math/exponential";

/**
 * x σ(t) for a t that is x times a rate, σ the sigmoid. With s = σ(t) and h = σ(-|t|):
 *
 *     f'  = s (1 + t (1 - s))                             root at t = -1.2785
 *     f'' = (h - h²) (2 - |t| (1 - 2 h)) times the rate   even, roots at t = ±2.3994
 *
 * For another t, f' is s (1 + x t' (1 - s)). At the roots a sum of two terms vanishes: there the
 * engine is right to the last bits of f64.
 */
export abstract class SigmoidProduct<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  derivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const s = this.sigmoid(x);
    return op.mul(s, op.madd(this.lever(x), op.sub(op.splat(1), s), op.splat(1)));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.magnitude(x);
    const h = op.sigmoidOfMinus(z);
    const line = op.nmadd(op.splat(2), h, op.splat(1));
    return this.signed(op.mul(this.timesRate(op.nmadd(h, h, h)), op.nmadd(z, line, op.splat(2))));
  }

  pairValue(x: v128): v128 {
    return this.signed(this.op.mul(this.factor(x), this.sigmoid(x)));
  }

  /** t, between where σ is exactly 0 and where it is exactly 1 */
  abstract argument(x: v128): v128;
  /** |t|, likewise */
  abstract magnitude(x: v128): v128;
  /** The factor of σ, finite. */
  abstract factor(x: v128): v128;

  /** x t', which is t itself where that is a multiple of x. */
  lever(x: v128): v128 {
    return this.argument(x);
  }

  /** y times the rate. */
  timesRate(y: v128): v128 {
    return y;
  }

  /** y with the sign of the rate. */
  signed(y: v128): v128 {
    return y;
  }

  private sigmoid(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const t = this.argument(x);
    return op.div(op.denominator(t, -1), op.sum(t, -1));
  }
}
