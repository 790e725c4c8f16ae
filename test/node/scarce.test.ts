/**
 * Where an engine has no memory for WebAssembly: JavaScript computes, and arrays live in an
 * ordinary one.
 */
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

interface Report {
  readonly backend: string;
  readonly reason: string;
  readonly results: readonly number[];
  readonly memory: { readonly bytes: number; readonly allocated: number; readonly arrays: number };
  readonly scope: number;
  readonly gradient: readonly number[];
  readonly tooMuch: string;
}

const hillock = JSON.stringify(pathToFileURL("dist/index.js").href);

const code = (first: string, before = "") => `
  ${before}
  const { alloc, dense, gelu, info, relu, reserve, scope } = await import(${hillock});
  const code = (run) => { try { run(); return "nothing"; } catch (error) { return error.code ?? String(error); } };
  ${first};
  const x = alloc(Float32Array, 2);
  x[1] = 1;
  const results = [...gelu(x, { out: x })].map((y) => Math.round(y * 1e4) / 1e4);
  const { memory } = info();
  const gradient = [...dense.backward(x, x, Float32Array.of(1, 2, 3, 4), { inputs: 2, outputs: 2, activation: relu, output: x }).bias];
  reserve(1024);
  console.log(JSON.stringify({ ...info(), memory, results, gradient: gradient.map((y) => Math.round(y * 1e4) / 1e4),
    scope: scope((s) => s.alloc(Float64Array, 5).length), tooMuch: code(() => reserve(2 ** 40)) }));`;

/** The calls of hillock that can be the first. */
const first: Readonly<Record<string, string>> = {
  "a function": "gelu(new Float32Array(3))",
  alloc: "alloc(Float32Array, 0)",
  scope: "scope((s) => s.alloc(Float32Array, 1).length)",
  reserve: "reserve(10)",
};

/** The same as V8 says it. */
const REFUSING = `WebAssembly.Memory = class { constructor() { throw new RangeError("WebAssembly.Memory(): could not allocate memory"); } };`;

function expectRight({ backend, reason, results, memory, scope, gradient, tooMuch }: Report): void {
  expect({ results, scope, gradient, tooMuch }).toEqual({
    results: [0, 0.8413],
    scope: 5,
    gradient: [0, 0.8413],
    tooMuch: "HILLOCK_MEMORY",
  });
  expect(memory.bytes).toBeGreaterThanOrEqual(4 * 2 ** 20);
  expect(memory.arrays).toBeGreaterThan(0);
  if (backend === "js")
    expect(reason).toBe("memory for WebAssembly was refused: RangeError: WebAssembly.Memory(): could not allocate memory");
}

describe("a process that refuses it", () => {
  test.each(Object.entries(first))("first %s", (_, call) => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code(call, REFUSING)], { encoding: "utf8" });
    expect(stderr).toBe("");
    const report = JSON.parse(stdout) as Report;
    expect(report.backend).toBe("js");
    expectRight(report);
  });

  test("a backend that was chosen is not given up in silence", () => {
    const configured = (call: string) => `
      ${REFUSING}
      const { alloc, configure, gelu } = await import(${hillock});
      configure({ backend: "simd" });
      try { ${call}; } catch (error) { console.log(error.code, error.message); }`;
    for (const call of ["gelu(new Float32Array(3))", "alloc(Float32Array, 3)"]) {
      const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", configured(call)], { encoding: "utf8" });
      expect(stdout).toMatch(
        /^HILLOCK_BACKEND hillock\.configure: the simd backend was chosen, but the engine refuses it: RangeError: WebAssembly\.Memory/,
      );
    }
  });

  test("a memory of the user's that cannot grow is not left aside", () => {
    const script = `
      const { alloc, configure, gelu } = await import(${hillock});
      configure({ memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }) });
      for (const run of [() => alloc(Float32Array, 3), () => gelu(new Float32Array(3))])
        try { run(); } catch (error) { console.log(error.code, error.message); }`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    const line = "HILLOCK_MEMORY hillock.configure: memory cannot grow by 64 pages; give a larger maximum, or a region of it\n";
    expect(stdout).toBe(line + line);
  });
});

/**
 * Kilobytes of address space. Node 20 reserves 10 GB for each memory, and has none below; later
 * versions try again with less.
 */
const limits = [1_500_000, 4_000_000];

describe.runIf(process.platform === "linux")("a process with little address space (ulimit -v)", () => {
  const limited = (kilobytes: number, script: string) =>
    spawnSync("sh", ["-c", `ulimit -v ${kilobytes}; exec "$0" "$@"`, process.execPath, "--input-type=module", "--eval", script], {
      encoding: "utf8",
    });
  // Node itself does not start with too little.
  const possible = limits.filter((kilobytes) => limited(kilobytes, "await import('node:fs')").status === 0);

  test.each(possible.flatMap((kilobytes) => Object.entries(first).map(([name, call]) => [kilobytes, name, call] as const)))(
    "%d KB, first %s",
    (kilobytes, _, call) => {
      const { stdout, stderr } = limited(kilobytes, code(call));
      expect(stderr).toBe("");
      expectRight(JSON.parse(stdout) as Report);
    },
  );

  test("some of these have no memory for WebAssembly, or less than usual", () => {
    const usual = possible.filter((kilobytes) => limited(kilobytes, "new WebAssembly.Memory({ initial: 2048 })").status === 0);
    expect(usual.length).toBeLessThan(possible.length);
  });
});
