/**
 * Threads as programs have them: from start to end, in workers, in two copies, and on hosts that
 * have not all they need.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const built = (file: string, folder = "dist") => JSON.stringify(pathToFileURL(join(folder, file)).href);

/**
 * Runs a program that reports something, and ends by itself. `before` stands before hillock is
 * imported; all calls that can be are split, as far as there are threads.
 */
function run(code: string, before = ""): unknown {
  const program = `${before};
    const { alloc, configure, gelu, info, relu } = await import(${built("index.js")});
    const { startThreads, stopThreads } = await import(${built("threads.js")});
    const { Trial } = await import(${built("threads/trial.js")});
    Trial.prototype.decide = () => true;
    const x = Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i) * 4);
    const wanted = gelu.derivative(x);
    const same = (y) => y.length === x.length && y.every((value, i) => value === wanted[i]);
    const report = (value) => console.log(JSON.stringify(value));
    ${code}`;
  const output = execFileSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", program], {
    encoding: "utf8",
    timeout: 30_000,
  });
  return JSON.parse(output);
}

test("a program ends by itself, with workers asleep, and between two calls without a pause", () => {
  expect(
    run(`const { count } = await startThreads({ threads: 3 }); report([count, same(gelu.derivative(x)), same(gelu.derivative(x))]);`),
  ).toEqual([3, true, true]);
});

test("kernels used before, in either element type, are moved to the shared memory", () => {
  const code = `
    const x64 = Float64Array.from(x);
    const wanted64 = gelu(x64);
    const freed = alloc(Float32Array, 3);
    const { dense, free } = await import(${built("index.js")});
    free(freed);
    const sumsOf = () => dense.backward(x, new Float32Array(200_000).fill(1), new Float32Array(20_000), { inputs: 200, outputs: 100 }).bias.join();
    const sums = sumsOf();
    await startThreads({ threads: 2 });
    let stale;
    try { relu(freed); } catch ({ code }) { stale = code; }
    const y = alloc(Float32Array, x.length);
    y.set(x);
    const shared = Object.prototype.toString.call(y.buffer);
    report([same(gelu.derivative(y)), gelu(x64).every((value, i) => value === wanted64[i]), sums === sumsOf(), stale, shared]);`;
  expect(run(code)).toEqual([true, true, true, "HILLOCK_DETACHED", "[object SharedArrayBuffer]"]);
});

test("in a worker, with workers of its own", () => {
  const inside = `
    const { parentPort } = await import("node:worker_threads");
    const { gelu } = await import(${built("index.js")});
    const { startThreads, stopThreads } = await import(${built("threads.js")});
    const { count } = await startThreads({ threads: 2 });
    parentPort.postMessage([count, gelu(new Float32Array(100_000).fill(1))[99_999]]);
    await stopThreads();`;
  const code = `
    const { once } = await import("node:events");
    const { Worker } = await import("node:worker_threads");
    await startThreads({ threads: 2 });
    const worker = new Worker(new URL("data:text/javascript," + encodeURIComponent(${JSON.stringify(inside)})));
    const [message] = await once(worker, "message");
    report([message, same(gelu.derivative(x))]);`;
  expect(run(code)).toEqual([[2, Math.fround(0.8413447460685429)], true]);
});

describe("two copies", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hillock-threads-"));
    cpSync("dist", folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("have threads each, and refuse the arrays of the other", () => {
    const code = `
      const other = { ...(await import(${"FOLDER/index.js"})), ...(await import(${"FOLDER/threads.js"})) };
      await Promise.all([startThreads({ threads: 2 }), other.startThreads({ threads: 2 })]);
      const results = [0, 1, 2, 3].map((k) => same((k % 2 ? gelu : other.gelu).derivative(x)));
      let refused;
      try { gelu(other.alloc(Float32Array, 4)); } catch ({ code }) { refused = code; }
      await stopThreads();
      report([...results, refused, info().threads.count, other.info().threads.count]);`;
    const made = code.replaceAll(/FOLDER\/(\w+\.js)/g, (_, file) => built(file, folder));
    expect(run(made)).toEqual([true, true, true, true, "HILLOCK_MEMORY", 1, 2]);
  });
});

describe("a memory of the user's", () => {
  /** A program that configures a memory, before anything is used. */
  const on = (shared: boolean) => `
    const pages = 64;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: ${shared} });
    const { configure: choose } = await import(${built("index.js")});
    choose({ memory, region: { base: 65536, bytes: 2 ** 21 } });`;

  test("that is shared is shared with workers, and arrays beside the region are used in place", () => {
    const code = `
      const { count } = await startThreads({ threads: 2 });
      const y = new Float32Array(memory.buffer, 2 ** 22 - 4 * x.length, x.length);
      y.set(x);
      gelu.derivative(y, { out: y });
      report([count, same(y), same(gelu.derivative(x))]);`;
    expect(run(code, on(true))).toEqual([2, true, true]);
  });

  test("that is not has one thread", () => {
    const code = "report([await startThreads({ threads: 2 }), same(gelu.derivative(x))]);";
    expect(run(code, on(false))).toEqual([{ count: 1, reason: "the memory that configure was given is not shared" }, true]);
  });
});

describe("hosts without", () => {
  const refused = `process.getBuiltinModule = undefined; Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: 2 } });`;
  test.each([
    ["cross-origin isolation", "globalThis.crossOriginIsolated = false", "the page is not cross-origin isolated"],
    ["SharedArrayBuffer", "delete globalThis.SharedArrayBuffer", "the host has no SharedArrayBuffer"],
    ["workers", `${refused} globalThis.Worker = undefined`, "a worker was refused: Error: the host has no workers"],
    [
      "workers by its policy",
      `${refused} globalThis.Worker = class { constructor() { throw new Error("by policy"); } }`,
      "a worker was refused: Error: by policy",
    ],
    [
      "workers by its policy, later",
      `${refused} globalThis.Worker = class { postMessage() { setTimeout(() => this.onerror({ message: "by policy" })); } terminate() {} }`,
      "a worker was refused: by policy",
    ],
    [
      "shared memory",
      `const { Memory } = WebAssembly;
       WebAssembly.Memory = function (options) { if (options.shared) throw new RangeError("no room"); return new Memory(options); };`,
      "a shared memory was refused: RangeError: no room",
    ],
  ])("%s: one thread, and why", (_, before, reason) => {
    const code = "const { count } = await startThreads(); report([count, info().threads, same(gelu.derivative(x))]);";
    expect(run(code, before)).toEqual([1, { count: 1, reason }, true]);
  });
});
