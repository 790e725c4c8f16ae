/**
 * An activation with a parameter for each element, of the arrays' type: a table that is repeated or
 * spread out as the channels lie. Its methods are functions of one vector of each array, in the
 * lanes of the arrays.
 */
export abstract class Channelled {
  abstract value(x: v128, parameter: v128): v128;
  abstract derivative(x: v128, parameter: v128): v128;
  /** dy f'(x) */
  abstract backward(dy: v128, x: v128, parameter: v128): v128;
  /** dy times the derivative with respect to the parameter, in the f64 lanes of its sum. */
  abstract parameterGradient(dy: v128, x: v128): v128;
}
