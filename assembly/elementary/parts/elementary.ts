import { Lanes } from "../../lanes";
import { Pointwise } from "../../pointwise";

/**
 * An elementary function. Its kernels have the operations of the function of one number in
 * src/scalar/, in their order, and no fused ones: so their bits are the same in every engine.
 *
 * For `f32` arrays its result is rounded once more, and is the nearest but for next to ties; a
 * shorter way to the same bits is Brief (brief.ts).
 */
export abstract class Elementary<E extends Lanes<f64>> extends Pointwise<f64, E> {
  /** More vectors would make modules two thirds larger. */
  get unroll(): i32 {
    return 1;
  }
}
