import { One } from "../count";
import { instance } from "../lanes";
import { Brief, Half } from "./parts/brief";
import { BriefCircle, isFarOut } from "./parts/briefCircle";
import { Circle, Quarters, SineEnding } from "./parts/circle";
import { Elementary } from "./parts/elementary";

/**
 * cos(x) = sin(x + π/2), from the remainder of x by π/2 in two words
 *
 * Within 0.9 ULP in `f64`.
 */
export class Cos extends Elementary<Circle> {
  value(x: v128): v128 {
    return instance<Quarters<One, SineEnding>>().at(x);
  }
}

/** The results for `f32`: (-1)^n sin(x - (n - 1/2) π), the sine a polynomial. */
export class BriefCos extends Brief<Cos> {
  brief(x: v128, half: Half): v128 {
    return instance<BriefCircle>().cosineOf(half.of(x));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isFarOut(x));
  }
}

export type Float32 = BriefCos;
export type Float64 = Cos;
