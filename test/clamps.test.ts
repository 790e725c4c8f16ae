/**
 * Clamps whose ends lie between two float32: an output that was held to the nearer of these tells
 * that it was.
 */
import { expect, test } from "vitest";
import { all, type Floats, on, type Values } from "./support/activations.js";
import { types } from "./support/arrays.js";

test.each([
  ["hardTanh", { minValue: -0.7, maxValue: 0.7 }],
  ["hardTanh", { minValue: -0.1, maxValue: 0.1 }],
  ["clippedRelu", { maxValue: 0.7 }],
  ["clippedRelu", { maxValue: 0.1 }],
] as const)("%s of %o", (name, values) => {
  const clamp = all.find((one) => one.name === name);
  if (!clamp) throw new Error(`there is no ${name}`);
  const call = (method: string, ...inputs: Floats[]) => on(clamp, method).call(inputs, undefined, values as Values)[0] as Floats;
  for (const type of types) {
    const x = type.from([-Infinity, -1, -0.05, 0.05, 1, Infinity]);
    const dy = type.from(x, () => 3);
    expect(call("backwardFromOutput", dy, call("value", x))).toEqual(call("backward", dy, x));
  }
});
