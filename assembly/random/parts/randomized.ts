/**
 * A function that draws a number for each element, in f64 lanes: `u` is uniform in [0, 1), and
 * results for arrays of f32 are rounded from its own.
 */
export abstract class Drawn {
  abstract value(x: v128, u: v128): v128;
}

/** An activation that draws numbers, with its derivative. */
export abstract class Randomized extends Drawn {
  abstract derivative(x: v128, u: v128): v128;
  /** dy f'(x) */
  abstract backward(dy: v128, x: v128, u: v128): v128;
}
