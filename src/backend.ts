import type { KernelCode } from "./definition.js";
import type { LinearMemory } from "./memory.js";

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
 * The only file that names WebAssembly.Module.
 *
 * `validate` chooses between builds and never proves that compiling is allowed: a Content Security Policy refuses at
 * `new Module` (Chromium, Firefox) or at `new Instance` (WebKit). Each refusal is reported as a violation, so it is tried once.
 */
export interface Ladder {
  /** What was asked for, and `"js"` once the engine has refused. */
  backend: Backend | "auto";
  /** What the engine threw when it refused. */
  refusal?: unknown;
  /** Throws when the engine refuses a backend that was asked for by name. */
  insist?: ((refusal: unknown) => never) | undefined;
  /** Modules compiled ahead, by the name of their code. */
  readonly modules: Map<string, WebAssembly.Module>;
}

/** The exports of a module on `memory`, or undefined where JavaScript is to compute. */
export function instantiate(ladder: Ladder, code: KernelCode, memory: () => LinearMemory): KernelExports | undefined {
  try {
    let module = ladder.modules.get(code.name);
    const bytes = module ? undefined : bytesFor(ladder, code);
    if (bytes) module = new WebAssembly.Module(fitted(bytes, memory()));
    return (
      module &&
      (new WebAssembly.Instance(module, { env: { memory: memory().object as WebAssembly.Memory } }).exports as unknown as KernelExports)
    );
  } catch (error) {
    refuse(ladder, error);
  }
}

/** Compiles a module off the main thread, for a later {@link instantiate}. */
export async function compileAhead(ladder: Ladder, code: KernelCode, memory: () => LinearMemory): Promise<void> {
  if (ladder.modules.has(code.name)) return;
  try {
    const bytes = bytesFor(ladder, code);
    if (bytes) ladder.modules.set(code.name, await WebAssembly.compile(fitted(bytes, memory())));
  } catch (error) {
    refuse(ladder, error);
  }
}

/** The first build from the ladder's top that the engine validates. */
function bytesFor({ backend }: Ladder, code: KernelCode): Uint8Array<ArrayBuffer> | undefined {
  if (backend === "js") return;
  for (const text of [backend !== "simd" && Object.hasOwn(code, "relaxed") ? code.relaxed : undefined, code.simd]) {
    const bytes = text && decode(text);
    if (bytes && globalThis.WebAssembly?.validate(bytes)) return bytes;
  }
}

function fitted(bytes: Uint8Array<ArrayBuffer>, { foreign }: LinearMemory): Uint8Array<ArrayBuffer> {
  return foreign?.fit(bytes) ?? bytes;
}

/** Goes down to JavaScript. Of several modules on their way, the first to be refused decides. */
function refuse(ladder: Ladder, error: unknown): void {
  if (ladder.backend === "js") return;
  ladder.insist?.(error);
  ladder.backend = "js";
  ladder.refusal = error;
}

/** Whether `value` is a compiled module that has what kernels have: functions, on a memory that is given to it. */
export function isKernel(value: unknown): boolean {
  if (!(value instanceof WebAssembly.Module)) return false;
  const exports = WebAssembly.Module.exports(value);
  const imports = WebAssembly.Module.imports(value).map(({ module, name }) => `${module}.${name}`);
  return exports.length > 0 && exports.every(({ kind }) => kind === "function") && imports.join() === "env.memory";
}

/** The bytes of a text of hexadecimal digits. */
export function decode(hex: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as typeof Uint8Array & { fromHex(text: string): Uint8Array<ArrayBuffer> };
  if (Object.hasOwn(native, "fromHex")) return native.fromHex(hex);
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: string): Uint8Array<ArrayBuffer> } };
  if (Buffer) return Buffer.from(hex, "hex");
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
