import { LeakyRelu } from "./leakyRelu";

/**
 * prelu(x) = αx where x < 0, else x, with a slope α that is learnt: leakyRelu, whose kernel it has where α is one number.
 * An array of slopes takes ../learnable/preluChannels.ts.
 *
 * Errors of f, f' and f'' in ULP: what is promised, and the worst found so far (accuracy.json).
 *     float32  at most 0.51 / 0.51 / 0 (1 with other parameters)
 *     float64  at most 0.5 / 0 / 0
 */
export type Float32 = LeakyRelu<f32>;
export type Float64 = LeakyRelu<f64>;
