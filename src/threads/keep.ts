import type { LinearMemory } from "../runtime/memory.js";

/**
 * The address of so many bytes, whole cache lines, that stay what they are: they are taken where
 * contexts of kernels are, which stay too.
 */
export function keep(memory: LinearMemory, bytes: number): number {
  const size = (bytes + 63) & ~63;
  if (memory.context + size > memory.limit) [memory.context, memory.limit] = memory.lend("startThreads", size);
  const at = memory.context;
  memory.context += size;
  memory.refresh();
  return at;
}
