/**
 * Pages where other things go by the names of the host's: hillock looks for none of them but
 * WebAssembly, and takes that for what it can do.
 */
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { hasRelaxedSimd } from "../hosts/engine.js";

const usual = hasRelaxedSimd() ? "relaxed" : "simd";

/** The program of a page that uses hillock after something was done to its globals. */
const page = `
  const print = console.log;
  const { runInNewContext } = await import("node:vm");
  const hillock = HILLOCK;
  BEFORE;
  const { alloc, configure, dense, free, gelu, info, load, relu, reserve, scope } = await import(hillock);
  const thrown = (run) => { try { run(); return "nothing"; } catch (error) { return error.code ?? String(error); } };
  const report = { option: thrown(() => configure({ backend: "gpu" })), modules: thrown(() => configure({ modules: { gelu: {} } })) };
  report.simd = thrown(() => configure({ backend: "simd" }));
  configure({});
  report.backend = info().backend;
  await load(gelu);
  const x = alloc(Float32Array, 2);
  x[1] = 1;
  report.results = [...gelu(x), ...relu(Float64Array.of(-1, 2)), ...dense(x, x, null, { inputs: 2, outputs: 1 })].map((y) => Math.round(y * 1e4) / 1e4);
  reserve(info().memory.bytes);
  report.after = thrown(() => gelu(x));
  report.scope = scope((s) => s.alloc(Float64Array, [2, 3]).map((y) => y.length));
  free(x);
  report.memory = info().memory.arrays;
  report.finally = info().backend;
  print(JSON.stringify(report));`;

function visit(before: string, ...flags: string[]): Record<string, unknown> {
  const code = page.replace("HILLOCK", JSON.stringify(pathToFileURL("dist/index.js").href)).replace("BEFORE", before);
  return JSON.parse(
    execFileSync(process.execPath, [...flags, "--no-warnings", "--input-type=module", "--eval", code], { encoding: "utf8" }),
  );
}

const expected = (backend: string) => ({
  option: "HILLOCK_OPTION",
  modules: "HILLOCK_OPTION",
  simd: backend === "js" ? "HILLOCK_BACKEND" : "nothing",
  backend,
  results: [0, 0.8413, 0, 2, 1],
  after: "HILLOCK_DETACHED",
  scope: [2, 3],
  memory: 0,
  finally: backend,
});

describe("a global of another's", () => {
  test.each([
    ["Buffer, a class of the page", "globalThis.Buffer = class Buffer {}"],
    ["Buffer, with a from of its own", "globalThis.Buffer = { from: () => new Uint8Array(3) }"],
    ["Uint8Array.fromHex that throws", `Uint8Array.fromHex = () => { throw new Error("not today"); }`],
    ["Uint8Array.fromHex of something else", "Uint8Array.fromHex = () => new Uint8Array(8)"],
    ["structuredClone", "globalThis.structuredClone = (value) => value"],
    [
      "every name of the host's: reading it throws",
      `const language = new Set(runInNewContext("Object.getOwnPropertyNames(globalThis)"));
       for (const name of Object.getOwnPropertyNames(globalThis)) {
         if (language.has(name)) continue;
         const own = globalThis[name];
         const get = () => { if (new Error().stack.includes("/dist/")) throw new Error(name); return own; };
         Object.defineProperty(globalThis, name, { get });
       }`,
    ],
    ["a maximum for every object", `Object.defineProperty(Object.prototype, "maximum", { value: 1, writable: true })`],
  ])("%s changes nothing", (_, before) => {
    expect(visit(before)).toEqual(expected(usual));
  });
});

describe("WebAssembly in part is none", () => {
  test.each([
    ["undefined", "globalThis.WebAssembly = undefined"],
    ["null", "globalThis.WebAssembly = null"],
    ["a text", `globalThis.WebAssembly = "no"`],
    ["an empty object", "globalThis.WebAssembly = {}"],
    ["one that accepts everything, and can do nothing", "globalThis.WebAssembly = { validate: () => true }"],
    ["without memories", "globalThis.WebAssembly = Object.create(WebAssembly, { Memory: { value: undefined } })"],
    ["with instantiate alone", "globalThis.WebAssembly = { instantiate: WebAssembly.instantiate, compile: WebAssembly.compile }"],
    ["without validate", "globalThis.WebAssembly = Object.create(WebAssembly, { validate: { value: undefined } })"],
    [
      "with a validate that throws",
      "globalThis.WebAssembly = Object.create(WebAssembly, { validate: { value() { throw new Error(); } } })",
    ],
    ["with a validate that says maybe", `globalThis.WebAssembly = Object.create(WebAssembly, { validate: { value: () => "maybe" } })`],
  ])("%s", (_, before) => {
    expect(visit(before)).toEqual(expected("js"));
  });

  test("without compile it is whole: the first call compiles", () => {
    expect(visit("globalThis.WebAssembly = Object.create(WebAssembly, { compile: { value: undefined } })")).toEqual(expected(usual));
  });
});

describe("without WebAssembly, where no means to detach a buffer is what it says", () => {
  test.each([
    ["structuredClone undefined", "globalThis.structuredClone = undefined"],
    ["structuredClone that throws", "globalThis.structuredClone = () => { throw new Error(); }"],
    ["structuredClone that does nothing", "globalThis.structuredClone = (value) => value"],
  ])("%s: old arrays keep what they held, and nothing is lost", (_, before) => {
    const { after, ...rest } = visit(`${before}; delete ArrayBuffer.prototype.transfer`, "--jitless");
    const { after: usually, ...others } = expected("js");
    expect(rest).toEqual(others);
    expect(["nothing", usually]).toContain(after);
  });
});
