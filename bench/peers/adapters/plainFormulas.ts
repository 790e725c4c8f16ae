/**
 * The functions as they are written in plain JavaScript. `naive` is what most people write; `stable` keeps its digits in the tails.
 * `v` is the input; the constants are those of plan.ts.
 */
import type { Formula } from "./formulas.js";

export interface Style {
  readonly values: { readonly [name: string]: Formula };
  /** Derivatives. */
  readonly slopes: { readonly [name: string]: Formula };
  /** Whether rows are shifted by their largest entry before they are exponentiated. */
  readonly shifted: boolean;
}

const COMMON_SLOPES = { relu: "v > 0 ? 1 : 0", leakyRelu: "v > 0 ? 1 : 0.01", prelu: "v > 0 ? 1 : 0.25", elu: "v > 0 ? 1 : Math.exp(v)" };

export const naive: Style = {
  values: {
    relu: "Math.max(0, v)",
    leakyRelu: "v > 0 ? v : 0.01 * v",
    prelu: "v > 0 ? v : 0.25 * v",
    elu: "v > 0 ? v : Math.exp(v) - 1",
    sigmoid: "1 / (1 + Math.exp(-v))",
    tanh: "Math.tanh(v)",
    softplus: "Math.log(1 + Math.exp(v))",
    silu: "v / (1 + Math.exp(-v))",
    swish: "v / (1 + Math.exp(-1.702 * v))",
    gelu: "0.5 * v * (1 + erf(v * Math.SQRT1_2))",
  },
  slopes: {
    ...COMMON_SLOPES,
    sigmoid: ["const s = 1 / (1 + Math.exp(-v));", "s * (1 - s)"],
    tanh: ["const t = Math.tanh(v);", "1 - t * t"],
    softplus: "1 / (1 + Math.exp(-v))",
    silu: ["const s = 1 / (1 + Math.exp(-v));", "s * (1 + v * (1 - s))"],
    swish: ["const s = 1 / (1 + Math.exp(-1.702 * v));", "s * (1 + 1.702 * v * (1 - s))"],
    gelu: "0.5 * (1 + erf(v * Math.SQRT1_2)) + v * 0.3989422804014327 * Math.exp(-0.5 * v * v)",
  },
  shifted: false,
};

const SMALL_EXPONENTIAL = "const e = Math.exp(-Math.abs(v));";
const SMALL_EXPONENTIAL_OF_SWISH = "const e = Math.exp(-1.702 * Math.abs(v));";

export const stable: Style = {
  values: {
    ...naive.values,
    relu: "v > 0 ? v : v === v ? 0 : v",
    elu: "v > 0 ? v : Math.expm1(v)",
    sigmoid: [SMALL_EXPONENTIAL, "(v >= 0 ? 1 : e) / (1 + e)"],
    softplus: "Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))",
    silu: [SMALL_EXPONENTIAL, "v * (v >= 0 ? 1 : e) / (1 + e)"],
    swish: [SMALL_EXPONENTIAL_OF_SWISH, "v * (v >= 0 ? 1 : e) / (1 + e)"],
    gelu: "0.5 * v * erfc(-v * Math.SQRT1_2)",
  },
  slopes: {
    ...COMMON_SLOPES,
    sigmoid: [SMALL_EXPONENTIAL, "e / ((1 + e) * (1 + e))"],
    tanh: ["const e = Math.exp(-2 * Math.abs(v));", "4 * e / ((1 + e) * (1 + e))"],
    softplus: [SMALL_EXPONENTIAL, "(v >= 0 ? 1 : e) / (1 + e)"],
    silu: [SMALL_EXPONENTIAL, "((v >= 0 ? 1 : e) + v * e / (1 + e)) / (1 + e)"],
    swish: [SMALL_EXPONENTIAL_OF_SWISH, "((v >= 0 ? 1 : e) + 1.702 * v * e / (1 + e)) / (1 + e)"],
    gelu: "0.5 * erfc(-v * Math.SQRT1_2) + v * 0.3989422804014327 * Math.exp(-0.5 * v * v)",
  },
  shifted: true,
};

/** Abramowitz and Stegun 7.1.26, the erf that is pasted most. */
export function erf(x: number): number {
  const a = Math.abs(x);
  const t = 1 / (1 + 0.3275911 * a);
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-a * a);
  return x < 0 ? tail - 1 : 1 - tail;
}
