/** Loops of the dense layer, of gates, and of gradients of parameters. */
import { parse } from "../../oracle/formula.js";
import { specification } from "../../oracle/oracle.js";
import { gradientsIn } from "../../specification/read.js";
import type { GateEntry } from "../../specification/schema.js";
import { type AnyLoop, compile } from "./compile.js";
import { parameterNames, scopeOf } from "./elementwise.js";
import { type Layout, type Order, productTexts, weightIn } from "./layers.js";
import { bodyOf, expressionOf, type Written } from "./written.js";

/**
 * Called with the inputs, the outputs, and the sizes; the pre-activations are written over by their
 * gradients.
 */
export function denseLoop(product: string, layout: Layout, order: Order, activated?: { name: string; written: Written }): AnyLoop {
  const over = (statements: string) => `for (let i = 0; i < out.length; i++) { ${statements} }`;
  const [value, slope] = activated ? [bodyOf(activated.written.value), bodyOf(activated.written.derivative)] : [];
  const names = activated ? parameterNames(activated.name) : "";
  const scope = activated ? scopeOf(activated.name) : {};
  const [forward, backward] = [productTexts[order].forward, productTexts[order].backward].map((text) =>
    text.replaceAll("WEIGHT", weightIn(layout)),
  );
  const sizes = "{ batch, inputs, outputs }";
  if (product === "forward") {
    const finish = value ? over(`const v = out[i]; ${value[0]} out[i] = ${value[1]};`) : "";
    return compile(`x, weights, bias, out, ${sizes}`, `${names} ${forward} ${finish}`, scope);
  }
  if (product === "backward") return compile(`dz, x, weights, dx, dweights, dbias, ${sizes}`, backward);
  if (!value || !slope) return compile(`dz, x, weights, bias, out, dx, dweights, dbias, ${sizes}`, `${forward} ${backward}`);
  const activate = over(`const v = out[i]; { ${slope[0]} dz[i] = dy[i] * (${slope[1]}); } { ${value[0]} out[i] = ${value[1]}; }`);
  return compile(`dy, x, weights, bias, out, dx, dweights, dbias, dz, ${sizes}`, `${names} ${forward} ${activate} ${backward}`, scope);
}

/**
 * A gated function as text: expressions of `value`, `gate` and `dy`, perhaps with statements before
 * them.
 */
interface WrittenGate {
  readonly names: string;
  readonly scope: object;
  readonly value: readonly [before: string, expression: string];
  /** The statements that set `dvalue[i]` and `dgate[i]`. */
  readonly gradients: string;
}

/** value * activation(gate) */
export function gateOf(name: string, { value, derivative, pair }: Written): WrittenGate {
  const [before, active] = bodyOf(value);
  const [beforeSlope, slope] = bodyOf(derivative);
  return {
    names: parameterNames(name),
    scope: scopeOf(name),
    value: [`const v = gate; ${before}`, `value * (${active})`],
    gradients: pair
      ? `const v = gate; ${pair[0]} dvalue[i] = dy * (${pair[1]}); dgate[i] = dy * value * (${pair[2]});`
      : `const v = gate; { ${before} dvalue[i] = dy * (${active}); } { ${beforeSlope} dgate[i] = dy * value * (${slope}); }`,
  };
}

/** A gated function by the formulas of its own. */
export function gateFromFormula({ formula, definitions = {}, parameters = {} }: GateEntry): WrittenGate | undefined {
  if (!formula) return undefined;
  const [value, toValue, toGate] = [formula.value, formula.backwardToValue, formula.backwardToGate].map((one) => expressionOf(parse(one)));
  const before = Object.entries(definitions)
    .map(([name, one]) => `const ${name} = ${expressionOf(parse(one))};`)
    .join(" ");
  return {
    names: Object.entries(parameters)
      .map(([name, { default: usual }]) => `const ${name} = ${usual};`)
      .join(" "),
    scope: {},
    value: [before, value as string],
    gradients: `${before} dvalue[i] = ${toValue}; dgate[i] = ${toGate};`,
  };
}

