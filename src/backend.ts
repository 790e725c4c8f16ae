import type { KernelCode } from "./definition.js";
import { isHillockError } from "./errors.js";
import type { LinearMemory } from "./memory.js";
import { validates, webAssembly } from "./webAssembly.js";

/** What computes: WebAssembly with relaxed SIMD, with SIMD, or JavaScript. */
export type Backend = "relaxed" | "simd" | "js";

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
export interface Ladder {
  /** What was asked for, and `"js"` once the engine has refused. */
  backend: Backend | "auto";
  /** What the engine refused, and what it threw. */
  refusal?: string;
  /** No build was valid: an engine is not asked twice. */
  exhausted?: boolean;
  /** Throws when the engine refuses a backend that was asked for by name. */
  insist?: (refusal: unknown) => never;
  /** What modules must become for a memory of the user's. */
  fit?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** Modules compiled ahead, by the name of their code. */
  readonly modules: Map<string, object>;
}

const COMPILING = "compiling WebAssembly";
const MEMORY = "memory for WebAssembly";

/**
 * The exports of a module on `memory`, or undefined where JavaScript is to compute. The memory is asked for when the module is compiled: one
 * that is refused shall not have made it.
 */
export function instantiate(ladder: Ladder, code: KernelCode, memory: () => LinearMemory): KernelExports | undefined {
  let step = COMPILING;
  try {
    const ahead = ladder.modules.get(code.name);
    const bytes = ahead ? undefined : bytesFor(ladder, code);
    const engine = ahead || bytes ? webAssembly() : undefined;
    if (!engine) return;
    const module = ahead ?? new engine.Module(bytes as Uint8Array<ArrayBuffer>);
    step = MEMORY;
    const { object } = memory();
    step = COMPILING;
    return new engine.Instance(module, { env: { memory: object } }).exports as KernelExports;
  } catch (error) {
    refuse(ladder, step, error);
  }
}

/** Compiles a module off the main thread, for a later {@link instantiate}. */
export async function compileAhead(ladder: Ladder, code: KernelCode): Promise<void> {
  if (ladder.modules.has(code.name)) return;
  try {
    const bytes = bytesFor(ladder, code);
    const module = bytes && (await webAssembly()?.compile?.(bytes));
    if (module) ladder.modules.set(code.name, module);
  } catch (error) {
    refuse(ladder, COMPILING, error);
  }
}

/** The first build from the ladder's top that the engine validates. */
function bytesFor(ladder: Ladder, code: KernelCode): Uint8Array<ArrayBuffer> | undefined {
  const { backend, exhausted, fit } = ladder;
  if (backend === "js" || exhausted) return;
  for (const text of [backend === "simd" ? undefined : code.relaxed, code.simd]) {
    const bytes = text && decode(text);
    if (bytes && validates(bytes)) return fit ? fit(bytes) : bytes;
  }
  ladder.exhausted = true;
}

/** The memory that `memory` makes; undefined where the engine refuses one, so that JavaScript is to compute. */
export function memoryFor(ladder: Ladder, memory: () => LinearMemory): LinearMemory | undefined {
  try {
    return memory();
  } catch (error) {
    refuse(ladder, MEMORY, error);
  }
}

/** Goes down to JavaScript. Of several modules on their way, the first to be refused decides. Without memory none can run. */
function refuse(ladder: Ladder, step: string, error: unknown): void {
  if (isHillockError(error)) throw error;
  if (step === MEMORY) ladder.modules.clear();
  if (ladder.backend === "js") return;
  ladder.insist?.(error);
  ladder.backend = "js";
  ladder.refusal = `${step} was refused: ${error}`;
}

/** Whether `value` is a compiled module that has what kernels have: functions, on a memory that is given to it. */
export function isKernel(value: unknown): boolean {
  try {
    const { Module } = webAssembly() as NonNullable<ReturnType<typeof webAssembly>>;
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
export function decode(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  const digit = (i: number) => {
    const code = hex.charCodeAt(i);
    return (code & 15) + 9 * (code >> 6);
  };
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digit(2 * i) + digit(2 * i + 1);
  return bytes;
}
