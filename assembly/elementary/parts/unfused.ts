import { Lanes } from "../../lanes";

/** Arithmetic that is the same in every build: each product and each sum is rounded. */
export class Unfused extends Lanes<f64> {
  madd(a: v128, b: v128, c: v128): v128 {
    return this.add(this.mul(a, b), c);
  }

  nmadd(a: v128, b: v128, c: v128): v128 {
    return this.sub(c, this.mul(a, b));
  }
}