/** The loop of a gated function: of arrays apart, of rows of 2 n entries, or both gradients. */
export function gateLoop({ names, scope, value, gradients }: WrittenGate, method: "value" | "packed" | "backward"): AnyLoop {
  const [before, expression] = value;
  if (method === "value") {
    const body = `const value = values[i], gate = gates[i]; ${before} y[i] = ${expression};`;
    return compile("values, gates, y", `${names} for (let i = 0; i < y.length; i++) { ${body} }`, scope);
  }
  if (method === "packed") {
    const body = `const value = x[from + valueAt + step * i], gate = x[from + gateAt + step * i]; ${before} y[row * n + i] = ${expression};`;
    const rows = `for (let row = 0; row < rows; row++) { const from = row * 2 * n; for (let i = 0; i < n; i++) { ${body} } }`;
    return compile("x, y, rows, n, valueAt, gateAt, step", `${names} ${rows}`, scope);
  }
  const loop = `for (let i = 0; i < dys.length; i++) { const dy = dys[i], value = values[i], gate = gates[i]; ${gradients} }`;
  return compile("dys, values, gates, dvalue, dgate", `${names} ${loop}`, scope);
}

/** A loop that sums a term over all elements; `p` is the parameter. */
function summed(term: string, before = ""): readonly [parameters: string, body: string] {
  return ["dy, x, [p], dp", `let sum = 0; for (let i = 0; i < x.length; i++) { ${before} sum += ${term}; } dp[0] = sum;`];
}

/**
 * One parameter for every channel of the last axis, or one for all; nobody writes the others per
 * channel.
 */
const learnable: { readonly [name: string]: { readonly [method: string]: readonly [parameters: string, body: string] } } = {
  prelu: {
    value: ["x, alpha, y", "for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? x[i] : alpha[i % alpha.length] * x[i];"],
    backward: ["dy, x, alpha, dx", "for (let i = 0; i < x.length; i++) dx[i] = dy[i] * (x[i] > 0 ? 1 : alpha[i % alpha.length]);"],
    parameterGradients: [
      "dy, x, alpha, dalpha",
      "dalpha.fill(0); for (let i = 0; i < x.length; i++) if (x[i] < 0) dalpha[i % alpha.length] += dy[i] * x[i];",
    ],
  },
  dynamicTanh: {
    value: ["x, gamma, y", "for (let i = 0; i < x.length; i++) y[i] = gamma[i % gamma.length] * Math.tanh(0.5 * x[i]);"],
    backward: [
      "dy, x, gamma, dx",
      "for (let i = 0; i < x.length; i++) { const t = Math.tanh(0.5 * x[i]); dx[i] = dy[i] * gamma[i % gamma.length] * 0.5 * (1 - t * t); }",
    ],
    parameterGradients: [
      "dy, x, gamma, dgamma",
      "dgamma.fill(0); for (let i = 0; i < x.length; i++) dgamma[i % gamma.length] += dy[i] * Math.tanh(0.5 * x[i]);",
    ],
  },
  swish: { parameterGradients: summed("dy[i] * x[i] * x[i] * s * (1 - s)", "const s = 1 / (1 + Math.exp(-p * x[i]));") },
  leakyRelu: { parameterGradients: summed("x[i] > 0 ? 0 : dy[i] * x[i]") },
  elu: { parameterGradients: summed("x[i] > 0 ? 0 : dy[i] * Math.expm1(x[i])") },
  softplus: { parameterGradients: summed("dy[i] * (x[i] / (1 + Math.exp(-p * x[i])) - Math.log1p(Math.exp(p * x[i])) / p) / p") },
};

/**
 * The first parameter that can be learnt, rather by channel, and its gradient as a formula of x.
 */
export function learntOf(name: string): readonly [parameter: string, gradient: string] {
  const parameters = Object.entries(specification[name]?.parameters ?? {});
  const ordered = [...parameters.filter(([, { perChannel }]) => perChannel), ...parameters];
  const [found] = gradientsIn(Object.fromEntries(ordered));
  if (!found) throw new Error(`${name} has no parameter that can be learnt`);
  return found;
}

/**
 * The loop of a function with parameters that are learnt: by hand where somebody has written one;
 * otherwise the sum of a gradient is that of its formula in the specification.
 */
export function learnableLoop(name: string, method: string): AnyLoop | undefined {
  const written = learnable[name]?.[method];
  if (written) return compile(...written);
  if (method !== "parameterGradients") return undefined;
  const [parameter, gradient] = learntOf(name);
  const [header, body] = summed(`dy[i] * ${expressionOf(parse(gradient))}`, "const v = x[i];");
  return compile(header, `given = { ...given, ${parameter}: p }; ${parameterNames(name)} ${body}`, scopeOf(name));
}
