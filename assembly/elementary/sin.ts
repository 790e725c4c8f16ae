import { Zero } from "../count";
import { instance } from "../lanes";
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

export type Float32 = Sin;
export type Float64 = Sin;
