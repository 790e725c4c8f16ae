/**
 * configure, load and info, each on a fresh copy of the sources: a copy can be configured but once.
 */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hasRelaxedSimd } from "../hosts/engine.js";
import { expectRefusal } from "../support/errors.js";

type Hillock = typeof import("../../src/index.js");

let hillock: Hillock;
beforeEach(async () => {
  vi.resetModules();
  hillock = await import("../../src/index.js");
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const x = () => Float32Array.of(-1.5, 0.5, 2);
const MEBI = 2 ** 20;

/** `WebAssembly` as a policy leaves it: these parts refuse. Counts how often they were asked. */
function refusing(...names: readonly ("Module" | "Instance" | "compile")[]) {
  const tries = { count: 0 };
  const refusal = () => {
    tries.count++;
    throw new WebAssembly.CompileError("refused by policy");
  };
  const parts = names.map((name) => [name, new Proxy(WebAssembly[name], { construct: refusal, apply: async () => refusal() })] as const);
  vi.stubGlobal("WebAssembly", Object.create(WebAssembly, Object.fromEntries(parts.map(([name, value]) => [name, { value }]))));
  return tries;
}

describe("configure", () => {
  test.each(["js", "simd", ...(hasRelaxedSimd() ? ["relaxed" as const] : [])] as const)("chooses the %s backend", (backend) => {
    hillock.configure({ backend });
    expect([hillock.info().backend, hillock.info().reason]).toEqual([backend, "chosen by configure"]);
    expect(hillock.sigmoid(x()).length).toBe(3);
    expect(hillock.info().kernels).toEqual(backend === "js" ? [] : ["sigmoid"]);
  });

  test("with nothing to say changes nothing", () => {
    hillock.configure({});
    hillock.configure({ backend: undefined, memory: undefined, region: undefined, modules: undefined });
    expect(hillock.info().reason).not.toBe("chosen by configure");
  });

  test.runIf(!hasRelaxedSimd())("refuses a backend that the engine does not have", () => {
    expectRefusal(() => hillock.configure({ backend: "relaxed" }), {
      kind: Error,
      code: "HILLOCK_BACKEND",
      message: "hillock.configure: this engine cannot run the relaxed backend",
    });
    expect(hillock.info().backend).toBe("simd");
  });

  const inUse = {
    kind: Error,
    code: "HILLOCK_BACKEND" as const,
    message: "hillock.configure: hillock is in use already; call configure before anything else",
  };
  test.each([
    ["an array was computed", (h: Hillock) => h.relu(x())],
    ["memory was taken", (h: Hillock) => h.alloc(Float32Array, 1)],
    ["memory was reserved", (h: Hillock) => h.reserve(1)],
    ["a scope was opened", (h: Hillock) => h.scope(() => 0)],
    ["info was asked", (h: Hillock) => h.info()],
    ["kernels were loaded", (h: Hillock) => h.load(h.relu)],
  ] as const)("throws once %s", async (_, use) => {
    await use(hillock);
    const before = hillock.info();
    expectRefusal(() => hillock.configure({ backend: "js" }), inUse);
    expect(hillock.info()).toEqual(before);
  });

  test("takes a memory and a region of it", () => {
    const memory = new WebAssembly.Memory({ initial: 64 });
    hillock.configure({ memory, region: { base: MEBI, bytes: 2 * MEBI } });
    const array = hillock.alloc(Float32Array, 10);
    expect(array.buffer).toBe(memory.buffer);
    expect(array.byteOffset).toBeGreaterThan(MEBI);
    expect(hillock.info().memory.bytes).toBe(2 * MEBI);
    hillock.gelu(array, { out: array });
    expectRefusal(() => hillock.reserve(4 * MEBI), {
      kind: RangeError,
      code: "HILLOCK_MEMORY",
      message: /give a larger region, or free arrays$/,
    });
  });

  test("takes a memory without a region, and adds 64 pages to it, once", () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    hillock.configure({ memory });
    for (let i = 0; i < 3; i++) hillock.gelu(x());
    hillock.free(hillock.alloc(Float32Array, 10));
    expect(memory.buffer.byteLength).toBe(65 * 65536);
    expect(hillock.info().memory.bytes).toBe(64 * 65536);
  });

  test("takes a shared memory with a region", () => {
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 32, shared: true });
    const wanted = [...hillock.gelu(new Float32Array(100).fill(0.7))];
    vi.resetModules();
    return import("../../src/index.js").then((fresh) => {
      fresh.configure({ memory, region: { base: 0, bytes: MEBI } });
      const array = fresh.alloc(Float32Array, 100).fill(0.7);
      expect([...fresh.gelu(array, { out: array })]).toEqual(wanted);
      expect(fresh.info().backend).not.toBe("js");
    });
  });

  const memory = new WebAssembly.Memory({ initial: 32 });
  const shared = new WebAssembly.Memory({ initial: 32, maximum: 32, shared: true });
  const option = (message: string) => ({ kind: TypeError, code: "HILLOCK_OPTION" as const, message: `hillock.configure: ${message}` });
  const range = (message: string) => ({ kind: RangeError, code: "HILLOCK_MEMORY" as const, message: `hillock.configure: ${message}` });
  test.each([
    [null, option("configuration is null, expected an object")],
    [undefined, option("configuration is undefined, expected an object")],
    ["js", option('configuration is "js", expected an object')],
    [{ backends: "js" }, option('unknown option "backends", expected one of backend, memory, region, modules')],
    [{ backend: "wasm" }, option('backend is "wasm", expected "auto", "relaxed", "simd" or "js"')],
    [{ backend: null }, option('backend is null, expected "auto", "relaxed", "simd" or "js"')],
    [{ memory: null }, option("memory is null, expected a WebAssembly.Memory")],
    [{ memory: memory.buffer }, option("memory is an ArrayBuffer, expected a WebAssembly.Memory")],
    [{ memory: shared }, option("region is missing: a shared memory needs one, of its own for each worker")],
    [{ region: { base: 0, bytes: MEBI } }, option("region is given without the memory it is part of")],
    [{ memory, region: null }, option("region is null, expected an object")],
    [{ memory, region: { base: 0, size: MEBI } }, option('unknown option "size", expected one of base, bytes')],
    [{ memory, region: { base: 0 } }, option("region.bytes is undefined, expected a number of bytes")],
    [{ memory, region: { base: "0", bytes: MEBI } }, option('region.base is "0", expected a number of bytes')],
    [{ memory, region: { base: -64, bytes: MEBI } }, range("region.base is -64, expected a multiple of 64, 0 or more")],
    [{ memory, region: { base: 8, bytes: MEBI } }, range("region.base is 8, expected a multiple of 64, 0 or more")],
    [{ memory, region: { base: NaN, bytes: MEBI } }, range("region.base is NaN, expected a multiple of 64, 0 or more")],
    [{ memory, region: { base: 0, bytes: MEBI + 1 } }, range(`region.bytes is ${MEBI + 1}, expected a multiple of 64, 0 or more`)],
    [{ memory, region: { base: 0, bytes: MEBI / 2 - 64 } }, range(`region.bytes is ${MEBI / 2 - 64}, expected at least ${MEBI / 2}`)],
    [{ memory, region: { base: 2 * MEBI, bytes: MEBI } }, range(`region ends at ${3 * MEBI}, but memory has ${2 * MEBI} bytes (32 pages)`)],
    [{ modules: null }, option("modules is null, expected an object of WebAssembly.Module")],
    [
      { modules: { gelu: new Uint8Array(8) } },
      option("modules.gelu is a Uint8Array, expected a WebAssembly.Module from hillock/wasm/, compiled"),
    ],
  ])("refuses %o", (configuration, refusal) => {
    expectRefusal(() => hillock.configure(configuration as never), refusal);
    expect(hillock.info().reason).not.toBe("chosen by configure");
    expect(hillock.relu(-1)).toBe(0);
  });
});

