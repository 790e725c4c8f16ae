import { expect, test } from "vitest";
import { run } from "./install.js";

test("examples/quickstart.mjs", () => {
  const output = run("examples/quickstart.mjs");
  expect(output).toMatch(/gelu\(x\) +Float32Array\(5\) \[/);
  expect(output).toMatch(/sigmoid of one number +0\.57444251681165/);
  expect(output).toMatch(/computed by +(relaxed|simd|js): /);
});

test("examples/neuron.mjs learns what or means", () => {
  const answers = [...run("examples/neuron.mjs").matchAll(/= (\d\.\d+)/g)].map(([, answer]) => Math.round(Number(answer)));
  expect(answers).toEqual([0, 1, 1, 1]);
});

test("examples/backpropagation.mjs learns the sine", () => {
  const errors = [...run("examples/backpropagation.mjs").matchAll(/error (\d\.\d+)/g)].map(([, error]) => Number(error));
  expect(errors[0]).toBeGreaterThan(0.4);
  expect(errors.at(-1)).toBeLessThan(0.03);
});
