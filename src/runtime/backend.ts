import type { Bytes } from "../call/arrays.js";
import type { KernelCode } from "./kernelCode.js";
import type { Growable, LinearMemory } from "./memory.js";

/** The engine that computes: WebAssembly with relaxed SIMD, with SIMD, or JavaScript. */
export type Backend = "relaxed" | "simd" | "js";

/**
 * A `WebAssembly.Module`. Public types do without that name, which only the DOM library and
 * @types/node declare.
 */
export type CompiledModule = object;

/** The part of the engine's `WebAssembly` that hillock uses. */
export interface Engine {
  readonly Memory: new (descriptor: {
    readonly __proto__: null;
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => Growable;
  readonly Module: {
    new (bytes: Uint8Array): object;
    exports(module: unknown): readonly { readonly kind: string }[];
    imports(module: unknown): readonly { readonly module: string; readonly name: string }[];
  };
  readonly Instance: new (module: object, imports: { readonly env: object }) => { readonly exports: object };
  validate(bytes: Uint8Array): unknown;
  readonly compile?: (bytes: Uint8Array) => Promise<object>;
}

/**
 * The engine's `WebAssembly`, if it has what memories and kernels need. A page may have anything
 * else under this name: hosts without it are given stand-ins that can do a part.
 */
export function webAssembly(): Engine | undefined {
  const { WebAssembly: found } = globalThis as { WebAssembly?: Engine };
  if ([found?.Memory, found?.Module, found?.Instance].every((part) => typeof part === "function")) return found;
}

/**
 * One instruction of each kind, `f64x2.relaxed_madd` and `i8x16.splat`. They tell what to expect; a
 * module's own bytes decide.
 */
const PROBES = {
  relaxed: "3 9 K E4333474 8336543=G4E3u30Bu30Bu30B0 `5M>",
  simd: "3 9 K E4333474 8336543=<4:3u30BM>",
};

/** Whether the engine has what a backend needs. */
export function supports(backend: Backend): boolean {
  try {
    return backend === "js" || webAssembly()?.validate(decode(PROBES[backend])) === true;
  } catch {
    return false;
  }
}

/** The backend in force and why. */
export function inForce({ backend, refusal }: BackendState): { readonly backend: Backend; readonly reason: string } {
  if (refusal !== undefined)
    return {
      backend: "js",
      reason: `${refusal.memory ? "memory for WebAssembly" : "compiling WebAssembly"} was refused: ${refusal.error}`,
    };
  if (backend !== "auto") return { backend, reason: "chosen by configure" };
  if (supports("relaxed")) return { backend: "relaxed", reason: "the engine has relaxed SIMD" };
  if (supports("simd")) return { backend: "simd", reason: "the engine has SIMD but no relaxed SIMD" };
  return { backend: "js", reason: webAssembly() ? "the engine has no SIMD" : "the engine has no WebAssembly" };
}

/**
 * The backend of a runtime as it stands: relaxed SIMD if the engine validates the very bytes of a
 * module, else SIMD, else JavaScript.
 *
 * `validate` chooses between builds and never proves that compiling is allowed: a Content Security
 * Policy refuses at `new Module` (Chromium, Firefox) or at `new Instance` (WebKit). Each refusal is
 * reported as a violation, so it is tried once.
 */
export interface BackendState {
  /** The backend that was asked for, and `"js"` once the engine has refused. */
  backend: Backend | "auto";
  /** The error that the engine threw when it refused to compile, or to make a memory. */
  refusal: { readonly error: unknown; readonly memory: boolean } | undefined;
  /** No build was valid: an engine is not asked twice. */
  exhausted: boolean;
  /**
   * Throws when the engine refuses a backend that was asked for by name, or the user's memory has
   * no room.
   */
  onRefused: ((refusal: unknown) => void) | undefined;
  /** Adapts modules to a memory of the user's. */
  adaptModule: ((bytes: Bytes) => Bytes) | undefined;
  /** Modules compiled ahead, by the name of their code. */
  readonly modules: Map<string, CompiledModule>;
}

/**
 * The exports of a module on `memory`, or undefined where JavaScript is to compute. The memory is
 * asked for when the module is compiled: one that is refused shall not have made it.
 */
export function instantiate(state: BackendState, code: KernelCode, memory: () => LinearMemory): object | undefined {
  let compiled = false;
  try {
    const bytes = bytesFor(state, code);
    const { Module, Instance } = webAssembly() ?? ({} as Engine);
    const module = bytes ? new Module(bytes) : state.modules.get(code.name);
    if (!module) return;
    compiled = true;
    const env = { memory: memory().object };
    compiled = false;
    return new Instance(module, { env }).exports;
  } catch (error) {
    refuse(state, error, compiled);
  }
}

/** Compiles a module off the main thread, for a later {@link instantiate}. */
export async function compileAhead(state: BackendState, code: KernelCode): Promise<void> {
  try {
    const { adaptModule } = state;
    const bytes = bytesFor(state, code);
    const module = bytes && (await webAssembly()?.compile?.(bytes));
    // The memory may be another meanwhile.
    if (module && adaptModule === state.adaptModule) state.modules.set(code.name, module);
  } catch (error) {
    refuse(state, error);
  }
}

/**
 * The build of a module that the engine validates, the one with relaxed SIMD first. Undefined where
 * none is valid, and where the module was compiled ahead.
 */
export function bytesFor(state: BackendState, code: KernelCode): Bytes | undefined {
  const { backend, exhausted, adaptModule: fit, modules } = state;
  if (backend === "js" || exhausted || modules.has(code.name)) return;
  const isValid = () => webAssembly()?.validate(bytes) === true;
  let bytes = decode(code.wasm);
  const isFirst = backend !== "simd" && isValid();
  if (!isFirst && Object.hasOwn(code, "simd")) bytes = (code as Required<KernelCode>).simd(bytes);
  if (isFirst || isValid()) return fit ? fit(bytes) : bytes;
  state.exhausted = true;
}

/** The bytes of both builds of a module, or of the one. */
export function buildsOf({ wasm, simd }: KernelCode): { readonly simd: Bytes; readonly relaxed?: Bytes } {
  const bytes = decode(wasm);
  return simd ? { simd: simd(bytes), relaxed: bytes } : { simd: bytes };
}

/**
 * Falls back to JavaScript. Of several modules on their way, the first to be refused decides.
 * Without memory none can run.
 */
export function refuse(state: BackendState, error: unknown, memory = false): void {
  if (memory) state.modules.clear();
  if (state.backend === "js") return;
  state.onRefused?.(error);
  state.backend = "js";
  state.refusal = { error, memory };
}

/**
 * The bytes of a text in which nine of ten bytes of a kernel are one character each.
 *
 * A character from `#` to `~` without `\` is a digit from 0 to 90; a space before it adds 91, an
 * exclamation mark 182. The byte is 16 less, as code has most of its bytes from 0xf0 to 0x4a. Bytes
 * stay whole, which base64 would not have them do: a compressed bundle of all of hillock is a tenth
 * smaller than with hexadecimal digits, and those are a fifth smaller than base64.
 */
export function decode(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let shift = -16;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 34) shift = 91 * (code - 31) - 16;
    else {
      bytes[length++] = code - (code > 92 ? 36 : 35) + shift;
      shift = -16;
    }
  }
  return bytes.slice(0, length);
}
