/**
 * Two copies of hillock in one process work side by side, and say so when one is handed what is the
 * other's.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnyActivation, operationsOf } from "../support/activations.js";
import { foreign } from "../support/errors.js";

type Hillock = typeof import("../../src/index.js");

const folders: string[] = [];

/** The built package, once more: from a folder of its own, so that Node loads it anew. */
async function copy(): Promise<Hillock> {
  const folder = mkdtempSync(join(tmpdir(), "hillock-copy-"));
  folders.push(folder);
  cpSync("dist", folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return import(pathToFileURL(join(folder, "index.js")).href);
}

let a: Hillock;
let b: Hillock;
beforeAll(async () => {
  [a, b] = await Promise.all([copy(), copy()]);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const all = (hillock: Hillock) => Object.values(hillock.activations) as unknown as AnyActivation[];

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("they are two, and compute the same", () => {
  expect(a.gelu).not.toBe(b.gelu);
  const x = Float32Array.from({ length: 100 }, (_, i) => i / 10 - 5);
  for (const [i, activation] of all(a).entries()) expect(all(b)[i](x)).toEqual(activation(x));
});

test.each(["simd", "js"] as const)("one refuses the arrays of the other, on %s", async (backend) => {
  const [c, d] = await Promise.all([copy(), copy()]);
  c.configure({ backend });
  const theirs = d.alloc(Float32Array, 10);
  for (const activation of all(c))
    for (const operation of operationsOf(activation)) {
      const { kind, code, message } = foreign(operation.path, operation.inputs[0]);
      const error = thrownBy(() => operation.call(operation.inputs.map(() => theirs)));
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ code, message });
      expect([c.isHillockError(error), d.isHillockError(error)]).toEqual([true, true]);
      const outputs = operation.outputs.map(() => theirs.subarray(2, 4));
      expect(
        thrownBy(() =>
          operation.call(
            operation.inputs.map(() => new Float32Array(2)),
            outputs,
          ),
        ),
      ).toMatchObject({ code, message: foreign(operation.path, operation.outputs[0]).message });
    }
  expect(thrownBy(() => c.free(theirs))).toMatchObject({ code: "HILLOCK_MEMORY" });
});

test("one refuses the activations of the other", async () => {
  await expect(a.load(b.gelu as never)).rejects.toMatchObject({
    code: "HILLOCK_TYPE",
    message: "hillock.load: argument 0 is an activation of another copy of hillock",
  });
});
