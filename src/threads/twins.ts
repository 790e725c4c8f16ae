import { bytesFor } from "../runtime/backend.js";
import { BoundKernel, type KernelFunction } from "../runtime/kernel.js";
import { LinearMemory, PAGE } from "../runtime/memory.js";
import type { Runtime } from "../runtime/runtime.js";
import { exportsOn, unsharedMemory } from "./sharedMemory.js";

/** Pages of the memory: for staging slots, workspace, and a context for each kernel there is. */
const PAGES = 64;

/** A kernel on a memory that is not shared, and the same function there. */
export interface Twin {
  readonly kernel: BoundKernel<unknown>;
  readonly call: KernelFunction;
}

/**
 * Kernels once more, on a small memory that is not shared. Engines copy from and to a shared one at
 * a third of the speed, so calls whose arrays are all staged go by way of this one, unless they are
 * split.
 */
export class Twins {
  private readonly kernels = new Map<BoundKernel<unknown>, BoundKernel<unknown> | undefined>();
  private memory: LinearMemory | undefined;

  constructor(private readonly runtime: Runtime) {}

  /** The twin of a kernel's function; undefined where there is no room for it. */
  of(kernel: BoundKernel<unknown>, call: KernelFunction): Twin | undefined {
    if (!this.kernels.has(kernel)) this.kernels.set(kernel, this.make(kernel));
    const twin = this.kernels.get(kernel);
    const index = Object.values(kernel.exports as object).indexOf(call);
    return twin && { kernel: twin, call: Object.values(twin.exports as object)[index] };
  }

  private make({ code }: BoundKernel<unknown>): BoundKernel<unknown> | undefined {
    try {
      this.memory ??= new LinearMemory(unsharedMemory(PAGES), 0, PAGES * PAGE);
      const bytes = bytesFor({ ...this.runtime.backendState, modules: new Map(), adaptModule: undefined }, code) as Uint8Array;
      return new BoundKernel(exportsOn(this.memory.object, bytes), this.memory, code);
    } catch {
      return undefined;
    }
  }
}
