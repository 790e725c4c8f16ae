import { Lanes } from "../lanes";
import { Elementary } from "./parts/elementary";

/** sqrt(x), rounded correctly: to `f32` by way of `f64` too. */
export class Sqrt extends Elementary<Lanes<f64>> {
  value(x: v128): v128 {
    return this.op.sqrt(x);
  }
}

export type Float32 = Sqrt;
export type Float64 = Sqrt;
