/** The backend that a host has: the best that its engine runs, with all kernels. */
import { expect, inject, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { internalsOf } from "../src/functions/internals.js";
import { free, info } from "../src/index.js";
import { hasRelaxedSimd, hasSimd, hasWebAssembly } from "./hosts/engine.js";
import { all, type Floats } from "./support/activations.js";
import { expectSame, fillWith, take, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";
import { representativeOperations as operations } from "./support/representatives.js";

const chosen = inject("backend");

/** The backend that this host should have, and the reason that info gives. */
function expectedBackend(): readonly [string, string] {
  if (chosen !== "auto") return [chosen, "chosen by configure"];
  if (hasRelaxedSimd()) return ["relaxed", "the engine has relaxed SIMD"];
  if (hasSimd()) return ["simd", "the engine has SIMD but no relaxed SIMD"];
  return ["js", hasWebAssembly() ? "the engine has no SIMD" : "the engine has no WebAssembly"];
}

test("is the best that the engine runs, or the one chosen; info says which and why", () => {
  const before = info();
  expect([before.backend, before.reason]).toEqual(expectedBackend());
  expect(before.kernels).toEqual([]);
  for (const activation of all) for (const type of types) activation(new type(3));
  const after = info();
  expect([after.backend, after.reason]).toEqual(expectedBackend());
  // Some functions share the kernels of one.
  const compiled = all.flatMap((one) => {
    const { float32, float64 } = internalsOf("test", "activation", one).kernels;
    return [float32?.name, float64?.name];
  });
  expect(after.kernels).toEqual(after.backend === "js" ? [] : [...new Set(compiled)]);
});

test("info has the version of the package", () => {
  expect(info().version).toBe(manifest.version);
});

test.each(operations.map((operation) => [operation.path, operation] as const))(
  "%s gives the same in hillock's memory and outside it",
  (path, operation) => {
    for (const type of types) {
      const given = operation.inputs.map((_, i) => {
        const array = new type(1000);
        fillWith(array, i + 1);
        return array as Floats;
      });
      const copies = given.map((array) => {
        const copy = take(type, array.length);
        copy.set(array);
        return copy;
      });
      const wanted = operation.call(given);
      operation.call(copies).forEach((result, i) => {
        expectSame(result, wanted[i], path);
      });
      if (info().backend === "js" && operation.outputs.length === 1)
        given[0]?.forEach((_, i) => {
          const [number] = operation.numbers(given.map((array) => array[i])) as [number];
          expect(wanted[0]?.[i]).toBe(type === Float32Array ? Math.fround(number) : number);
        });
      for (const copy of copies) free(copy as never);
    }
    expectRefusal(
      () =>
        operation.call(
          operation.inputs.map(() => new Float32Array(3)),
          operation.outputs.map(() => new Float32Array(4)),
        ),
      {
        kind: RangeError,
        code: "HILLOCK_LENGTH",
        message: `hillock.${path}: ${operation.outputs[0]} has length 4, expected 3`,
      },
    );
  },
);
