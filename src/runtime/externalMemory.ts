import type { Bytes } from "../call/arrays.js";
import { fail } from "../call/errors.js";
import { type Growable, LinearMemory, type Marks, OWNER, type Owned, type Owners, PAGE } from "./memory.js";

/** Pages that hillock adds to an unshared memory without a region, for itself. */
const PAGES = 64;

/** The part of a memory that is hillock's, in bytes. */
export interface Region {
  /** Its first byte: a multiple of 64. It has no default. */
  readonly base: number;
  /** Its length: a multiple of 64, at least 512 KiB. It has no default. */
  readonly bytes: number;
}

export function isSharedMemory({ buffer }: Growable): boolean {
  return Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
}

/** A memory of the user's: the given part of it, or pages that are added here. */
export function externalMemory(object: Growable, region: Region | undefined): LinearMemory {
  const base = region ? region.base : grown(object);
  const memory = new LinearMemory(object, base, base + (region ? region.bytes : PAGES * PAGE), isSharedMemory(object) ? SHARED : UNSHARED);
  memory.lend = (name) => fail("HILLOCK_MEMORY", name, "no room is left for its kernel; give a larger region");
  return memory;
}

/** Adds pages to a memory. The address of the first. */
function grown(object: Growable): number {
  try {
    return object.grow(PAGES) * PAGE;
  } catch {
    return fail("HILLOCK_MEMORY", "configure", `memory cannot grow by ${PAGES} pages; give a larger maximum, or a region of it`);
  }
}

/**
 * A memory may serve several runtimes, each with its region: the last one's mark stands, and each
 * knows its own buffer.
 */
const UNSHARED: Marks = {
  register(memory) {
    (memory.buffer as Owned)[OWNER] = memory;
  },
};

/** The way to mark the buffers of a shared memory, which has one for each of its sizes. */
export const SHARED: Marks = {
  register(memory) {
    const owners = globalThis as Owners;
    owners[OWNER] ??= new WeakMap();
    owners[OWNER].set(memory.buffer, memory);
  },
};

/** "env", "memory", and its kind. What follows are its limits: no flags, at least one page. */
const IMPORT = [3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2];

/**
 * Makes a module fit for a shared memory. Kernels use no atomics, so that only the limits of the
 * import differ: `00 01` (one page at least) becomes `03 01 80 80 04` (shared, 1 to 65,536 pages),
 * and the section is three bytes longer.
 */
export function withSharedMemory(bytes: Uint8Array): Bytes {
  const at = bytes.findIndex((_, i) => IMPORT.every((byte, k) => bytes[i + k] === byte));
  const limits = at + IMPORT.length;
  const patched = new Uint8Array(bytes.length + 3);
  patched.set(bytes.subarray(0, limits));
  patched.set([3, 1, 128, 128, 4], limits);
  patched.set(bytes.subarray(limits + 2), limits + 5);
  // The import is alone in its section, after the number of imports and, in one byte, the length.
  patched[at - 2] = bytes[at - 2] + 3;
  return patched;
}
