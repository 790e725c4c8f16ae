/**
 * An activation that draws a number for each element. Its methods are functions of f64 lanes, of
 * `u` uniform in [0, 1): results for arrays of f32 are rounded from them.
 */
export abstract class Randomized {
  abstract value(x: v128, u: v128): v128;
  abstract derivative(x: v128, u: v128): v128;
  /** dy f'(x) */
  abstract backward(dy: v128, x: v128, u: v128): v128;
}
