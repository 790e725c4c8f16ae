/**
 * The network of examples/digits, on every backend: its steps are those of the same network in
 * plain JavaScript.
 */
import { activations, configure, info } from "hillock";
import { expect, inject, test } from "vitest";
import { createNetwork } from "../examples/digits/network.mjs";
import { plain, plainActivations } from "../examples/digits/plain.mjs";
import { createRandom } from "../examples/digits/random.mjs";

// Examples import the built package, which is another copy than the one that test/setup.ts has
// configured.
configure({ backend: inject("backend") });

const SIZES = [13, 11, 6, 3];
const BATCH = 21;
const RATE = 0.01;
const STEPS = 60;

/** Three classes: which third of the inputs is the brightest. */
function examples() {
  const random = createRandom(5);
  const labels = Uint8Array.from({ length: BATCH }, (_, row) => row % 3);
  const x = Float32Array.from(
    { length: BATCH * 13 },
    (_, i) => random() + (Math.floor((i % 13) / 4.5) === labels[Math.floor(i / 13)] ? 0.6 : 0),
  );
  return { x, labels };
}

test("runs on the backend that was asked for", () => {
  if (inject("backend") !== "auto") expect(info().backend).toBe(inject("backend"));
});

test.each(Object.keys(plainActivations))("learns with %s, step by step what plain JavaScript does", (name) => {
  const { x, labels } = examples();
  const known = activations as unknown as Record<string, unknown>;
  const options = { sizes: SIZES, batch: BATCH };
  const network = createNetwork({ ...options, activation: known[name], random: createRandom(3) });
  const twin = createNetwork({ ...options, activation: plainActivations[name], random: createRandom(3) }, plain);
  const losses = Array.from({ length: STEPS }, () => [network.step(x, labels, RATE), twin.step(x, labels, RATE)] as [number, number]);
  for (const [loss, expected] of losses) expect(Math.abs(loss - expected)).toBeLessThan(2e-5 * expected);
  network.parameters.forEach((value, i) => {
    expect(Math.abs(value - (twin.parameters[i] as number))).toBeLessThan(2e-4);
  });
  expect(losses.at(-1)?.[0]).toBeLessThan(0.8 * (losses[0]?.[0] as number));
});
