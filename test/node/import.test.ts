/**
 * Importing hillock does nothing: no module is compiled, no memory made, no global touched, nothing
 * printed.
 */
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

/** Runs a module in a Node of its own, which may print one JSON value and nothing else. */
function run(code: string, ...flags: string[]): unknown {
  const script = code.replaceAll("HILLOCK", JSON.stringify(pathToFileURL("dist/index.js").href));
  return JSON.parse(execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", script], { encoding: "utf8" }));
}

test("it touches no global and uses no WebAssembly", () => {
  // Node's own loader uses WebAssembly at the first import: only what hillock does counts.
  const code = `
    const uses = [];
    const use = (name) => new Error().stack.includes("/dist/") && uses.push(name);
    for (const name of ["Module", "Instance", "Memory", "validate", "compile", "instantiate"]) {
      const own = WebAssembly[name];
      WebAssembly[name] = new Proxy(own, {
        construct: (target, list) => (use(name), Reflect.construct(target, list)),
        apply: (target, self, list) => (use(name), Reflect.apply(target, self, list)),
      });
    }
    const everything = () => JSON.stringify([globalThis, ...Object.getOwnPropertyNames(globalThis)
      .filter((name) => /^[A-Z]/.test(name)).flatMap((name) => [globalThis[name], globalThis[name]?.prototype])]
      .map((value) => Object(value) === value ? Reflect.ownKeys(value).map(String) : []));
    const before = everything();
    const hillock = await import(HILLOCK);
    const after = everything();
    const atImport = [...uses];
    hillock.gelu(0.5);
    const afterNumber = [...uses];
    hillock.gelu(new Float32Array(3));
    console.log(JSON.stringify({ unchanged: before === after, atImport, afterNumber, used: uses.length > 0 }));`;
  expect(run(code)).toEqual({ unchanged: true, atImport: [], afterNumber: [], used: true });
});

test("it works where the built-in objects are frozen", () => {
  const code = `const { gelu } = await import(HILLOCK); console.log(JSON.stringify([...gelu(Float32Array.of(0, 1))].map((y) => Math.round(y * 100))));`;
  expect(run(code, "--frozen-intrinsics", "--no-warnings")).toEqual([0, 84]);
});

test.each([
  ["no WebAssembly", ["--jitless"], "js"],
  ["no SIMD", ["--no-enable-sse4-1"], "js"],
])("on an engine with %s it finds its backend, in silence, and takes no memory", (_, flags, backend) => {
  const code = `const { gelu, info } = await import(HILLOCK); gelu(new Float32Array(3)); console.log(JSON.stringify([info().backend, info().memory.bytes]));`;
  expect(run(code, ...flags, "--no-warnings")).toEqual([backend, 0]);
});
