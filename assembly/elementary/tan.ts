import { Zero } from "../count";
import { instance } from "../lanes";
import { Circle, Quarters, TangentEnding } from "./parts/circle";
import { Elementary } from "./parts/elementary";

/**
 * tan(x) = sin u / cos u, or -cos u / sin u, u the remainder of x by π/2 in two words
 *
 * Within 1.5 ULP in `f64`, of a zero that zero.
 */
export class Tan extends Elementary<Circle> {
  value(x: v128): v128 {
    return this.op.withZero(instance<Quarters<Zero, TangentEnding>>().at(x), x);
  }
}

export type Float32 = Tan;
export type Float64 = Tan;
