import { instance, Lanes } from "./lanes";

/** A function of one vector with lanes of type `T`, as the loops see it. */
export abstract class Pointwise<T extends number, E extends Lanes<T> = Lanes<T>> {
  /** The operations of the engine on vectors. */
  get op(): E {
    return instance<E>();
  }

  /** Bytes of a lane. */
  get lane(): i32 {
    return sizeof<T>();
  }

  /**
   * Vectors per iteration of `value`, 1, 2 or 4: more saves loads of constants and the loop itself.
   */
  get unroll(): i32 {
    return sizeof<T>() === 4 ? 4 : 2;
  }

  abstract value(x: v128): v128;
}
