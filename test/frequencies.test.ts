/**
 * Waves at frequencies drawn at random, as far out as numbers go: the angle is exact, and with it
 * every digit.
 */
import { expect, test } from "vitest";
import { float32, float64 } from "../oracle/formats.js";
import { Reference } from "../oracle/oracle.js";
import { sine, snake } from "../src/index.js";
import { type AnyActivation, type Floats, on } from "./support/activations.js";
import { type Constructor, randomizer } from "./support/arrays.js";

const COUNT = 120;
const waves = [
  { activation: sine as unknown as AnyActivation, parameter: "omega" },
  { activation: snake as unknown as AnyActivation, parameter: "alpha" },
];
const methods = ["value", "derivative", "secondDerivative"] as const;
const types = [
  { type: Float32Array as unknown as Constructor, format: float32, largest: 126, bounds: [1, 1, 1] },
  { type: Float64Array as unknown as Constructor, format: float64, largest: 1000, bounds: [3.5, 4.6, 4] },
];
const cases = waves.flatMap((wave) =>
  methods.flatMap((method, k) => types.map((one) => ({ ...wave, method, k, ...one, of: one.format.name }))),
);

test.each(cases)(
  "$activation.name.$method, $of, at any $parameter",
  ({ activation, parameter, method, k, type, format, largest, bounds }) => {
    const random = randomizer(k + 1);
    for (let i = 0; i < 8; i++) {
      const frequency = (1 + random()) * 2 ** Math.floor(random() * 14 - 7);
      const reference = new Reference(activation.name, method, { [parameter]: frequency });
      const x = type.from({ length: COUNT }, () => (random() < 0.5 ? -1 : 1) * (1 + random()) * 2 ** (random() * (largest + 20) - 20));
      const [results] = on(activation, method).call([x], undefined, { [parameter]: frequency }) as [Floats];
      x.forEach((one, j) => {
        const { ulp } = reference.judge(format, [one], results[j] as number);
        expect(ulp, `${activation.name}.${method}(${one}), ${parameter} ${frequency}`).toBeLessThanOrEqual(bounds[k] as number);
      });
    }
  },
);
