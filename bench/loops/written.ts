/**
 * Elementwise functions as text: as people write them, as somebody careful does, and over hillock's
 * own functions of one number.
 */
import { parse, type Term } from "../../oracle/formula.js";
import { specificationOf } from "../hillock.js";

export const methods = ["value", "derivative", "secondDerivative", "valueAndDerivative", "backward"] as const;
export type Method = (typeof methods)[number];

/** An expression of `v`, perhaps with statements before it. */
export type Body = string | readonly [before: string, expression: string];

/** The text of a function: its methods, and other forms of them where those are better. */
export interface Written {
  readonly value: Body;
  readonly derivative: Body;
  readonly secondDerivative?: Body;
  readonly pair?: readonly [before: string, value: string, derivative: string];
  /** Expression with `dy[i]`. */
  readonly backward?: string;
}

/** Abramowitz and Stegun 7.1.26, the erf that is pasted most, good to 1.5e-7 absolute. */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return x < 0 ? -y : y;
}

const leaky = (slope: string): Written => ({ value: `v > 0 ? v : ${slope} * v`, derivative: `v > 0 ? 1 : ${slope}` });

function swishOf(rate: string, product: string): Written {
  const s = `const s = 1 / (1 + Math.exp(-${product}));`;
  const derivative = `s * (1 + ${product} * (1 - s))`;
  return {
    value: `v / (1 + Math.exp(-${product}))`,
    derivative: [s, derivative],
    secondDerivative: [s, `${rate}s * (1 - s) * (2 + ${product} * (1 - 2 * s))`],
    pair: [s, "v * s", derivative],
  };
}

const SIGMOID = "const s = 1 / (1 + Math.exp(-v));";
const TANH = "const t = Math.tanh(v);";
const DYNAMIC_TANH = "const t = Math.tanh(alpha * v);";
const DYNAMIC_SLOPE = "gamma * alpha * (1 - t * t)";
/** Hendrycks and Gimpel 2016, section 2; 0.79... is the square root of 2 / pi. */
const INNER = "const t = Math.tanh(0.7978845608028654 * (v + 0.044715 * v * v * v));";
const GELU_SLOPE = "0.5 * (1 + t) + 0.5 * v * (1 - t * t) * 0.7978845608028654 * (1 + 3 * 0.044715 * v * v)";
const GELU_TANH: Written = {
  value: [INNER, "0.5 * v * (1 + t)"],
  derivative: [INNER, GELU_SLOPE],
  pair: [INNER, "0.5 * v * (1 + t)", GELU_SLOPE],
};
const DENSITY = "0.3989422804014327 * Math.exp(-0.5 * v * v)";

const NORMAL = "0.5 * (1 + erf(v / Math.SQRT2))";

/**
 * Loops by hand, as most JavaScript has them. Most that says gelu computes its tanh approximation.
 */
const naive: { readonly [name: string]: Written } = {
  relu: { value: "Math.max(0, v)", derivative: "v > 0 ? 1 : 0", backward: "v > 0 ? dy[i] : 0" },
  leakyRelu: leaky("negativeSlope"),
  prelu: leaky("alpha"),
  elu: {
    value: "v > 0 ? v : Math.exp(v) - 1",
    derivative: "v > 0 ? 1 : Math.exp(v)",
    secondDerivative: "v > 0 ? 0 : Math.exp(v)",
    pair: ["const e = v > 0 ? 1 : Math.exp(v);", "v > 0 ? v : e - 1", "e"],
  },
  sigmoid: {
    value: "1 / (1 + Math.exp(-v))",
    derivative: [SIGMOID, "s * (1 - s)"],
    secondDerivative: [SIGMOID, "s * (1 - s) * (1 - 2 * s)"],
    pair: [SIGMOID, "s", "s * (1 - s)"],
  },
  tanh: {
    value: "Math.tanh(v)",
    derivative: [TANH, "1 - t * t"],
    secondDerivative: [TANH, "-2 * t * (1 - t * t)"],
    pair: [TANH, "t", "1 - t * t"],
  },
  dynamicTanh: {
    value: "gamma * Math.tanh(alpha * v) + beta",
    derivative: [DYNAMIC_TANH, DYNAMIC_SLOPE],
    secondDerivative: [DYNAMIC_TANH, "-2 * gamma * alpha * alpha * t * (1 - t * t)"],
    pair: [DYNAMIC_TANH, "gamma * t + beta", DYNAMIC_SLOPE],
  },
  softplus: {
    value: "Math.log(1 + Math.exp(v))",
    derivative: "1 / (1 + Math.exp(-v))",
    secondDerivative: [SIGMOID, "s * (1 - s)"],
    pair: ["const e = Math.exp(v);", "Math.log(1 + e)", "e / (1 + e)"],
    backward: "dy[i] / (1 + Math.exp(-v))",
  },
  silu: swishOf("", "v"),
  swish: swishOf("beta * ", "beta * v"),
  gelu: GELU_TANH,
  geluTanh: GELU_TANH,
};

