/**
 * The sign of a zero, of losses and of their gradients: the same on the backend under test and in
 * JavaScript.
 */
import { expect, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { randomizer, types } from "./support/arrays.js";
import { lossSubjects } from "./support/losses.js";

type Loss = (x: Floats, targets: Floats | Uint8Array, options: object) => { loss: Floats; gradient: Floats; mean: number };

const js = createRuntime({ backend: "js" });
const ends = [0, -0, 1, -1, Infinity, -Infinity, 2 ** -149, -(2 ** -1074), 30, -30, 120, -120, 800, -800];

/** Values of options at which factors vanish. */
const EXTREMES = { smoothing: 1, positiveWeight: 0, gamma: 0, alpha: 0 };

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

test.each(lossSubjects)("$name: losses and gradients have zeros of one sign", ({ loss, kinds }) => {
  const random = randomizer(3);
  const below = (count: number) => Math.floor(random() * count);
  for (const type of types)
    for (let round = 0; round < 300; round++) {
      const classes = 1 + (round % 5);
      const x = type.from({ length: 3 * classes }, () => (below(3) ? (random() - 0.5) * 10 : (ends[below(ends.length)] as number)));
      const targets = type.from({ length: 3 * classes }, () => [0, 1, 0.5][below(3)] as number);
      const labels = Uint8Array.from({ length: 3 }, () => below(classes));
      for (const kind of kinds) {
        const ofRows = ["labels", "distributions"].includes(kind.targets);
        const given = { labels, whole: targets.map(Math.floor), distributions: targets, probabilities: targets }[kind.targets];
        const options = { ...(ofRows && { shape: [3, classes] }), ...kind.options(type, classes) };
        compare(loss, kind.kind, x, given as Floats, options);
        for (const [name, value] of Object.entries(EXTREMES))
          if (name in options) compare(loss, `${kind.kind}, ${name}`, x, given as Floats, { ...options, [name]: value });
      }
    }
});
