import { bytesFor } from "../runtime/backend.js";
import {
  arrayOf,
  BoundKernel,
  type Job,
  type KernelFunction,
  type SharedCall,
  setParameters,
  stagedOf,
  type Threads,
} from "../runtime/kernel.js";
import type { LinearMemory } from "../runtime/memory.js";
import { ownMemory, type Runtime } from "../runtime/runtime.js";
import { exportsOn } from "./sharedMemory.js";

/**
 * Kernels once more, on a memory that is not shared. Engines copy from and to a shared one at a
 * third of the speed, so calls whose arrays are all staged go by way of this one, unless they are
 * split.
 */
export class Twins {
  private readonly kernels = new Map<BoundKernel<unknown>, BoundKernel<unknown> | undefined>();
  private memory: LinearMemory | undefined;

  constructor(private readonly runtime: Runtime) {}

  /** The twin of a kernel; undefined where there is no room for it, or the memory is the user's. */
  of(kernel: BoundKernel<unknown>): BoundKernel<unknown> | undefined {
    const { kernels } = this;
    if (!kernels.has(kernel)) kernels.set(kernel, this.make(kernel));
    return kernels.get(kernel);
  }

  private make(kernel: BoundKernel<unknown>): BoundKernel<unknown> | undefined {
    if (kernel.memory.external) return undefined;
    try {
      this.memory ??= ownMemory();
      const state = { ...this.runtime.backendState, modules: new Map(), adaptModule: undefined };
      const exports = exportsOn(this.memory.object, bytesFor(state, kernel.code) as Uint8Array);
      const twin = new BoundKernel<unknown>(exports, this.memory, kernel.code);
      twin.threads = new ThreadsOfTwin(kernel, twin);
      return twin;
    } catch {
      return undefined;
    }
  }
}

/** The threads of a twin: those of the kernel that it is one of, as far as that has any. */
class ThreadsOfTwin implements Threads {
  private readonly functions: Map<KernelFunction, KernelFunction>;

  constructor(
    private readonly kernel: BoundKernel<unknown>,
    private readonly twin: BoundKernel<unknown>,
  ) {
    const originals = Object.values(kernel.exports as object);
    this.functions = new Map(Object.values(twin.exports as object).map((call, i) => [call, originals[i]]));
  }

  adopt(): void {}

  /** Arrays in the memory of the twin are not shared. */
  prepare(): void {}

  run(): boolean {
    return false;
  }

  runJob(_: BoundKernel<unknown>, job: Job, alone: () => void): void {
    const { kernel, twin } = this;
    // Columns that were brought to the twin's memory have no address in the other.
    const isOutside = [...job.parameters, ...(job.second?.parameters ?? [])].every((one) => arrayOf(one) === stagedOf(one));
    if (!kernel.threads || !isOutside) {
      alone();
      return;
    }
    if (twin.parameters) setParameters(kernel, twin.parameters);
    const second = job.second && this.original(job.second);
    kernel.threads.runJob(kernel, { ...job, ...this.original(job), second }, alone);
  }

  /** A call of the kernel that the twin is one of. */
  private original({ call, parameters }: SharedCall): SharedCall {
    return { call: this.functions.get(call) as KernelFunction, parameters };
  }
}

/** The function of a twin that is that of another kernel. */
export function sameOf(twin: BoundKernel<unknown>, kernel: BoundKernel<unknown>, call: KernelFunction): KernelFunction {
  return Object.values(twin.exports as object)[Object.values(kernel.exports as object).indexOf(call)];
}