/** Other forms that are in use. */
export const alternatives: { readonly [name: string]: { readonly [form: string]: Written } } = {
  gelu: { "Abramowitz-Stegun erf": { value: `v * ${NORMAL}`, derivative: `${NORMAL} + v * ${DENSITY}` } },
};

/** The form that the naive loop has, where several are usual. */
export const forms: { readonly [name: string]: string } = { gelu: "tanh approximation" };

const decaying = (rate: string) => `const e = Math.exp(-${rate}Math.abs(v));`;
const carefulSwish = (rate: string): Written => ({
  value: [decaying(rate), "v * (v >= 0 ? 1 : e) / (1 + e)"],
  derivative: [decaying(rate), `((v >= 0 ? 1 : e) + ${rate}v * e / (1 + e)) / (1 + e)`],
});

/** Loops by hand that keep the digits of tails. */
const careful: { readonly [name: string]: Written } = {
  relu: { value: "v > 0 ? v : v === v ? 0 : v", derivative: "v > 0 ? 1 : 0" },
  leakyRelu: leaky("negativeSlope"),
  prelu: leaky("alpha"),
  elu: { value: "v > 0 ? v : Math.expm1(v)", derivative: "v > 0 ? 1 : Math.exp(v)" },
  sigmoid: { value: [decaying(""), "(v >= 0 ? 1 : e) / (1 + e)"], derivative: [decaying(""), "e / ((1 + e) * (1 + e))"] },
  tanh: { value: "Math.tanh(v)", derivative: [decaying("2 * "), "4 * e / ((1 + e) * (1 + e))"] },
  softplus: { value: "Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))", derivative: [decaying(""), "(v >= 0 ? 1 : e) / (1 + e)"] },
  silu: carefulSwish(""),
  swish: carefulSwish("beta * "),
  gelu: { value: "0.5 * v * erfc(-v * Math.SQRT1_2)", derivative: `0.5 * erfc(-v * Math.SQRT1_2) + v * ${DENSITY}` },
};

/**
 * The body of a loop: by hand where somebody has written one; otherwise the naive loop is the
 * formula of the specification, a careful one hillock's scalar functions.
 */
export function writtenFor(name: string, style: "naive" | "stable" | "careful"): Written {
  if (style === "naive") return naive[name] ?? fromFormula(name);
  return style === "careful" ? (careful[name] ?? scalar) : scalar;
}

const scalar: Written = { value: "f(v, scalars)", derivative: "df(v, scalars)", secondDerivative: "ddf(v, scalars)" };

export function bodyOf(body: Body): readonly [string, string] {
  return typeof body === "string" ? ["", body] : body;
}

/** Whether the loop can be written. */
export function has({ secondDerivative }: Written, method: Method): boolean {
  return method !== "secondDerivative" || secondDerivative !== undefined;
}

/** A formula of the specification as JavaScript. */
export function fromFormula(name: string): Written {
  const { formula } = specificationOf(name);
  const [value, derivative, secondDerivative] = ["value", "derivative", "secondDerivative"].map(
    (method) => formula[method] && expressionOf(parse(formula[method])),
  ) as [string, string, string | undefined];
  return { value, derivative, ...(secondDerivative && { secondDerivative }) };
}

export function expressionOf({ operator, operands, text }: Term): string {
  const [a, b, c] = operands.map(expressionOf);
  if (operator === "number") return text;
  if (operator === "name") return { x: "v", pi: "Math.PI", inf: "Infinity" }[text] ?? text;
  if (operator === "negate") return `(-${a})`;
  if (operator === "where") return `(${a} ? ${b} : ${c})`;
  if (operator === "sigmoid") return `(1 / (1 + Math.exp(-${a})))`;
  if (operator === "erfc") return `erfc(${a})`;
  if (operator === "erfcx") return `(Math.exp(${a} * ${a}) * erfc(${a}))`;
  if (/^\w/.test(operator)) return `Math.${operator}(${operands.map(expressionOf).join(", ")})`;
  return `(${a} ${operator === "&" ? "&&" : operator} ${b})`;
}
