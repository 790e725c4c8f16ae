/** A kernel has room for eight parameters; what would lie beyond are its constants. */
import { expect, test } from "vitest";
import { ParameterSet } from "../../src/call/parameters.js";
import { createActivation } from "../../src/functions/activation.js";
import { defineActivation } from "../../src/index.js";
import { float32, float64 } from "../../src/kernels/activations/elu.js";
import { expectRefusal } from "../support/errors.js";

const script = "../../scripts/build/transform/constants.mjs";
const { belowTable } = (await import(script)) as { belowTable(address: number): number };

const LAST = 256 + 48 * 7;

test("the build refuses a kernel that reads a ninth", () => {
  for (const address of [0, 256, LAST, LAST + 32]) expect(belowTable(address)).toBe(address);
  for (const address of [LAST + 48, LAST + 64, LAST + 80])
    expect(() => belowTable(address)).toThrow("parameter 8 is read, but there is room for 8: 0 to 7");
});

test("a definition with kernels is refused a ninth, one without is not", () => {
  const letters = [..."abcdefghi"];
  const source = (names: readonly string[]) => ({
    specification: { name: "many" },
    parameters: new ParameterSet(Object.fromEntries(names.map((name) => [name, { default: 1, examples: [] }]))),
    value: (x: number) => x,
    derivative: () => 1,
    kernels: { float32, float64 },
  });
  const create = createActivation as (source: unknown) => unknown;
  const message = "hillock.many: its kernels take 9 parameters, expected at most 8";
  expectRefusal(() => create(source(letters)), { kind: RangeError, code: "HILLOCK_PARAMETER", message });
  expect(() => create(source(letters.slice(1)))).not.toThrow();
  const parameters = Object.fromEntries(letters.map((name) => [name, 1])) as Record<"i", number>;
  const own = defineActivation({ name: "many", parameters, value: (x, { i }) => i * x, derivative: (_, { i }) => i });
  expect([...own(Float32Array.of(3), { i: 2 })]).toEqual([6]);
});
