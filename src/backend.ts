import type { KernelCode } from "./definition.js";
import { fail } from "./errors.js";
import type { LinearMemory } from "./memory.js";

/** What computes: WebAssembly with relaxed SIMD, with SIMD, or JavaScript. */
export type Backend = "relaxed" | "simd" | "js";

/** The exports of a kernel module. Pointers are byte addresses, `n` counts elements, `c` is the context. */
export interface KernelExports {
  value(x: number, y: number, n: number, c: number): void;
  derivative(x: number, y: number, n: number, c: number): void;
  secondDerivative(x: number, y: number, n: number, c: number): void;
  valueAndDerivative(x: number, y: number, d: number, n: number, c: number): void;
  backward(dy: number, x: number, dx: number, n: number, c: number): void;
  backwardFromOutput(dy: number, y: number, dx: number, n: number, c: number): void;
}

/** One instruction of each kind, `f64x2.relaxed_madd` and `i8x16.splat`: only `info` and the choice of a build ask them; a module's own bytes decide. */
const PROBES = {
  relaxed: "AGFzbQEAAAABBAFgAAADAgEAChQBEgBBAP0PQQD9D0EA/Q/9hwIaCw==",
  simd: "AGFzbQEAAAABBAFgAAADAgEACgkBBwBBAP0PGgs=",
};

/**
 * The ladder: relaxed SIMD if the engine validates the very bytes, else SIMD, else JavaScript. The only file that names WebAssembly.Module.
 *
 * `validate` chooses between builds and never proves that compiling is allowed: a Content Security Policy refuses at
 * `new Module` (Chromium, Firefox) or at `new Instance` (WebKit). Each refusal is reported as a violation, so it is tried once.
 */
export class Compiler {
  backend: Backend | undefined;
  reason = "";
  private readonly compiled = new Map<string, WebAssembly.Module>();

  constructor(
    private readonly wanted: Backend | "auto",
    modules: Readonly<Record<string, WebAssembly.Module>>,
  ) {
    for (const name in modules) this.compiled.set(name, modules[name] as WebAssembly.Module);
    if (wanted === "js") this.settle("js", "chosen by configure");
  }

  /** The rung this host stands on, as far as can be told before anything is compiled. */
  decide(): Backend {
    if (this.backend) return this.backend;
    const { wanted } = this;
    if (wanted !== "auto") {
      if (!supports(wanted)) fail(Error, "HILLOCK_BACKEND", "configure", `this engine cannot run the ${wanted} backend`);
      return this.settle(wanted, "chosen by configure");
    }
    if (supports("relaxed")) return this.settle("relaxed", "the engine has relaxed SIMD");
    if (supports("simd")) return this.settle("simd", "the engine has SIMD but not relaxed SIMD");
    return this.settle("js", globalThis.WebAssembly ? "the engine has no SIMD" : "the engine has no WebAssembly");
  }

  /** The exports of a module on `memory`, or undefined on the js backend. */
  instantiate(code: KernelCode, memory: LinearMemory): KernelExports | undefined {
    const ready = this.compiled.get(code.name);
    if (!ready && this.decide() === "js") return undefined;
    try {
      const module = ready ?? new WebAssembly.Module(this.bytes(code, memory));
      return new WebAssembly.Instance(module, { env: { memory: memory.object as WebAssembly.Memory } }).exports as unknown as KernelExports;
    } catch (error) {
      return this.refused(error);
    }
  }

  /** Compiles a module off the main thread, for a later `instantiate`. */
  async compile(code: KernelCode, memory: LinearMemory): Promise<void> {
    if (this.compiled.has(code.name) || this.decide() === "js") return;
    try {
      this.compiled.set(code.name, await WebAssembly.compile(this.bytes(code, memory)));
    } catch (error) {
      this.refused(error);
    }
  }

  private bytes(code: KernelCode, memory: LinearMemory): Uint8Array<ArrayBuffer> {
    const relaxed = this.backend === "relaxed" && code.relaxed !== undefined ? decode(code.relaxed) : undefined;
    const bytes = relaxed && WebAssembly.validate(relaxed) ? relaxed : decode(code.simd);
    return memory.shared ? withSharedMemory(bytes) : bytes;
  }

  private refused(error: unknown): undefined {
    if (this.wanted !== "auto")
      fail(Error, "HILLOCK_BACKEND", "configure", `the ${this.wanted} backend was chosen, but the engine refuses it: ${error}`);
    this.settle("js", `compiling WebAssembly was refused: ${error}`);
  }

  private settle(backend: Backend, reason: string): Backend {
    this.backend = backend;
    this.reason = reason;
    return backend;
  }
}

export function supports(backend: Backend): boolean {
  return backend === "js" || !!globalThis.WebAssembly?.validate(decode(PROBES[backend]));
}

export function isModule(value: unknown): boolean {
  return value instanceof WebAssembly.Module;
}

/** `Uint8Array.fromBase64` and `Buffer` take a tenth of the time of `atob` and a loop (0.02 and 0.07 ms against 0.4 for sigmoid). */
export function decode(base64: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as typeof Uint8Array & { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
  if (native.fromBase64) return native.fromBase64(base64);
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: string): Uint8Array<ArrayBuffer> } };
  if (Buffer) return Buffer.from(base64, "base64");
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * The same module for a shared memory. Kernels use no atomics, so the builds differ in the limits of the import alone:
 * `00 01` (at least one page) becomes `03 01 80 80 04` (shared, from one page to 65,536), and its section three bytes longer.
 */
function withSharedMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // "env", "memory", kind memory, no flags, one page
  const pattern = [3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2, 0, 1];
  const at = bytes.findIndex((_, i) => pattern.every((byte, k) => bytes[i + k] === byte));
  const limits = at + pattern.length - 2;
  const patched = new Uint8Array(bytes.length + 3);
  patched.set(bytes.subarray(0, limits));
  patched.set([3, 1, 128, 128, 4], limits);
  patched.set(bytes.subarray(limits + 2), limits + 5);
  // The section is the one import: its length stands two bytes before the first name, in one byte.
  patched[at - 2] = (bytes[at - 2] as number) + 3;
  return patched;
}
