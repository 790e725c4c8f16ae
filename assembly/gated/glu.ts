import { Sigmoid } from "../activations/sigmoid";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";

/**
 * The sigmoid of a gate. In gradients it is made of the smaller half, which is exactly 0 at the
 * infinities: times an infinite value that is NaN, and what is left of an exponential would not be.
 */
class GateSigmoid<T extends number, E extends Exponential<T>> extends Sigmoid<T, E> {
  protected get bothTails(): bool {
    return false;
  }
}

export type Float32 = GateSigmoid<f64, Float32Exponential>;
export type Float64 = GateSigmoid<f64, Float64Exponential>;
export type Fast = GateSigmoid<f32, FastExponential>;
