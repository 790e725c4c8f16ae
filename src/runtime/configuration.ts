import { describe, fail } from "../call/errors.js";
import { readOptions } from "../call/options.js";
import { type Computed, internalsOf } from "../functions/internals.js";
import type { Widened } from "../functions/types.js";
import { VERSION } from "../version.js";
import { type Backend, type CompiledModule, compileAhead, type Engine, inForce, supports, webAssembly } from "./backend.js";
import { isSharedMemory, type Region } from "./externalMemory.js";
import { heapInUse } from "./heap.js";
import { type Growable, PAGE } from "./memory.js";
import { chooseRuntime, createRuntime, defaultRuntime, type ThreadReport } from "./runtime.js";

/** Bytes of the smallest region, of which hillock keeps 320 KiB for itself. */
const SMALLEST_REGION = 512 * 1024;
const BACKENDS: readonly unknown[] = ["auto", "relaxed", "simd", "js"];

/** The choices that {@link configure} is told. */
export interface Configuration<B extends string = Backend | "auto"> {
  /**
   * Default `"auto"`: the best that the engine runs. A backend chosen by name is used, or refused
   * with an error.
   */
  readonly backend?: Backend | "auto" | Widened<B> | undefined;
  /**
   * A `WebAssembly.Memory` of your own. Default: one of hillock's, made when it is first needed. A
   * shared one needs `region`; an unshared one without `region` grows once by 64 pages, which are
   * hillock's.
   */
  readonly memory?: Growable | undefined;
  /**
   * The part of `memory` that is hillock's: `base` a multiple of 64, at least 512 KiB. One per
   * worker, disjoint. Default: the pages that are added.
   */
  readonly region?: Region | undefined;
  /**
   * Compiled modules, `WebAssembly.Module` (from `hillock/wasm/`), for hosts that forbid compiling
   * from bytes: by the names `gelu`, `gelu.float64`, `gelu.fast`. Default: none.
   */
  readonly modules?: Readonly<Record<string, CompiledModule>> | undefined;
}

/**
 * Chooses backend and memory, before anything else of hillock is used. Optional: without it,
 * everything is made at first use.
 *
 * @throws TypeError HILLOCK_OPTION for unknown names and wrong kinds; RangeError HILLOCK_MEMORY for
 * a region that does not fit; Error HILLOCK_BACKEND if hillock is in use already, or the engine
 * cannot run the backend.
 *
 * @example
 * import { configure, info } from "hillock";
 * configure({ backend: "js" });
 * info().backend; // => "js"
 */
export function configure<B extends string = Backend | "auto">(configuration: Configuration<B>): void {
  const given = readOptions("configure", configuration, ["backend", "memory", "region", "modules"], "configuration");
  const { backend = "auto", memory, region, modules } = given as Configuration;
  if (!BACKENDS.includes(backend)) wrong("backend", backend, '"auto", "relaxed", "simd" or "js"');
  if (memory !== undefined && Object.prototype.toString.call(memory) !== "[object WebAssembly.Memory]")
    wrong("memory", memory, "a WebAssembly.Memory");
  const checkedRegion = region === undefined ? undefined : checkRegion(region, memory);
  if (memory && !checkedRegion && isSharedMemory(memory))
    fail("HILLOCK_OPTION", "configure", "region is missing: a shared memory needs one, of its own for each worker");
  const checkedModules = modules === undefined ? undefined : checkModules(modules);
  if (backend !== "auto" && !supports(backend))
    fail("HILLOCK_BACKEND", "configure", `this engine cannot run the ${backend} backend`, Error);
  if (!chooseRuntime(createRuntime({ backend, memory, region: checkedRegion, modules: checkedModules })))
    fail("HILLOCK_BACKEND", "configure", "hillock is in use already; call configure before anything else", Error);
}

function wrong(name: string, value: unknown, expected: string): never {
  return fail("HILLOCK_OPTION", "configure", `${name} is ${describe(value)}, expected ${expected}`);
}

