/**
 * Plain numbers, which are also what the js backend computes: where a search found their errors
 * largest, and in the tails.
 */
import { expect, test } from "vitest";
import { float64 } from "../oracle/formats.js";
import { type Method, Reference } from "../oracle/oracle.js";
import { halfTurnPair } from "../src/scalar/angle.js";
import { INVERSE_PI } from "../src/scalar/coefficients.js";
import { all, on } from "./support/activations.js";

type Derivative = "value" | "derivative" | "secondDerivative";

function judge(name: string, method: Derivative, x: number) {
  const activation = all.find((candidate) => candidate.name === name);
  if (!activation) throw new Error(`no ${name}`);
  const parameters = Object.fromEntries(Object.entries(activation.spec.parameters).map(([key, { default: value }]) => [key, value]));
  const result = on(activation, method).numbers([x])[0] as number;
  return new Reference(name, method as Method, parameters).judge(float64, [x], result);
}

/** The worst of 100,000 numbers each, rounded up: the same in every engine. */
const worst: readonly (readonly [string, Derivative, number, number])[] = [
  ["elu", "value", -0.2812112566090233, 0.75],
  ["elu", "derivative", -17.617294008617005, 0.64],
  ["sigmoid", "value", -3.439992380688067, 1.95],
  ["sigmoid", "derivative", 4.837066994680512, 1.87],
  ["sigmoid", "secondDerivative", -5.529862647608381, 2.71],
  ["tanh", "value", -0.6612545594744745, 1.04],
  ["tanh", "derivative", -2.419885689937904, 1.72],
  ["tanh", "secondDerivative", 2.046455720112079, 2.68],
  ["softplus", "value", -3.4551974928860485, 1.43],
  ["softplus", "derivative", -4.846795141675077, 2.36],
  ["softplus", "secondDerivative", 4.848753184701973, 1.82],
  ["silu", "value", -1.990095484489256, 2.22],
  ["silu", "derivative", -0.5600798026103413, 2.71],
  ["silu", "secondDerivative", 2.888997019546169, 3.07],
  ["swish", "value", -1.9305898056153135, 2.24],
  ["swish", "derivative", -0.5261316420043234, 2.8],
  ["swish", "secondDerivative", 1.6535443611678442, 3.0],
  ["gelu", "value", -1.4269959019913285, 2.82],
  ["gelu", "derivative", -5.408486997253698, 2.88],
  ["gelu", "secondDerivative", -6.340188788903831, 2.98],
];

test.each(worst)("%s: %s at %f", (name, method, x, ulp) => {
  expect(judge(name, method, x).ulp).toBeLessThan(ulp);
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

/** A number in units of 2^-400. */
const units = (x: number) => BigInt(x * 2 ** 400);

test.each([1, 30, 0.1, 2 * Math.PI, Math.PI, 1.1e-30, 1e30, -7.3])("a rate of %d over π: 29 bits, and the rest, of its sign", (rate) => {
  const [high, low] = halfTurnPair(rate);
  expect(Math.sign(low)).toBe(Math.sign(rate));
  for (const x of [1, 1 + 2 ** -23, 2 - 2 ** -23]) expect(units(high * x)).toBe((units(high) * units(x)) >> 400n);
  const exact = (units(rate) * INVERSE_PI) >> 1296n;
  const error = units(high) + units(low) - exact;
  expect((error < 0n ? -error : error) << 80n).toBeLessThan(exact < 0n ? -exact : exact);
});
