import * as swish from "../activations/swish";
import { Rated } from "../activations/swish";
import { kernel } from "../lanes";
import { sum, Term } from "./parts/sum";

/** dy x² σ(βx) σ(-βx) */
class Weighted<K extends Rated> extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return f64x2.mul(dy, kernel<K>().growth(x));
  }
}

/** The same of a gate, which is multiplied by a value. */
class WeightedGate<K extends Rated> extends Term {
  at(dy: v128, value: v128, gate: v128): v128 {
    return f64x2.mul(f64x2.mul(dy, value), kernel<K>().growth(gate));
  }
}

/** What is to be learnt of the rate β of swish, */
export function gradient<K extends Rated, T extends number>(dy: usize, x: usize, n: usize, c: usize): f64 {
  return sum<Weighted<K>, T>(dy, x, x, n);
}

/** and of swiglu. */
export function gatedGradient<K extends Rated, T extends number>(dy: usize, value: usize, gate: usize, n: usize, c: usize): f64 {
  return sum<WeightedGate<K>, T>(dy, value, gate, n);
}

export type Float32 = swish.Float32;
export type Float64 = swish.Float64;
