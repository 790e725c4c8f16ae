import { bytesOf, copyInto, type ElementType, type FloatArray, offsetOf, viewOf } from "../call/arrays.js";
import { fail } from "../call/errors.js";
import { CONSTANTS, PARAMETER, PARAMETERS, ROUNDED, ROUNDING } from "../kernels/layout.js";

/**
 * The one linear memory: what lies where, and how arrays get in and out. The only file that touches
 * its buffer.
 *
 *     base             staging: four slots of SLOT bytes
 *     + 4 SLOT         workspace: of the kernel that is running, for calls do not nest
 *     + WORKSPACE      contexts of the kernels, which stay; where they need more, they go on in the users' part
 *     + INTERNAL       the users' arrays (heap.ts)
 *     end
 */
const SLOT = 16384;
export const WORKSPACE = 147456;
const INTERNAL = 327680;
export const PAGE = 65536;

/** Parameters that a kernel can have. */
export const MOST_PARAMETERS = (CONSTANTS - PARAMETERS) / PARAMETER;

/** The number of elements up to which a loop copies faster than `set`, which is slow to begin. */
export const COPY_LOOP = 48;

/**
 * The key of the memory that a buffer belongs to, so that every copy of hillock knows the arrays of
 * every other. The buffers of shared memories are frozen; those stand in a map that the copies
 * share, under the same symbol on the global object.
 */
export const OWNER = Symbol.for("hillock.memory");
export type Owned = ArrayBufferLike & { [OWNER]?: LinearMemory };
export type Owners = { [OWNER]?: WeakMap<ArrayBufferLike, LinearMemory> };

/**
 * The part of a `WebAssembly.Memory` that hillock uses, and of its stand-in where there is no
 * WebAssembly.
 */
export interface Growable {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** The way to mark the buffers of a memory of the user's, or of a shared one. */
export interface Marks {
  register(memory: LinearMemory): void;
}

export class LinearMemory {
  buffer!: ArrayBufferLike;
  private float32!: Float32Array;
  private float64!: Float64Array;
  /** First byte of the users' part: their heap fixes it when it is made. */
  heap: number;
  /**
   * The address of the next context, and the one that it may not pass: the end of the memory, as
   * long as there is no heap.
   */
  context: number;
  limit: number;
  /** Memory from here on was never handed out, so it is still zero. A user's may hold anything. */
  fresh: number;
  /**
   * Gives contexts more, from one address to another, or fails. A memory of hillock's own needs it
   * only when there is a heap.
   */
  lend!: (name: string, bytes: number) => readonly [number, number];
  /**
   * The address of a block of so many bytes of which the heap makes no use, once there is a heap;
   * -1 if it has none.
   */
  unused?: ((bytes: number) => number) | undefined;
  /** The way to mark buffers that have another than those of hillock's own memory. */
  marks: Marks | undefined;

  constructor(
    public object: Growable,
    readonly base: number,
    public end: number,
    readonly external?: Marks,
  ) {
    this.context = base + 4 * SLOT + WORKSPACE;
    this.heap = base + INTERNAL;
    this.fresh = external ? end : this.heap;
    this.limit = end;
    this.marks = external;
    this.refresh();
  }

  /** Follows a memory that has grown. */
  refresh(): void {
    const { buffer } = this.object;
    if (buffer === this.buffer) return;
    this.buffer = buffer;
    this.float32 = new Float32Array(buffer);
    this.float64 = new Float64Array(buffer);
    if (this.marks) this.marks.register(this);
    else (buffer as Owned)[OWNER] = this;
  }

  /**
   * The address of memory for the time of a call, which no array of the user's is on; -1 if there
   * is not so much.
   */
  borrow(bytes: number): number {
    const free = Math.max(this.heap, this.context);
    const at = this.unused ? this.unused(bytes) : free + bytes <= this.end ? free : -1;
    if (at >= 0) this.fresh = Math.max(this.fresh, at + bytes);
    return at;
  }

  /** Elements that fit a staging slot. */
  tile(type: ElementType): number {
    return SLOT / bytesOf(type);
  }

  slot(index: number): number {
    return this.base + index * SLOT;
  }

  copyIn(slot: number, array: FloatArray, type: ElementType, from: number, length: number): void {
    copy(this.view(type), this.slot(slot) / bytesOf(type), array, from, type, length);
  }