describe("modules", () => {
  const compiled = (name: string) => new WebAssembly.Module(readFileSync(`dist/wasm/${name}.wasm`));

  test("that were compiled by the user work where compiling is refused", () => {
    const wanted = hillock.gelu(x());
    const modules = { gelu: compiled("gelu.simd"), "gelu.float64": compiled("gelu.float64.simd") };
    vi.resetModules();
    return import("../../src/index.js").then((fresh) => {
      const tries = refusing("Module", "compile");
      fresh.configure({ modules });
      expect(fresh.gelu(x())).toEqual(wanted);
      fresh.gelu(Float64Array.of(1));
      expect(tries.count).toBe(0);
      expect(fresh.info().kernels).toEqual(["gelu", "gelu.float64"]);
      fresh.sigmoid(x());
      expect(tries.count).toBe(1);
      expect(fresh.gelu(x())).toEqual(wanted);
    });
  });
});

describe("load", () => {
  test("compiles ahead, so that a first call compiles nothing", async () => {
    await hillock.load(hillock.gelu, hillock.relu);
    expect(hillock.info().kernels).toEqual(["gelu", "gelu.float64", "relu", "relu.float64"]);
    const tries = refusing("Module", "compile");
    for (const array of [x(), Float64Array.from(x())]) {
      hillock.gelu(array as never);
      hillock.relu.derivative(array as never);
    }
    expect(tries.count).toBe(0);
    expect(hillock.info().backend).not.toBe("js");
  });

  test("may be called again, with nothing, and on the js backend", async () => {
    await hillock.load();
    await Promise.all([hillock.load(hillock.gelu), hillock.load(hillock.gelu)]);
    await hillock.load(hillock.gelu);
    vi.resetModules();
    const fresh = await import("../../src/index.js");
    fresh.configure({ backend: "js" });
    await fresh.load(fresh.gelu);
    expect(fresh.info().kernels).toEqual([]);
  });

  test("refuses what is no activation", async () => {
    for (const [words, value] of [
      ["null", null],
      ['"gelu"', "gelu"],
      ["a function", () => 0],
      ["an Object", {}],
    ] as const)
      await expect(hillock.load(hillock.relu, value as never)).rejects.toMatchObject({
        code: "HILLOCK_TYPE",
        message: `hillock.load: argument 1 is ${words}, expected an activation such as gelu`,
      });
  });
});

