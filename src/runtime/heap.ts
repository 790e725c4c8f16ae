import { bytesOf, type ElementType, type FloatArray, newView } from "../call/arrays.js";
import { describe, fail, isHillockError } from "../call/errors.js";
import { type BackendState, refuse, webAssembly } from "./backend.js";
import type { Span } from "./contents.js";
import { fallbackMemory } from "./fallbackMemory.js";
import { type Block, FreeList } from "./freeList.js";
import { type LinearMemory, ownerOf, PAGE } from "./memory.js";

/** Arrays begin on cache lines. */
const LINE = 64;

/**
 * Contexts of kernels get so much at a time, if it is there: alone they would lie scattered between
 * arrays.
 */
const CONTEXTS = 16384;

/** Bytes that a memory can have. */
const MOST = 2 ** 32;

export type FloatArrayConstructor = Float32ArrayConstructor | Float64ArrayConstructor;

/** The user's arrays in hillock's memory. */
export class Heap {
  private readonly taken = new Map<FloatArray, Block>();
  private readonly free: FreeList;
  allocated = 0;

  constructor(private readonly memory: LinearMemory) {
    memory.limit = memory.heap = Math.max(memory.heap, memory.context);
    memory.fresh = Math.max(memory.fresh, memory.heap);
    memory.lend = (where, bytes) => {
      const block = this.free.take(Math.max(bytes, CONTEXTS)) ?? this.obtain(where, bytes);
      return [block.at, block.at + block.bytes];
    };
    memory.unused = (bytes) => this.free.last(bytes);
    this.free = new FreeList({ at: memory.heap, bytes: memory.end - memory.heap });
  }

  get arrays(): number {
    return this.taken.size;
  }

  /** One array, or several for a list of lengths. */
  alloc(where: string, constructorOfType: unknown, length: unknown): FloatArray | FloatArray[] {
    if (Array.isArray(length)) return this.takeAll(where, constructorOfType, length);
    return this.take(where, constructorOfType, length);
  }

  take(where: string, constructorOfType: unknown, length: unknown): FloatArray {
    const type = elementTypeOf(where, constructorOfType);
    const elements = checkLength(where, "length", length);
    return this.view(type, elements, this.obtain(where, linesOf(type, elements)));
  }

  /** All of them, or none. */
  private takeAll(where: string, constructorOfType: unknown, lengths: readonly unknown[]): FloatArray[] {
    const type = elementTypeOf(where, constructorOfType);
    const elements = Array.from(lengths, (length, i) => checkLength(where, `length[${i}]`, length));
    const blocks = this.obtainAll(
      where,
      elements.map((one) => linesOf(type, one)),
    );
    return blocks.map((block, i) => this.view(type, elements[i], block));
  }

  release(where: string, view: unknown): void {
    const block = this.taken.get(view as FloatArray);
    if (!block) fail("HILLOCK_MEMORY", where, `view is ${describe(view)} that alloc did not return, or that was freed before`);
    this.taken.delete(view as FloatArray);
    this.allocated -= block.bytes;
    this.free.give(block);
  }

  /** Makes room for one array of `bytes`, or several that add up to it. */
  reserve(where: string, bytes: number): void {
    const wanted = Math.ceil(bytes / LINE) * LINE;
    if (this.free.has(wanted)) return;
    if (this.memory.external) this.full(where, wanted);
    this.extend(where, wanted);
  }

  has(view: FloatArray): boolean {
    return this.taken.has(view);
  }

  /** Whether there is room for an array of `bytes`, if need be in a memory that grows. */
  hasRoom(bytes: number): boolean {
    return this.mayGrow || this.free.has(Math.ceil(bytes / LINE) * LINE);
  }

  /** Whether bytes of a buffer lie on one of `views`. */
  touches({ buffer, at, bytes }: Span, views: readonly FloatArray[]): boolean {
    if (ownerOf(buffer) !== this.memory || buffer.byteLength === 0) return false;
    return views.some((view) => {
      const block = this.taken.get(view);
      return block !== undefined && at < block.at + block.bytes && at + Math.max(bytes, 1) > block.at;
    });
  }

  /**
   * A block of so many bytes. The memory grows for it where nothing can break: while no array is
   * out, or where arrays stay when a memory grows, as in a shared one.
   */
  private obtain(where: string, bytes: number): Block {
    const block = this.free.take(bytes);
    if (block) return block;
    if (!this.mayGrow) this.full(where, bytes);
    this.extend(where, bytes);
    return this.free.take(bytes) as Block;
  }

