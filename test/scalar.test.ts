/** Plain numbers, which are also what the js backend computes: where a search found their errors largest, and in the tails. */
import { expect, test } from "vitest";
import { float64 } from "./oracle/formats.js";
import { type Method, Reference } from "./oracle/oracle.js";
import { all, on } from "./support/activations.js";

type Derivative = "value" | "derivative" | "secondDerivative";

function judge(name: string, method: Derivative, x: number) {
  const activation = all.find((candidate) => candidate.name === name);
  if (!activation) throw new Error(`no ${name}`);
  const parameters = Object.fromEntries(Object.entries(activation.spec.parameters).map(([key, { default: value }]) => [key, value]));
  const result = on(activation, method).numbers([x])[0] as number;
  return new Reference(name, method as Method, parameters).judge(float64, [x], result);
}

/** The errors are those of V8's exp, expm1, log1p and tanh, rounded up; another engine's may differ a little. */
const worst: readonly (readonly [string, Derivative, number, number])[] = [
  ["elu", "value", -0.42581428603781535, 0.76],
  ["elu", "derivative", -708.0101643380506, 1.24],
  ["sigmoid", "value", -5.543608993821361, 2.47],
  ["sigmoid", "derivative", 5.541711291513901, 1.94],
  ["sigmoid", "secondDerivative", 5.5326509250773075, 3.27],
  ["tanh", "value", 0.23477856746608622, 2.17],
  ["tanh", "derivative", 4.852018711772007, 1.99],
  ["tanh", "secondDerivative", -3.117365521289234, 3.27],
  ["softplus", "value", 0.4324347258616333, 1.57],
  ["softplus", "derivative", -4.85185287212616, 2.45],
  ["softplus", "secondDerivative", 5.542376204680972, 1.96],
  ["silu", "value", -0.6395819412335626, 2.51],
  ["silu", "derivative", -3.7786582523128214, 3.3],
  ["silu", "secondDerivative", 1.6355283883155576, 3.79],
  ["gelu", "value", -1.3085320330331058, 3.56],
  ["gelu", "derivative", -0.00006320334173076807, 3.61],
  ["gelu", "secondDerivative", 37.66188129672913, 3.95],
];

test.each(worst)("%s: %s at %f", (name, method, x, ulp) => {
  expect(judge(name, method, x).ulp).toBeLessThan(ulp + 0.5);
});

const decaying = [
  ["elu", "derivative", -1],
  ["sigmoid", "value", -1],
  ["sigmoid", "derivative", 1],
  ["sigmoid", "secondDerivative", -1],
  ["tanh", "derivative", 0.5],
  ["tanh", "secondDerivative", -0.5],
  ["softplus", "value", -1],
  ["silu", "value", -1],
  ["silu", "derivative", -1],
  ["silu", "secondDerivative", 1],
] as const;

test.each(decaying)("%s: %s keeps its digits down to the last subnormal", (name, method, scale) => {
  for (let z = 600; z < 760; z += 0.37) expect(judge(name, method, scale * z).ulp, `at ${scale * z}`).toBeLessThan(4.5);
});

test.each(["value", "derivative", "secondDerivative"] as const)("gelu: %s keeps its digits down to the last subnormal", (method) => {
  for (let z = 36; z < 39; z += 0.0071) expect(judge("gelu", method, -z).ulp, `at ${-z}`).toBeLessThan(4.5);
});