describe("a host that refuses to compile", () => {
  const why = "compiling WebAssembly was refused: CompileError: refused by policy";

  test.each([["Module"], ["Instance"]] as const)("at new WebAssembly.%s: JavaScript computes, and it is tried once", (part) => {
    const wanted = hillock.sigmoid(0.5);
    const tries = refusing(part);
    for (const array of [x(), x(), Float64Array.from(x())]) hillock.gelu(array as never);
    expect(hillock.sigmoid(Float64Array.of(0.5))[0]).toBe(wanted);
    expect(tries.count).toBe(1);
    expect(hillock.info()).toMatchObject({ backend: "js", reason: why, kernels: [], memory: { bytes: 0 } });
    const own = hillock.alloc(Float64Array, 1);
    own[0] = 0.5;
    expect(hillock.sigmoid(own)[0]).toBe(wanted);
  });

  test("when loading: it is tried once", async () => {
    const tries = refusing("Module", "compile");
    await hillock.load(hillock.gelu, hillock.relu, hillock.sigmoid);
    hillock.gelu(x());
    expect(tries.count).toBe(1);
    expect(hillock.info()).toMatchObject({ backend: "js", reason: why, memory: { bytes: 0 } });
  });

  test("a backend that was chosen is not given up in silence", async () => {
    hillock.configure({ backend: "simd" });
    refusing("Module", "compile");
    const refusal = { kind: Error, code: "HILLOCK_BACKEND" as const, message: /refused by policy/ };
    expectRefusal(() => hillock.gelu(x()), refusal);
    await expect(hillock.load(hillock.gelu)).rejects.toMatchObject({ code: "HILLOCK_BACKEND" });
  });
});
