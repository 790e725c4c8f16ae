import { Activation } from "../../activation";
import { Exponential } from "../../math/exponential";

/**
 * A straight line where x > 0, below an exponential that levels off: elu, selu and celu.
 *
 *     f'' = 0 where x > 0
 *
 * Both branches are computed; what the wrong one gives is dropped.
 */
export abstract class ExponentialLinear<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    return this.op.whereNegative(x, this.bend(x), this.line(x));
  }

  derivative(x: v128): v128 {
    return this.op.wherePositive(x, this.lineSlope, this.bendSlope(x));
  }

  /** Cleared where x > 0, so not where x is NaN. */
  secondDerivative(x: v128): v128 {
    return v128.andnot(this.bendCurvature(x), v128.gt<T>(x, this.op.splat(0)));
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.wherePositive(y, this.lineSlope, this.bendSlopeFromOutput(y));
  }

  /** f where x > 0 */
  line(x: v128): v128 {
    return x;
  }

  /** f' where x > 0 */
  get lineSlope(): v128 {
    return this.op.splat(1);
  }

  /** f where x < 0 */
  abstract bend(x: v128): v128;
  /** f' where x <= 0 */
  abstract bendSlope(x: v128): v128;
  /** f'' where x <= 0 */
  abstract bendCurvature(x: v128): v128;
  /** f' where x <= 0, from the output. */
  abstract bendSlopeFromOutput(y: v128): v128;
}