function checkRegion(region: unknown, memory: Growable | undefined): Region {
  const { base, bytes } = readOptions("configure", region, ["base", "bytes"], "region");
  if (!memory) fail("HILLOCK_OPTION", "configure", "region is given without the memory it is part of");
  for (const [name, value] of Object.entries({ base, bytes }))
    if (typeof value !== "number") wrong(`region.${name}`, value, "a number of bytes");
    else if (!Number.isSafeInteger(value) || value < 0 || value % 64)
      fail("HILLOCK_MEMORY", "configure", `region.${name} is ${value}, expected a multiple of 64, 0 or more`);
  const checked = { base: base as number, bytes: bytes as number };
  if (checked.bytes < SMALLEST_REGION)
    fail("HILLOCK_MEMORY", "configure", `region.bytes is ${bytes}, expected at least ${SMALLEST_REGION}`);
  const room = memory.buffer.byteLength;
  if (checked.base + checked.bytes > room)
    fail(
      "HILLOCK_MEMORY",
      "configure",
      `region ends at ${checked.base + checked.bytes}, but memory has ${room} bytes (${room / PAGE} pages)`,
    );
  return checked;
}

function checkModules(modules: unknown): Readonly<Record<string, CompiledModule>> {
  if (typeof modules !== "object" || modules === null) wrong("modules", modules, "an object of WebAssembly.Module");
  const checked = { ...modules } as Record<string, CompiledModule>;
  for (const [name, module] of Object.entries(checked))
    if (!isKernel(module)) wrong(`modules.${name}`, module, "a WebAssembly.Module from hillock/wasm/, compiled");
  return checked;
}

/**
 * Whether `value` is a compiled module that has what kernels have: functions, on a memory that is
 * given to it.
 */
function isKernel(value: unknown): boolean {
  try {
    const { Module } = webAssembly() as Engine;
    const exports = Module.exports(value);
    const imports = Module.imports(value).map(({ module, name }) => `${module}.${name}`);
    return exports.length > 0 && exports.every(({ kind }) => kind === "function") && imports.join() === "env.memory";
  } catch {
    return false;
  }
}

/**
 * Compiles the kernels of functions ahead, asynchronously, so that their first calls find them
 * ready. Optional: a first call otherwise compiles its kernel then and there, in about a
 * millisecond.
 *
 * @throws TypeError HILLOCK_TYPE (a rejection) for anything that is no function of hillock with
 * kernels; Error HILLOCK_BACKEND if the engine refuses a backend that was chosen by name.
 *
 * @example
 * import { gelu, info, load, sigmoid } from "hillock";
 * await load(gelu, sigmoid);
 * gelu(0); // => 0
 */
export async function load(...functions: readonly Computed[]): Promise<void> {
  const found = functions.map((one, i) => internalsOf("load", `argument ${i}`, one));
  for (const { kernels, runtime: runtimeOf } of found) {
    const runtime = runtimeOf();
    // One after the other: where the first is refused, none is tried again.
    const { float32BeyondFast, ...usual } = kernels;
    for (const code of Object.values(usual)) {
      await compileAhead(runtime.backendState, code);
      runtime.kernel(code);
    }
  }
}

/** The report of {@link info}. */
export interface Info {
  readonly backend: Backend;
  /** Why this backend. */
  readonly reason: string;
  readonly version: string;
  readonly memory: {
    /** Bytes of hillock's memory; 0 before it is needed. */
    readonly bytes: number;
    /** Bytes held by arrays from `alloc`. */
    readonly allocated: number;
    readonly arrays: number;
  };
  /** Kernels compiled so far, in order: `gelu`, `gelu.float64`, `gelu.fast`. */
  readonly kernels: readonly string[];
  /** The threads that share long calls, by `startThreads` of hillock/threads: how many, and why. */
  readonly threads: ThreadReport;
}

/**
 * Reports what is in force: backend and why, version, memory, kernels compiled, threads.
 *
 * @example
 * import { info } from "hillock";
 * ["relaxed", "simd", "js"].includes(info().backend); // => true
 */
export function info(): Info {
  const runtime = defaultRuntime();
  const { memoryInUse: memory } = runtime;
  const heap = heapInUse(runtime);
  return {
    ...inForce(runtime.backendState),
    version: VERSION,
    memory: { bytes: memory ? memory.end - memory.base : 0, allocated: heap?.allocated ?? 0, arrays: heap?.arrays ?? 0 },
    kernels: [...runtime.kernels.keys()],
    threads: runtime.threadReport?.() ?? { count: 1, reason: "startThreads of hillock/threads was not called" },
  };
}
