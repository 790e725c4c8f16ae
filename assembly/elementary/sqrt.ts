import { Lanes } from "../lanes";
import { Pointwise } from "../pointwise";
import { Elementary } from "./parts/elementary";

/** sqrt(x), rounded correctly. */
export class Sqrt extends Elementary<Lanes<f64>> {
  value(x: v128): v128 {
    return this.op.sqrt(x);
  }
}

/** The same in lanes of their own. */
export class SqrtOfFloat32 extends Pointwise<f32> {
  get unroll(): i32 {
    return 4;
  }

  value(x: v128): v128 {
    return this.op.sqrt(x);
  }
}

export type Float32 = SqrtOfFloat32;
export type Float64 = Sqrt;
