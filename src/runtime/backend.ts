import type { Bytes } from "../call/arrays.js";
import type { KernelCode } from "./kernelCode.js";
import type { LinearMemory } from "./memory.js";
import { type Engine, webAssembly } from "./webAssembly.js";

/** What computes: WebAssembly with relaxed SIMD, with SIMD, or JavaScript. */
export type Backend = "relaxed" | "simd" | "js";

/** A `WebAssembly.Module`. Public types do without that name, which only the DOM library and @types/node declare. */
export type CompiledModule = object;

type OneToOne = (x: number, y: number, n: number, c: number) => void;
type OneToTwo = (x: number, y: number, d: number, n: number, c: number) => void;
type TwoToOne = (dy: number, x: number, dx: number, n: number, c: number) => void;

/** The exports of a kernel module. Arrays are byte addresses, `n` counts elements, `c` is the context. */
export interface KernelExports {
  readonly value: OneToOne;
  readonly derivative: OneToOne;
  readonly secondDerivative: OneToOne;
  readonly valueAndDerivative: OneToTwo;
  readonly backward: TwoToOne;
  readonly backwardFromOutput: TwoToOne;
}

/**
 * The ladder: relaxed SIMD if the engine validates the very bytes of a module, else SIMD, else JavaScript.
 *
 * `validate` chooses between builds and never proves that compiling is allowed: a Content Security Policy refuses at
 * `new Module` (Chromium, Firefox) or at `new Instance` (WebKit). Each refusal is reported as a violation, so it is tried once.
 */
export interface BackendState {
  /** What was asked for, and `"js"` once the engine has refused. */
  backend: Backend | "auto";
  /** What the engine threw when it refused to compile, or to make a memory. */
  refusal: { readonly error: unknown; readonly memory: boolean } | undefined;
  /** No build was valid: an engine is not asked twice. */
  exhausted: boolean;
  /** Throws when the engine refuses a backend that was asked for by name, or the user's memory has no room. */
  onRefused: ((refusal: unknown) => void) | undefined;
  /** What modules must become for a memory of the user's. */
  adaptModule: ((bytes: Bytes) => Bytes) | undefined;
  /** Modules compiled ahead, by the name of their code. */
  readonly modules: Map<string, CompiledModule>;
}

/**
 * The exports of a module on `memory`, or undefined where JavaScript is to compute. The memory is asked for when the module is compiled: one
 * that is refused shall not have made it.
 */
export function instantiate(ladder: BackendState, code: KernelCode, memory: () => LinearMemory): KernelExports | undefined {
  let compiled = false;
  try {
    const bytes = bytesFor(ladder, code);
    const { Module, Instance } = webAssembly() ?? ({} as Engine);
    const module = bytes ? new Module(bytes) : ladder.modules.get(code.name);
    if (!module) return;
    compiled = true;
    const env = { memory: memory().object };
    compiled = false;
    return new Instance(module, { env }).exports as KernelExports;
  } catch (error) {
    refuse(ladder, error, compiled);
  }
}

/** Compiles a module off the main thread, for a later {@link instantiate}. */
export async function compileAhead(ladder: BackendState, code: KernelCode): Promise<void> {
  try {
    const bytes = bytesFor(ladder, code);
    const module = bytes && (await webAssembly()?.compile?.(bytes));
    if (module) ladder.modules.set(code.name, module);
  } catch (error) {
    refuse(ladder, error);
  }
}

/** The first build from the ladder's top that the engine validates, of a module that was not compiled ahead. */
function bytesFor(ladder: BackendState, code: KernelCode): Bytes | undefined {
  const { backend, exhausted, adaptModule: fit, modules } = ladder;
  if (backend === "js" || exhausted || modules.has(code.name)) return;
  for (const text of [backend !== "simd" && Object.hasOwn(code, "relaxed") ? code.relaxed : undefined, code.simd]) {
    const bytes = text && decode(text);
    if (bytes && webAssembly()?.validate(bytes) === true) return fit ? fit(bytes) : bytes;
  }
  ladder.exhausted = true;
}

/** Goes down to JavaScript. Of several modules on their way, the first to be refused decides. Without memory none can run. */
export function refuse(ladder: BackendState, error: unknown, memory = false): void {
  if (memory) ladder.modules.clear();
  if (ladder.backend === "js") return;
  ladder.onRefused?.(error);
  ladder.backend = "js";
  ladder.refusal = { error, memory };
}

/** Whether `value` is a compiled module that has what kernels have: functions, on a memory that is given to it. */
export function isKernel(value: unknown): boolean {
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
 * The bytes of a text of hexadecimal digits. `Uint8Array.fromHex` and Node's `Buffer` would take microseconds for a module where this takes up to
 * half a millisecond, once; but what a page has under these names need not be theirs.
 */
export function decode(hex: string): Bytes {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < hex.length; i++) {
    const code = hex.charCodeAt(i);
    bytes[i >> 1] = 16 * bytes[i >> 1] + (code & 15) + 9 * (code >> 6);
  }
  return bytes;
}
