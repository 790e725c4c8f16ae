import { fail } from "../call/errors.js";
import { type Growable, LinearMemory, PAGE } from "./memory.js";

/** A memory where WebAssembly has none: the same rules, growth detaching its arrays included. */
class Substitute implements Growable {
  buffer: ArrayBuffer;

  constructor(bytes: number) {
    this.buffer = new ArrayBuffer(bytes);
  }

  grow(pages: number): number {
    const before = this.buffer;
    const next = new Uint8Array(before.byteLength + pages * PAGE);
    next.set(new Uint8Array(before));
    this.buffer = next.buffer;
    const pagesBefore = before.byteLength / PAGE;
    detach(before);
    return pagesBefore;
  }
}

/**
 * Takes a buffer from under its arrays. Where the host has no means, they stay, with what they
 * held: nothing reads them as another's.
 */
function detach(buffer: ArrayBuffer): void {
  const { structuredClone } = globalThis as { structuredClone?: unknown };
  const { transfer } = buffer as { transfer?: () => unknown };
  try {
    if (transfer) transfer.call(buffer);
    else (structuredClone as (value: unknown, options: object) => unknown)(buffer, { transfer: [buffer] });
  } catch {}
}

/** Bytes of it: the first that can be had. */
const SIZES = [128, 32, 4].map((size) => size * 1024 * 1024);

export function fallbackMemory(): LinearMemory {
  for (const bytes of SIZES)
    try {
      return new LinearMemory(new Substitute(bytes), 0, bytes);
    } catch {}
  return fail("HILLOCK_MEMORY", "alloc", `this engine has no room for ${SIZES.at(-1)} bytes`);
}
