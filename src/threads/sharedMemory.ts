import { fail } from "../call/errors.js";
import { CONSTANTS, PARAMETERS } from "../kernels/layout.js";
import { type BackendState, bytesFor, decode, type Engine, inForce, webAssembly } from "../runtime/backend.js";
import { isSharedMemory, SHARED, withSharedMemory } from "../runtime/externalMemory.js";
import { heapInUse } from "../runtime/heap.js";
import type { KernelCode } from "../runtime/kernelCode.js";
import { type Growable, type LinearMemory, PAGE } from "../runtime/memory.js";
import type { Runtime } from "../runtime/runtime.js";

/**
 * Pages to which a shared memory may grow: the most that can be had. Only what is written takes
 * memory, but addresses are taken at once.
 */
const MAXIMA = [65536, 32768, 16384, 8192];

/**
 * Moves a runtime to a memory that threads can share, unless it is on such a one: its kernels are
 * compiled anew. Returns why it cannot be; then nothing was changed. Fails where arrays of `alloc`
 * are in use.
 */
export function shareMemory(runtime: Runtime, where: string): string | undefined {
  const { backendState } = runtime;
  if (inForce(backendState).backend === "js") return "the js backend has one thread";
  let memory: LinearMemory;
  try {
    memory = runtime.memory();
  } catch (error) {
    return `memory for WebAssembly was refused: ${error}`;
  }
  if (isSharedMemory(memory.object)) return;
  if (memory.external) return "the memory that configure was given is not shared";
  const arrays = heapInUse(runtime)?.arrays ?? 0;
  if (arrays > 0) {
    const are = arrays === 1 ? "1 array of alloc is" : `${arrays} arrays of alloc are`;
    fail(
      "HILLOCK_MEMORY",
      where,
      `${are} in use, on a memory that threads cannot share; call ${where} before the first alloc, or free them`,
    );
  }
  const kernels = [...runtime.kernels.values()];
  try {
    const shared = sharedLike(memory.object);
    const exports = kernels.map(({ code }) => exportsOn(shared, sharedBytes(backendState, code)));
    const states = kernels.map(({ context }) => memory.buffer.slice(context + PARAMETERS, context + CONSTANTS));
    // Arrays that were freed are stale from now on.
    memory.object.grow(0);
    memory.object = shared;
    memory.marks = SHARED;
    kernels.forEach((kernel, i) => {
      kernel.exports = exports[i];
      kernel.context = memory.newContext(kernel.code.name, decode(kernel.code.table));
      new Uint8Array(memory.buffer, kernel.context + PARAMETERS).set(new Uint8Array(states[i]));
    });
  } catch (error) {
    return `a shared memory was refused: ${error}`;
  }
  memory.refresh();
  backendState.adaptModule = withSharedMemory;
  backendState.modules.clear();
}

/** The bytes of a kernel for a shared memory, whether or not it was compiled ahead. */
export function sharedBytes(state: BackendState, code: KernelCode): Uint8Array {
  return bytesFor({ ...state, modules: new Map(), adaptModule: withSharedMemory }, code) as Uint8Array;
}

/** A shared memory of the size of another. */
function sharedLike({ buffer }: Growable): Growable {
  const { Memory } = webAssembly() as Engine;
  const initial = buffer.byteLength / PAGE;
  let refusal: unknown;
  for (const maximum of MAXIMA)
    try {
      return new Memory({ __proto__: null, initial, maximum: Math.max(maximum, initial), shared: true });
    } catch (error) {
      refusal = error;
    }
  throw refusal;
}

/** The exports of a module on a memory. */
export function exportsOn(memory: Growable, bytes: Uint8Array): object {
  const { Module, Instance } = webAssembly() as Engine;
  return new Instance(new Module(bytes), { env: { memory } }).exports;
}
