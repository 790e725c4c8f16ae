import { One } from "../count";
import { instance } from "../lanes";
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

export type Float32 = Cos;
export type Float64 = Cos;
