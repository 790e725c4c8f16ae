import { Pointwise } from "../pointwise";
import { Hyperbolic } from "./parts/hyperbolic";

/**
 * cosh(x) = (e^x + e^-x) / 2
 *
 * Within 1 ULP in `f64`.
 */
export class Cosh extends Pointwise<f64, Hyperbolic> {
  value(x: v128): v128 {
    return this.op.half(this.op.abs(x), 1);
  }
}

export type Float32 = Cosh;
export type Float64 = Cosh;
