/** The sign of a zero, of losses and of their gradients: the same on the backend under test and in JavaScript. */
import { expect, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { randomizer, types } from "./support/arrays.js";

type Loss = (x: Floats, targets: Floats | Uint8Array, options: object) => { loss: Floats; gradient: Floats; mean: number };

const js = createRuntime({ backend: "js" });
const ends = [0, -0, 1, -1, Infinity, -Infinity, 2 ** -149, -(2 ** -1074), 30, -30, 120, -120, 800, -800];

/** Fails where one has a zero and the other a zero of the other sign. */
function compare(f: unknown, about: string, x: Floats, targets: Floats | Uint8Array, options: object): void {
  const [here, there] = [f, onRuntime(f as never, js)].map((f) => (f as Loss)(x, targets, options)) as [ReturnType<Loss>, ReturnType<Loss>];
  for (const key of ["loss", "gradient"] as const)
    here[key].forEach((value, i) => {
      const other = there[key][i];
      if (value === 0 && other === 0 && !Object.is(value, other)) expect.fail(`${about}, ${key} ${i} of ${x}, ${targets}: ${key} differs`);
    });
  if (here.mean === 0 && there.mean === 0) expect(here.mean).toBe(there.mean);
}

test("losses and gradients have zeros of one sign", () => {
  const random = randomizer(3);
  const below = (count: number) => Math.floor(random() * count);
  for (const type of types)
    for (let round = 0; round < 300; round++) {
      const classes = 1 + (round % 5);
      const x = type.from({ length: 3 * classes }, () => (below(3) ? (random() - 0.5) * 10 : (ends[below(ends.length)] as number)));
      const targets = type.from({ length: 3 * classes }, () => [0, 1, 0.5][below(3)] as number);
      const labels = Uint8Array.from({ length: 3 }, () => below(classes));
      const shape = [3, classes];
      const classWeights = type.from({ length: classes }, () => below(3));
      const options = [{ shape }, { shape, smoothing: 0.1 }, { shape, smoothing: 1 }, { shape, classWeights }];
      for (const more of options) {
        compare(softmaxCrossEntropy, `labels ${JSON.stringify(more)}`, x, labels, more);
        compare(softmaxCrossEntropy, `distributions ${JSON.stringify(more)}`, x, targets, more);
      }
      for (const positiveWeight of [1, 0, 3])
        compare(sigmoidBinaryCrossEntropy, `weight ${positiveWeight}`, x, targets, { positiveWeight });
    }
});
