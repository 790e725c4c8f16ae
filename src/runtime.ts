import type { FloatArray } from "./arrays.js";
import { type Backend, Compiler, decode, type KernelExports } from "./backend.js";
import type { KernelCode } from "./definition.js";
import { Heap } from "./heap.js";
import { type Growable, LinearMemory, type Region } from "./memory.js";

/** A kernel ready to be called: its functions, its context, and the parameters last written there. */
export interface Kernel {
  readonly exports: KernelExports;
  readonly context: number;
  parameters: readonly number[] | undefined;
}

export interface RuntimeOptions {
  readonly backend?: Backend | "auto";
  readonly memory?: Growable;
  readonly region?: Region;
  readonly modules?: Readonly<Record<string, WebAssembly.Module>>;
}

/** Everything that belongs to one memory: the memory, the arrays on it, the backend, the kernels. Nothing is made before it is needed. */
export class Runtime {
  readonly compiler: Compiler;
  readonly kernels = new Map<string, Kernel>();
  private linear: LinearMemory | undefined;
  private arrays: Heap | undefined;

  constructor(private readonly options: RuntimeOptions = {}) {
    this.compiler = new Compiler(options.backend ?? "auto", options.modules ?? {});
  }

  get memory(): LinearMemory {
    const { memory, region } = this.options;
    this.linear ??= memory ? LinearMemory.given(memory, region) : LinearMemory.own();
    return this.linear;
  }

  /** The memory, if any part of hillock has needed it. */
  get memoryInUse(): LinearMemory | undefined {
    return this.linear;
  }

  get heapInUse(): Heap | undefined {
    return this.arrays;
  }

  get heap(): Heap {
    this.arrays ??= new Heap(this.memory);
    return this.arrays;
  }

  /** The kernel of `code`, compiled at first use; undefined on the js backend. */
  kernel(code: KernelCode): Kernel | undefined {
    const known = this.kernels.get(code.name);
    if (known) return known;
    if (this.compiler.backend === "js" && !this.options.modules) return undefined;
    const exports = this.compiler.instantiate(code, this.memory);
    if (!exports) return undefined;
    const kernel = { exports, context: this.memory.newContext(decode(code.table)), parameters: undefined };
    this.kernels.set(code.name, kernel);
    return kernel;
  }

  alloc<A extends FloatArray>(type: { new (length: number): A }, length: number): A {
    return this.heap.take("alloc", type, length) as A;
  }

  free(view: FloatArray): void {
    this.heap.release("free", view);
  }
}

/** A runtime of its own, beside the default one: its own memory, backend and kernels. For tests, proofs and workers. */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  return new Runtime(options);
}

let chosen: RuntimeOptions = {};
let runtime: Runtime | undefined;

/** The runtime of the public functions, made at their first use. */
export function defaultRuntime(): Runtime {
  runtime ??= new Runtime(chosen);
  return runtime;
}

/** Chooses how the default runtime will be made. False if it already is. */
export function chooseRuntime(options: RuntimeOptions): boolean {
  if (runtime) return false;
  chosen = options;
  return true;
}
