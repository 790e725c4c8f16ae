import { bufferOf, bytesOf, type ElementType, type FloatArray, lengthOf, newView, offsetOf, tagOf } from "./arrays.js";
import { describe, fail } from "./errors.js";
import { type LinearMemory, PAGE } from "./memory.js";
import type { Runtime } from "./runtime.js";
import { substituteMemory } from "./substitute.js";

/** Arrays begin on cache lines. */
const LINE = 64;

interface Block {
  readonly at: number;
  readonly bytes: number;
}

export type FloatArrayConstructor = Float32ArrayConstructor | Float64ArrayConstructor;

/** The user's arrays in hillock's memory: first fit over a sorted list of free blocks, neighbours merged. */
export class Heap {
  private readonly taken = new Map<FloatArray, Block>();
  private readonly free: Block[];
  allocated = 0;

  constructor(private readonly memory: LinearMemory) {
    this.free = [{ at: memory.heap, bytes: memory.end - memory.heap }];
    memory.unused = (bytes) => this.free.filter((block) => block.bytes >= bytes).at(-1)?.at ?? -1;
  }

  get arrays(): number {
    return this.taken.size;
  }

  take(where: string, constructorOfType: unknown, length: unknown): FloatArray {
    const type = elementTypeOf(where, constructorOfType);
    if (typeof length !== "number") fail(TypeError, "HILLOCK_TYPE", where, `length is ${describe(length)}, expected a number of elements`);
    if (!Number.isSafeInteger(length) || length < 0)
      fail(RangeError, "HILLOCK_LENGTH", where, `length is ${describe(length)}, expected a whole number of elements, 0 or more`);
    const bytes = Math.max(LINE, Math.ceil((length * bytesOf(type)) / LINE) * LINE);
    let index = this.find(bytes);
    if (index < 0) {
      if (this.taken.size > 0 || this.memory.foreign) this.full(where, bytes);
      this.extend(where, bytes);
      index = this.find(bytes);
    }
    const { at, bytes: room } = this.free[index];
    if (room === bytes) this.free.splice(index, 1);
    else this.free[index] = { at: at + bytes, bytes: room - bytes };
    this.memory.refresh();
    const { buffer } = this.memory;
    const view = newView(type, buffer, at, length);
    const { fresh } = this.memory;
    if (at < fresh) newView("Float32Array", buffer, at, (Math.min(fresh, at + bytes) - at) / 4).fill(0);
    this.memory.fresh = Math.max(fresh, at + bytes);
    this.taken.set(view, { at, bytes });
    this.allocated += bytes;
    return view;
  }

  release(where: string, view: unknown): void {
    const block = this.taken.get(view as FloatArray);
    if (!block) fail(RangeError, "HILLOCK_MEMORY", where, `view is ${describe(view)} that alloc did not return, or that was freed before`);
    this.taken.delete(view as FloatArray);
    this.allocated -= block.bytes;
    this.give(block);
  }

  /** Makes room for one array of `bytes`, or several that add up to it. */
  reserve(where: string, bytes: number): void {
    const wanted = Math.ceil(bytes / LINE) * LINE;
    if (this.find(wanted) >= 0) return;
    if (this.memory.foreign) this.full(where, wanted);
    this.extend(where, wanted);
  }

  has(view: FloatArray): boolean {
    return this.taken.has(view);
  }

  /** Whether `value` is a typed array on memory of one of `views`. */
  touches(value: unknown, views: readonly FloatArray[]): boolean {
    if (!ArrayBuffer.isView(value) || !(tagOf(value) ?? "").endsWith("Array")) return false;
    const array = value as FloatArray;
    const from = offsetOf(array);
    const to = from + (lengthOf(array) || 1) * array.BYTES_PER_ELEMENT;
    return views.some((view) => {
      const { at, bytes } = this.taken.get(view) ?? { at: 0, bytes: 0 };
      return bufferOf(array) === bufferOf(view) && from < at + bytes && to > at;
    });
  }

  private find(bytes: number): number {
    return this.free.findIndex((block) => block.bytes >= bytes);
  }

  /** Grows the memory. Every array handed out before is stale then. */
  private extend(where: string, bytes: number): void {
    const { end, object } = this.memory;
    const last = this.free.at(-1);
    const pages = Math.ceil((bytes - (last && last.at + last.bytes === end ? last.bytes : 0)) / PAGE);
    try {
      object.grow(pages);
    } catch {
      fail(RangeError, "HILLOCK_MEMORY", where, `the memory has ${end} bytes and cannot grow by ${pages * PAGE}`);
    }
    this.memory.refresh();
    this.memory.end += pages * PAGE;
    this.give({ at: end, bytes: pages * PAGE });
  }

  private give(block: Block): void {
    let index = this.free.findIndex((other) => other.at > block.at);
    if (index < 0) index = this.free.length;
    const before = this.free[index - 1];
    const after = this.free[index];
    const joinsBefore = before !== undefined && before.at + before.bytes === block.at;
    const joinsAfter = after !== undefined && block.at + block.bytes === after.at;
    const at = joinsBefore ? before.at : block.at;
    const end = joinsAfter ? after.at + after.bytes : block.at + block.bytes;
    this.free.splice(joinsBefore ? index - 1 : index, Number(joinsBefore) + Number(joinsAfter), { at, bytes: end - at });
  }

  private full(where: string, bytes: number): never {
    const largest = Math.max(0, ...this.free.map((block) => block.bytes));
    const cure = !this.memory.foreign
      ? "call reserve before the first alloc; growing now would take the memory from under the arrays in use"
      : "give a larger region, or free arrays";
    return fail(RangeError, "HILLOCK_MEMORY", where, `${bytes} bytes do not fit, the largest free block has ${largest}: ${cure}`);
  }
}

const heaps = new WeakMap<Runtime, Heap>();

/** The heap of a runtime, made at first use. */
export function heapOf(runtime: Runtime): Heap {
  let heap = heaps.get(runtime);
  if (!heap) {
    if (!globalThis.WebAssembly) runtime.memoryInUse ??= substituteMemory();
    heap = new Heap(runtime.memory());
    heaps.set(runtime, heap);
  }
  return heap;
}

/** The heap of a runtime, if there is one already. */
export function heapInUse(runtime: Runtime): Heap | undefined {
  return heaps.get(runtime);
}

function elementTypeOf(where: string, type: unknown): ElementType {
  const name = typeof type === "function" ? type.name : "";
  if (name === "Float32Array" || name === "Float64Array") return name;
  return fail(TypeError, "HILLOCK_TYPE", where, `type is ${name || describe(type)}, expected Float32Array or Float64Array`);
}
