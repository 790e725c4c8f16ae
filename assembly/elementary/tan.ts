import { Zero } from "../count";
import { instance } from "../lanes";
import { Brief, Half } from "./parts/brief";
import { BriefCircle, isFarOut } from "./parts/briefCircle";
import { Circle, Quarters, TangentEnding } from "./parts/circle";
import { Elementary } from "./parts/elementary";

/**
 * tan(x) = sin u / cos u, or -cos u / sin u, u the remainder of x by π/2 in two words
 *
 * Within 1.6 ULP in `f64`, of a zero that zero.
 */
export class Tan extends Elementary<Circle> {
  value(x: v128): v128 {
    return this.op.withZero(instance<Quarters<Zero, TangentEnding>>().at(x), x);
  }
}

/** The results for `f32`: tan(x - n π/2), a polynomial, or -1 over it where n is odd. */
export class BriefTan extends Brief<Tan> {
  brief(x: v128, half: Half): v128 {
    return instance<BriefCircle>().tangentOf(half.of(x));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isFarOut(x));
  }
}

export type Float32 = BriefTan;
export type Float64 = Tan;
