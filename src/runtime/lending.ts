import type { LinearMemory } from "./memory.js";

/** Bytes of a cache line. */
const LINE = 64;

/** Runs what uses so many bytes that were borrowed last: who borrows meanwhile gets others. */
export function lending(memory: LinearMemory, bytes: number, run: () => void): void {
  const { unused } = memory;
  const lent = Math.ceil(bytes / LINE) * LINE;
  const beyond = (more: number) => {
    memory.unused = unused;
    const at = memory.borrow(lent + more);
    memory.unused = beyond;
    return at < 0 ? -1 : at + lent;
  };
  memory.unused = beyond;
  try {
    run();
  } finally {
    memory.unused = unused;
  }
}
