import { Zero } from "../count";
import { instance } from "../lanes";
import { Brief, Half } from "./parts/brief";
import { BriefCircle, isFarOut } from "./parts/briefCircle";
import { Circle, Quarters, SineEnding } from "./parts/circle";
import { Elementary } from "./parts/elementary";

/**
 * sin(x), the sine or cosine of the remainder of x by π/2 in two words
 *
 * Within 0.9 ULP in `f64`, of a zero that zero.
 */
export class Sin extends Elementary<Circle> {
  value(x: v128): v128 {
    return this.op.withZero(instance<Quarters<Zero, SineEnding>>().at(x), x);
  }
}

/** The results for `f32`: (-1)^n sin(x - n π), the sine a polynomial. */
export class BriefSin extends Brief<Sin> {
  brief(x: v128, half: Half): v128 {
    return instance<BriefCircle>().sineOf(half.of(x));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isFarOut(x));
  }
}

export type Float32 = BriefSin;
export type Float64 = Sin;
