import type { FloatArray } from "./arrays.js";
import { type Backend, decode, instantiate, type KernelExports, type Ladder } from "./backend.js";
import type { KernelCode } from "./definition.js";
import { fail } from "./errors.js";
import { givenMemory, type Region } from "./givenMemory.js";
import { heapOf } from "./heap.js";
import { type Growable, INITIAL, LinearMemory, PAGE } from "./memory.js";
import { bare } from "./options.js";

/** A kernel ready to be called: its functions, its context, and the parameters last written there. */
export interface Kernel<Exports = KernelExports> {
  readonly exports: Exports;
  readonly context: number;
  parameters?: readonly number[];
}

/** Everything that belongs to one memory: the memory, the backend, the kernels. Nothing is made before it is needed. */
export class Runtime {
  readonly kernels = new Map<string, Kernel<unknown>>();
  readonly ladder: Ladder;

  /** `makeMemory` makes the memory when it is first needed; `memoryInUse` is it from then on. */
  constructor(
    backend: Backend | "auto" = "auto",
    modules: Readonly<Record<string, WebAssembly.Module>> = {},
    private readonly makeMemory = ownMemory,
    public memoryInUse?: LinearMemory,
  ) {
    this.ladder = { backend, refusal: undefined, insist: undefined, modules: new Map(Object.entries(modules)) };
  }

  readonly memory = (): LinearMemory => {
    this.memoryInUse ??= this.makeMemory();
    return this.memoryInUse;
  };

  /** The kernel of `code`, compiled at first use; undefined where JavaScript is to compute. */
  kernel<Exports = KernelExports>(code: KernelCode): Kernel<Exports> | undefined {
    let kernel = this.kernels.get(code.name) as Kernel<Exports> | undefined;
    const exports = kernel ? undefined : (instantiate(this.ladder, code, this.memory) as Exports | undefined);
    if (exports) {
      kernel = { exports, context: this.memory().newContext(decode(code.table), Object.hasOwn(code, "room") ? code.room : 0) };
      this.kernels.set(code.name, kernel);
    }
    return kernel;
  }
}

/** hillock's own memory. Pages that were never touched cost nothing. */
function ownMemory(): LinearMemory {
  return new LinearMemory(new WebAssembly.Memory(bare({ initial: INITIAL / PAGE })), 0, INITIAL);
}

let chosen: Runtime | undefined;
let inUse: Runtime | undefined;

/** The runtime of the public functions, made at their first use. */
export function defaultRuntime(): Runtime {
  inUse ??= chosen ?? new Runtime();
  return inUse;
}

/** Chooses the default runtime. False if another is in use already. */
export function chooseRuntime(runtime: Runtime): boolean {
  if (inUse) return false;
  chosen = runtime;
  return true;
}

export interface RuntimeOptions {
  readonly backend?: Backend | "auto" | undefined;
  readonly memory?: Growable | undefined;
  readonly region?: Region | undefined;
  readonly modules?: Readonly<Record<string, WebAssembly.Module>> | undefined;
}

/** A runtime of its own, beside the default one: its own memory, backend and kernels. For tests, proofs and workers. */
export function createRuntime({ backend, memory, region, modules }: RuntimeOptions = {}) {
  const runtime = new Runtime(backend, modules, memory && (() => givenMemory(memory, region)));
  if (backend && backend !== "auto")
    runtime.ladder.insist = (refusal) =>
      fail(Error, "HILLOCK_BACKEND", "configure", `the ${backend} backend was chosen, but the engine refuses it: ${refusal}`);
  return Object.assign(runtime, {
    alloc: <A extends FloatArray>(type: { new (length: number): A }, length: number) => heapOf(runtime).take("alloc", type, length) as A,
    free: (view: FloatArray) => heapOf(runtime).release("free", view),
  });
}
