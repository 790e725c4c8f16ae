import { decode } from "../runtime/backend.js";
import type { BoundKernel } from "../runtime/kernel.js";
import { WORKSPACE } from "../runtime/memory.js";
import type { Runtime } from "../runtime/runtime.js";
import { keep } from "./keep.js";
import { sharedBytes } from "./sharedMemory.js";
import type { SharedKernel } from "./team.js";

/** Kernels as the workers of a runtime have them, made when they are first shared. */
export class SharedKernels {
  private readonly known = new Map<BoundKernel<unknown>, SharedKernel | undefined>();
  /** The workspaces of the workers, which all kernels use. */
  private workspaces: number | undefined;

  /** `workers` is the number for which there are contexts. */
  constructor(
    private readonly runtime: Runtime,
    readonly workers: number,
  ) {}

  /** The kernel; undefined where the memory of the user has no room for it. */
  of(kernel: BoundKernel<unknown>): SharedKernel | undefined {
    const { known } = this;
    if (!known.has(kernel)) known.set(kernel, this.make(kernel));
    return known.get(kernel);
  }

  private make(kernel: BoundKernel<unknown>): SharedKernel | undefined {
    const { context, memory } = kernel;
    const { name, table } = kernel.code;
    const code = sharedBytes(this.runtime.backendState, kernel.code);
    try {
      this.workspaces ??= keep(memory, WORKSPACE * this.workers);
      const at = keep(memory, code.length);
      new Uint8Array(memory.buffer, at, code.length).set(code);
      const constants = decode(table);
      const contexts = Array.from({ length: this.workers }, () => memory.newContext(name, constants));
      return { number: this.known.size, code: at, codeBytes: code.length, caller: context, contexts, workspaces: this.workspaces };
    } catch {
      return undefined;
    }
  }
}
