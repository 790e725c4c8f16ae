import { LeakyRelu } from "./leakyRelu";

/**
 * prelu(x) = αx where x < 0, else x, with a slope α that is learnt: leakyRelu, whose kernel it has where α is one number.
 * An array of slopes takes ../learnable/preluChannels.ts.
 *
 * Errors of f, f' and f'' in ULP: what is promised, and the worst found so far (accuracy.json).
 *     float32  at most 0.51 / 0.51 / 0 (1 with other parameters); f 0.5 at -6.345553e-39, f' 0 at 1.4742436e-38, f'' 0 at 1.4742436e-38
 *     float64  at most 0.5 / 0 / 0; f 0.5 at -5.014042671637639e-308, f' 0 at 15.321288462728262, f'' 0 at 15.321288462728262
 */
export type Float32 = LeakyRelu<f32>;
export type Float64 = LeakyRelu<f64>;
