/**
 * The accuracy beside the roots of derivatives: all activations keep their relative accuracy, so no
 * absolute bound is needed there.
 */
import { describe, expect, test } from "vitest";
import { float32, float64 } from "../oracle/formats.js";
import { type Method, Reference } from "../oracle/oracle.js";
import { all, type Floats, on } from "./support/activations.js";

const roots = [
  ["elish", "derivative", -0.881373587019543],
  ["elish", "secondDerivative", -1.717529795978247],
  ["elish", "secondDerivative", 2.3993572805154675],
  ["gaussian", "derivative", 0],
  ["gaussian", "secondDerivative", -Math.SQRT1_2],
  ["gaussian", "secondDerivative", Math.SQRT1_2],
  ["gelu", "derivative", -0.7517915246935645],
  ["gelu", "secondDerivative", -Math.SQRT2],
  ["gelu", "secondDerivative", Math.SQRT2],
  ["sigmoid", "secondDerivative", 0],
  ["sine", "value", Math.PI],
  ["sine", "value", 1e5 * Math.PI],
  ["sine", "value", 1e20 * Math.PI],
  ["sine", "derivative", Math.PI / 2],
  ["sine", "derivative", -1000.5 * Math.PI],
  // The float32 numbers beyond 2^29 that come nearest.
  ["sine", "derivative", 7.729178919452902e28],
  ["snake", "derivative", -10999692288],
  ["snake", "derivative", -Math.PI / 4],
  ["snake", "derivative", 99.75 * Math.PI],
  ["snake", "secondDerivative", Math.PI / 4],
  ["silu", "derivative", -1.2784645427610737],
  ["silu", "secondDerivative", -2.3993572805154675],
  ["silu", "secondDerivative", 2.3993572805154675],
  ["tanh", "secondDerivative", 0],
] as const;

const types = [
  { type: Float32Array, format: float32, bits: 23, bound: 0.51 },
  { type: Float64Array, format: float64, bits: 52, bound: 4.5 },
];

/**
 * The root as near as the type has it, its neighbours on either side, and others further and
 * further away.
 */
function beside(root: number, type: typeof Float32Array | typeof Float64Array, bits: number): Floats {
  const spacing = root === 0 ? 2 ** -140 : 2 ** (Math.floor(Math.log2(Math.abs(root))) - bits);
  const [nearest] = type.of(root) as unknown as [number];
  const steps = Array.from({ length: 12 * bits }, (_, k) => Math.floor(2 ** (k / 14)));
  return type.from([0, ...steps, ...steps.map((step) => -step)].map((step) => nearest + step * spacing));
}

describe.each(roots)("%s: %s beside %f", (name, method, root) => {
  const activation = all.find((candidate) => candidate.name === name);
  if (!activation) throw new Error(`no ${name}`);
  const operation = on(activation, method);
  const parameters = Object.entries(activation.spec.parameters).map(([key, { default: value }]) => [key, value]);
  const defaults = Object.fromEntries(parameters);
  const reference = new Reference(name, method as Method, defaults);

  test.each(types)("in $format.name", ({ type, format, bits, bound }) => {
    const x = beside(root, type, bits);
    const numbers = type.from([...x].map((value) => operation.numbers([value])[0] as number));
    for (const results of [operation.call([x])[0] as Floats, numbers])
      x.forEach((value, i) => {
        expect(reference.judge(format, [value], results[i] as number).ulp, `${name}.${method}(${value})`).toBeLessThan(bound);
      });
  });
});
