/**
 * A table and a rare path in a kernel, which only a fixture has so far: compiled in a copy, against
 * the same in JavaScript.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CONSTANTS } from "../../src/kernels/layout.js";

// Node 20 has it behind a flag, later ones at once.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");

const ROOT = join(import.meta.dirname, "../..");
const HEIGHTS = [0.25, 1.5, -0.75, 3, -2.125, 0.1, 7, -0.3];
const LENGTHS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 67];

/** Addresses of the context and of two arrays. */
const [CONTEXT, X, Y, D] = [1024, 8192, 16384, 24576];

type Exports = { readonly [name in "value" | "derivative" | "valueAndDerivative"]: (...addresses: number[]) => void };

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "hillock-rare-"));
  for (const path of ["assembly", "scripts", "asconfig.json"]) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  cpSync(join(ROOT, "test/fixtures/rare/assembly"), join(copy, "assembly"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function compile(source: string, alias: string, target: string) {
  const script = `
    import { compile } from "./scripts/build/compile.mjs";
    const { wasm, table } = await compile({ kind: "activations", source: "${source}", alias: "${alias}" }, "${target}");
    console.log(JSON.stringify([wasm, table].map((bytes) => Buffer.from(bytes).toString("hex"))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: copy, encoding: "utf8" });
  return { code: stdout ? (JSON.parse(stdout) as string[]).map((digits) => Buffer.from(digits, "hex")) : [], stderr };
}

/**
 * How many functions a module has, from its function section. Sizes of sections are below 2^14
 * here, and counts below 2^7.
 */
function functionsIn(wasm: Buffer): number {
  for (let at = 8; ; ) {
    const long = (wasm[at + 1] as number) > 127;
    const size = long ? ((wasm[at + 1] as number) & 127) + 128 * (wasm[at + 2] as number) : (wasm[at + 1] as number);
    const start = at + (long ? 3 : 2);
    if (wasm[at] === 3) return wasm[start] as number;
    at = start + size;
  }
}

test.each(["Float32", "Float64"].flatMap((alias) => ["simd", "relaxed"].map((target) => ({ alias, target }))))(
  "values and derivatives are those of plain loops: $alias, $target",
  { timeout: 60_000 },
  ({ alias, target }) => {
    const [wasm, table] = compile("dune", alias, target).code as [Buffer, Buffer];
    const module = new WebAssembly.Module(new Uint8Array(wasm));
    expect(functionsIn(wasm) - WebAssembly.Module.exports(module).length, "functions of the rare path").toBe(2);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    const memory = new WebAssembly.Memory({ initial: 1 });
    const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    const constants = new Uint8Array(memory.buffer, CONTEXT + CONSTANTS);
    for (const [i, byte] of table.entries()) constants[2 * i - (i & 7)] = constants[2 * i - (i & 7) + 8] = byte;

    const NumberArray = alias === "Float32" ? Float32Array : Float64Array;
    const round = alias === "Float32" ? Math.fround : Number;
    const shift = alias === "Float32" ? 12582912 : 6755399441055744;
    const height = (x: number) => round(HEIGHTS[round(round(Math.min(Math.abs(x), 1000) + shift) - shift) & 7] as number);
    const far = (x: number) => Math.abs(x) > 1000;
    const value = (x: number) => (far(x) ? round(round(Math.sqrt(Math.abs(x))) / 7) : round(round(x * height(x)) + 0.5));
    const derivative = (x: number) => (far(x) ? round(0.5 / round(7 * round(Math.sqrt(Math.abs(x))))) : height(x));

    for (const rare of [0, 1, 3, 50])
      for (const n of LENGTHS) {
        const x = new NumberArray(n);
        for (let i = 0; i < n; i++) x[i] = i % 50 < rare ? 3000 + 1e6 * Math.sin(3 * i + n) : 10 * Math.sin(3 * i + n);
        new NumberArray(memory.buffer, X, n).set(x);
        const [y, d] = [Y, D].map((at) => new NumberArray(memory.buffer, at, n));
        exports.valueAndDerivative(X, Y, D, n, CONTEXT);
        expect([...(y as Float64Array)], `value beside derivative, n = ${n}`).toEqual(Array.from(x, value));
        expect([...(d as Float64Array)], `derivative beside value, n = ${n}`).toEqual(Array.from(x, derivative));
        exports.value(X, Y, n, CONTEXT);
        exports.derivative(X, D, n, CONTEXT);
        expect([...(y as Float64Array)], `value, n = ${n}`).toEqual(Array.from(x, value));
        expect([...(d as Float64Array)], `derivative, n = ${n}`).toEqual(Array.from(x, derivative));
      }
  },
);

test("any other branch on data is refused", { timeout: 60_000 }, () => {
  writeFileSync(
    join(copy, "assembly/activations/forked.ts"),
    `import { Relu } from "./relu";
    class Forked extends Relu<f32> {
      value(x: v128): v128 {
        return v128.any_true(x) ? f32x4.div(f32x4.sqrt(x), this.derivative(x)) : x;
      }
    }
    export type Float32 = Forked;`,
  );
  const { code, stderr } = compile("forked", "Float32", "simd");
  expect(code).toEqual([]);
  expect(stderr).toMatch(/Forked#value branches on data: kernels select instead, or take the rare path of lanes\.ts/);
});
