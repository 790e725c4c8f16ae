/**
 * An activation with a parameter for each element, or two, of the arrays' type: tables that are
 * repeated or spread out as the channels lie. Its methods are functions of one vector of each
 * array, in the lanes of the arrays.
 */
export abstract class Channelled {
  /** The number of tables, 1 or 2; all but the value do without the second. */
  get tables(): i32 {
    return 1;
  }

  /** Vectors per iteration, 1 or 2: fewer where their code is long. */
  get vectors(): i32 {
    return 2;
  }

  abstract value(x: v128, parameter: v128, second: v128): v128;
  abstract derivative(x: v128, parameter: v128): v128;

  /** f''(x). A module without it has the same for all channels. */
  secondDerivative(x: v128, parameter: v128): v128 {
    return unreachable();
  }

  /** dy f'(x) */
  abstract backward(dy: v128, x: v128, parameter: v128): v128;

  /** The number of parameters that have gradients. */
  get learnt(): i32 {
    return 1;
  }

  /**
   * dy times the derivative with respect to parameter `i`, of those that the definition has, in the
   * f64 lanes of its sum. Where that is proportional to a parameter by channel, it is without it.
   */
  abstract parameterGradient(i: i32, dy: v128, x: v128): v128;
}
