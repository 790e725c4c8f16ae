import type { FloatArray } from "../call/arrays.js";
import { fail, isHillockError } from "../call/errors.js";
import { type Backend, type BackendState, type CompiledModule, type Engine, instantiate, webAssembly } from "./backend.js";
import { externalMemory, isSharedMemory, type Region, withSharedMemory } from "./externalMemory.js";
import { heapOf } from "./heap.js";
import { BoundKernel, type KernelExports, type Threads } from "./kernel.js";
import type { KernelCode } from "./kernelCode.js";
import { type Growable, LinearMemory, PAGE } from "./memory.js";

/** The number of threads that share long calls, and why there are so many. */
export interface ThreadReport {
  /** This thread and the workers that help it: 1 where nobody does. */
  readonly count: number;
  readonly reason: string;
}

/**
 * Everything that belongs to one memory: the memory, the backend, the kernels. Nothing is made
 * before it is needed.
 */
export class Runtime {
  readonly kernels = new Map<string, BoundKernel<unknown>>();
  readonly backendState: BackendState;
  /** The threads of its kernels, while there are any, and what there is to say of them. */
  threads: Threads | undefined;
  threadReport: (() => ThreadReport) | undefined;

  /** `makeMemory` makes the memory when it is first needed; `memoryInUse` is it from then on. */
  constructor(
    backend: Backend | "auto" = "auto",
    modules: Readonly<Record<string, CompiledModule>> = {},
    private readonly makeMemory = ownMemory,
    public memoryInUse?: LinearMemory,
  ) {
    this.backendState = {
      backend,
      refusal: undefined,
      exhausted: false,
      onRefused: undefined,
      modules: new Map(Object.entries(modules)),
      adaptModule: undefined,
    };
  }

  readonly memory = (): LinearMemory => {
    this.memoryInUse ??= this.makeMemory();
    return this.memoryInUse;
  };

  /** The kernel of `code`, compiled at first use; undefined where JavaScript is to compute. */
  kernel<Exports = KernelExports>(code: KernelCode): BoundKernel<Exports> | undefined {
    const known = this.kernels.get(code.name) as BoundKernel<Exports> | undefined;
    if (known) return known;
    const before = this.memoryInUse;
    const exports = instantiate(this.backendState, code, this.memory) as Exports | undefined;
    if (!exports) {
      // WebKit refuses only when the memory was made.
      if (!this.memoryInUse?.external) this.memoryInUse = before;
      return;
    }
    const kernel = new BoundKernel(exports, this.memory(), code);
    this.threads?.adopt(kernel);
    this.kernels.set(code.name, kernel);
    return kernel;
  }
}

/**
 * hillock's own memory: 128 MiB, or 32 where an address space of 32 bits has no more. Pages that
 * were never touched cost next to nothing, so it could be larger. But a message that carries one of
 * its arrays by mistake copies all of it.
 */
export function ownMemory(): LinearMemory {
  const { Memory } = webAssembly() as Engine;
  const make = (pages: number) => new LinearMemory(new Memory({ __proto__: null, initial: pages }), 0, pages * PAGE);
  try {
    return make(2048);
  } catch {
    return make(512);
  }
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
  readonly modules?: Readonly<Record<string, CompiledModule>> | undefined;
}

/**
 * A runtime of its own, beside the default one: its own memory, backend and kernels. For tests,
 * proofs and workers.
 */
export function createRuntime({ backend, memory, region, modules }: RuntimeOptions = {}) {
  const runtime = new Runtime(backend, modules, memory && (() => externalMemory(memory, region)));
  if (memory && isSharedMemory(memory)) runtime.backendState.adaptModule = withSharedMemory;
  runtime.backendState.onRefused = (refusal) => {
    if (isHillockError(refusal)) throw refusal;
    if (backend && backend !== "auto")
      fail("HILLOCK_BACKEND", "configure", `the ${backend} backend was chosen, but the engine refuses it: ${refusal}`, Error);
  };
  return Object.assign(runtime, {
    alloc: <A extends FloatArray>(type: { new (length: number): A }, length: number) => heapOf(runtime).alloc("alloc", type, length) as A,
    free: (view: FloatArray) => heapOf(runtime).release("free", view),
  });
}
