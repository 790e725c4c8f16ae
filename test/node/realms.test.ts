/** A copy of hillock in another realm, of which other code had Object.prototype before. */
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { isHillockError } from "../../src/index.js";

const { outputFiles } = await build({
  stdin: { contents: 'export * from "./src/index.ts";', resolveDir: "." },
  bundle: true,
  format: "iife",
  globalName: "hillock",
  write: false,
});
const code = outputFiles[0]?.text as string;
const context = createContext({});
const run = (source: string) => runInContext(source, context);

// Only functions can be listed: the loader that esbuild writes goes over all that is, and takes it
// for getters.
run("Object.prototype.extend = function () {};");
for (const name of ["alpha", "out", "minimum", "shape"])
  run(`Object.defineProperty(Object.prototype, "${name}", { value: 7, writable: true });`);
run(`${code}; globalThis.hillock = hillock;`);

test("it computes what it should", () => {
  expect(run("[...hillock.elu(Float64Array.of(-1, 2), { out: undefined })]")).toEqual([Math.expm1(-1), 2]);
  expect(run("hillock.leakyRelu(-2, { negativeSlope: 0.5 })")).toBe(-1);
  const layer = "{ inputs: 2, outputs: 1, activation: hillock.relu }";
  expect(run(`[...hillock.dense(Float32Array.of(1, 2), Float32Array.of(3, 4), null, ${layer})]`)).toEqual([11]);
  expect(run("[...hillock.softmax(Float32Array.of(0, 0), { shape: [1, 2] })]")).toEqual([0.5, 0.5]);
});

test("its errors are known here as hillock's, and those of hillock here are known there", () => {
  const error = run("try { hillock.gelu(null) } catch (error) { globalThis.error = error; error }");
  expect(error).not.toBeInstanceOf(Error);
  expect(isHillockError(error)).toBe(true);
  expect(error.code).toBe("HILLOCK_TYPE");
  expect(run("hillock.isHillockError(error)")).toBe(true);
  expect(isHillockError(run("new TypeError('hillock.gelu: x')"))).toBe(false);
  expect(isHillockError(run("Object.assign(new TypeError('x'), { code: 'HILLOCK_TYPE' })"))).toBe(false);
});

test("options of this realm are read there", () => {
  (context as { given?: object }).given = { negativeSlope: 0.25 };
  expect(run("hillock.leakyRelu(-2, given)")).toBe(-0.5);
});
