import { LeakyRelu } from "./leakyRelu";

/**
 * prelu(x) = αx where x < 0, else x, with a slope α that is learnt: leakyRelu, whose kernel it has
 * where α is one number. An array of slopes takes ../learnable/preluChannels.ts.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / exact (1 with other parameters)
 *     float64  0.5 / exact / exact
 */
export type Float32 = LeakyRelu<f32>;
export type Float64 = LeakyRelu<f64>;