  copyOut(slot: number, array: FloatArray, type: ElementType, from: number, length: number): void {
    copy(array, from, this.view(type), this.slot(slot) / bytesOf(type), type, length);
  }

  /**
   * A context for the kernel `name`: scratch, parameters, its constants, each 8 bytes stored twice.
   */
  newContext(name: string, table: Uint8Array): number {
    const size = CONSTANTS + ((2 * table.length + 63) & ~63);
    if (this.context + size > this.limit) [this.context, this.limit] = this.lend(name, size);
    const at = this.context;
    this.context += size;
    this.refresh();
    const bytes = new Uint8Array(this.buffer, at + CONSTANTS);
    for (let i = 0; i < table.length; i++) bytes[2 * i - (i & 7)] = bytes[2 * i - (i & 7) + 8] = table[i];
    return at;
  }

  view(type: ElementType): FloatArray {
    if (this.external) this.refresh();
    return type === "Float32Array" ? this.float32 : this.float64;
  }
}

/** Copies `length` elements of `source` from `from` on to `target` from `at` on. */
function copy(target: FloatArray, at: number, source: FloatArray, from: number, type: ElementType, length: number): void {
  if (length > COPY_LOOP) copyInto(target, viewOf(source, type, from, length), at);
  else for (let i = 0; i < length; i++) target[at + i] = source[from + i];
}

/**
 * Copies `rows` rows of `columns` elements. Leading dimensions are from row to row; one of 0
 * repeats a row.
 */
export function copyRows(
  to: FloatArray,
  toAt: number,
  toLeading: number,
  from: FloatArray,
  fromAt: number,
  fromLeading: number,
  rows: number,
  columns: number,
  type: ElementType,
): void {
  if (toLeading === columns && fromLeading === columns) copy(to, toAt, from, fromAt, type, rows * columns);
  else for (let i = 0; i < rows; i++) copy(to, toAt + i * toLeading, from, fromAt + i * fromLeading, type, columns);
}

/** The address at which kernels store what they work on, as long as a call lasts. */
export function workspaceOf({ base }: LinearMemory): number {
  return base + 4 * SLOT;
}

/** The address of the first parameter of a kernel, as an element of `type`. */
export function parameterAt(context: number, type: ElementType): number {
  return context + PARAMETERS + (type === "Float32Array" ? ROUNDED : 0);
}

/**
 * Writes what a kernel reads as its parameters, from that numbered `first` on: each as f64, and as
 * the two f32 that make it up.
 */
export function writeParameters(memory: LinearMemory, context: number, values: readonly number[], first = 0): void {
  const float32 = memory.view("Float32Array");
  const float64 = memory.view("Float64Array");
  values.forEach((value, i) => {
    const at = context + PARAMETERS + (first + i) * PARAMETER;
    const high = Math.fround(value);
    float64.fill(value, at / 8, at / 8 + 2);
    float32.fill(high, (at + ROUNDED) / 4, (at + ROUNDING) / 4);
    float32.fill(value - high, (at + ROUNDING) / 4, (at + PARAMETER) / 4);
  });
}

/** The memory that a buffer belongs to, if it is one of hillock's. */
export function ownerOf(buffer: ArrayBufferLike): LinearMemory | undefined {
  return (buffer as Owned)[OWNER] ?? (globalThis as Owners)[OWNER]?.get(buffer);
}

/**
 * The address of `array`, if it lives in `memory`; -1 if it must be staged. Arrays that no longer
 * are what they were, or are another hillock's, are refused.
 */
export function locate(
  memory: LinearMemory | undefined,
  where: string,
  name: string,
  array: FloatArray,
  buffer: ArrayBufferLike,
  bytes: number,
): number {
  if (memory?.external && buffer !== memory.buffer) memory.refresh();
  if (buffer !== memory?.buffer) {
    const owner = ownerOf(buffer);
    if (owner === undefined) return -1;
    if (owner !== memory) fail("HILLOCK_MEMORY", where, `${name} lives in the memory of another hillock; pass a copy of it`);
  }
  const at = offsetOf(array);
  if (at < memory.heap && at + bytes > memory.base)
    fail("HILLOCK_MEMORY", where, `${name} lies on memory that hillock keeps for itself; take arrays from alloc`);
  return at;
}