  /** Blocks side by side, or where they cannot be, wherever there is room for each. */
  private obtainAll(where: string, sizes: readonly number[]): Block[] {
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const blocks: Block[] = [];
    if (this.free.has(total) || this.mayGrow) {
      let { at } = total > 0 ? this.obtain(where, total) : { at: 0 };
      for (const bytes of sizes) {
        blocks.push({ at, bytes });
        at += bytes;
      }
      return blocks;
    }
    for (const bytes of sizes) {
      const block = this.free.take(bytes);
      if (!block) {
        for (const one of blocks) this.free.give(one);
        return this.full(where, total);
      }
      blocks.push(block);
    }
    return blocks;
  }

  /** An array of zeros on a block. */
  private view(type: ElementType, length: number, block: Block): FloatArray {
    const { at, bytes } = block;
    this.memory.refresh();
    const { buffer } = this.memory;
    const view = newView(type, buffer, at, length);
    const { fresh } = this.memory;
    if (at < fresh) newView("Float32Array", buffer, at, (Math.min(fresh, at + bytes) - at) / 4).fill(0);
    this.memory.fresh = Math.max(fresh, at + bytes);
    this.taken.set(view, block);
    this.allocated += bytes;
    return view;
  }

  private get mayGrow(): boolean {
    return !this.memory.external && (this.taken.size === 0 || this.memory.marks !== undefined);
  }

  /** Grows the memory. Every array handed out before is stale then. */
  private extend(where: string, bytes: number): void {
    const { end, object } = this.memory;
    const pages = Math.ceil((bytes - this.free.before(end)) / PAGE);
    try {
      object.grow(pages);
    } catch {
      fail("HILLOCK_MEMORY", where, `the memory has ${end} bytes and cannot grow by ${pages * PAGE}`);
    }
    this.memory.refresh();
    this.memory.end += pages * PAGE;
    this.free.give({ at: end, bytes: pages * PAGE });
  }

  private full(where: string, bytes: number): never {
    const wanted = this.allocated + bytes;
    let cure = `call reserve(${wanted}) before the first alloc, or take all arrays in one alloc; growing now would take the memory from under the arrays in use`;
    if (this.memory.external) cure = "give a larger region, or free arrays";
    else if (wanted > MOST) cure = "free arrays; a memory has 4 GiB at most";
    return fail("HILLOCK_MEMORY", where, `${bytes} bytes do not fit, the largest free block has ${this.free.largest}: ${cure}`);
  }
}

/** A runtime, as far as its heap needs it. */
interface MemoryOwner {
  readonly backendState: BackendState;
  readonly memory: () => LinearMemory;
  memoryInUse?: LinearMemory | undefined;
}

const heaps = new WeakMap<MemoryOwner, Heap>();

/**
 * The heap of a runtime, made at first use. Where no memory can be had for WebAssembly, JavaScript
 * computes, on an ordinary one.
 */
export function heapOf(runtime: MemoryOwner): Heap {
  let heap = heaps.get(runtime);
  if (!heap) {
    heap = new Heap(memoryOf(runtime));
    heaps.set(runtime, heap);
  }
  return heap;
}

function memoryOf(runtime: MemoryOwner): LinearMemory {
  try {
    if (webAssembly()) return runtime.memory();
  } catch (error) {
    if (isHillockError(error)) throw error;
    refuse(runtime.backendState, error, true);
  }
  runtime.memoryInUse ??= fallbackMemory();
  return runtime.memoryInUse;
}

/** The heap of a runtime, if there is one already. */
export function heapInUse(runtime: MemoryOwner): Heap | undefined {
  return heaps.get(runtime);
}

function elementTypeOf(where: string, type: unknown): ElementType {
  const name = typeof type === "function" ? type.name : "";
  if (name === "Float32Array" || name === "Float64Array") return name;
  return fail("HILLOCK_TYPE", where, `type is ${name || describe(type)}, expected Float32Array or Float64Array`);
}

function checkLength(where: string, name: string, length: unknown): number {
  if (typeof length !== "number")
    fail(
      "HILLOCK_TYPE",
      where,
      `${name} is ${describe(length)}, expected a number of elements${name === "length" ? ", or an array of such numbers" : ""}`,
    );
  if (!Number.isSafeInteger(length) || length < 0)
    fail("HILLOCK_LENGTH", where, `${name} is ${describe(length)}, expected a whole number of elements, 0 or more`);
  return length;
}

/** Bytes of an array, in whole cache lines: at least one, so that each has a place of its own. */
function linesOf(type: ElementType, length: number): number {
  return Math.max(LINE, Math.ceil((length * bytesOf(type)) / LINE) * LINE);
}
