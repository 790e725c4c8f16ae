import { bytesOf, copyInto, type ElementType, type FloatArray, offsetOf, viewOf } from "./arrays.js";
import { fail } from "./errors.js";

/**
 * The one linear memory: what lies where, and how arrays get in and out. The only file that touches its buffer.
 *
 *     base             staging: four slots of SLOT bytes
 *     + 4 SLOT         contexts of the kernels
 *     + INTERNAL       the user's arrays (heap.ts)
 *     end
 */
const SLOT = 16384;
const INTERNAL = 512 * 1024;
export const PAGE = 65536;
export const INITIAL = 64 * 1024 * 1024;

/** Layout of a context: scratch for tails, parameters, constants. The kernels' side of it stands in scripts/transform and assembly/lanes.ts. */
const PARAMETERS = 256;
const PARAMETER = 48;
const TABLE = 640;
/** Parameters that a kernel can have. */
export const MOST_PARAMETERS = (TABLE - PARAMETERS) / PARAMETER;

/** Up to this many elements a loop copies faster than `set`, which costs 60 to 100 ns before it begins (Node 20 and 26). */
const COPY_LOOP = 48;

/**
 * On a buffer: the memory it belongs to, so that every copy of hillock knows the arrays of every other. The buffers of shared
 * memories are frozen; those stand in a map that the copies share, under the same symbol on the global object.
 */
export const OWNER = Symbol.for("hillock.memory");
export type Owned = ArrayBufferLike & { [OWNER]?: LinearMemory };
export type Owners = { [OWNER]?: WeakMap<ArrayBufferLike, LinearMemory> };

/** What hillock asks of a `WebAssembly.Memory`, and of its stand-in where there is no WebAssembly. */
export interface Growable {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** What differs for a memory of the user's, who may grow it at any time: how its buffers are marked, and what modules it takes. */
export interface Foreign {
  mark(memory: LinearMemory): void;
  fit(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}

export class LinearMemory {
  buffer!: ArrayBufferLike;
  private float32!: Float32Array;
  private float64!: Float64Array;
  /** Where the next context goes. */
  private context: number;

  constructor(
    readonly object: Growable,
    readonly base: number,
    public end: number,
    readonly foreign?: Foreign,
  ) {
    this.context = base + 4 * SLOT;
    this.refresh();
  }

  /** First byte of the user's arrays. */
  get heap(): number {
    return this.base + INTERNAL;
  }

  /** Follows a memory that has grown. */
  refresh(): void {
    const { buffer } = this.object;
    if (buffer === this.buffer) return;
    this.buffer = buffer;
    this.float32 = new Float32Array(buffer);
    this.float64 = new Float64Array(buffer);
    if (this.foreign) this.foreign.mark(this);
    else (buffer as Owned)[OWNER] = this;
  }

  /** Elements that fit a staging slot. */
  tile(type: ElementType): number {
    return SLOT / bytesOf(type);
  }

  slot(index: number): number {
    return this.base + index * SLOT;
  }

  copyIn(slot: number, array: FloatArray, type: ElementType, from: number, length: number): void {
    const view = this.view(type);
    const at = this.slot(slot) / bytesOf(type);
    if (length > COPY_LOOP) copyInto(view, viewOf(array, type, from, length), at);
    else for (let i = 0; i < length; i++) view[at + i] = array[from + i];
  }

  copyOut(slot: number, array: FloatArray, type: ElementType, from: number, length: number): void {
    const view = this.view(type);
    const at = this.slot(slot) / bytesOf(type);
    if (length > COPY_LOOP) copyInto(array, viewOf(view, type, at, length), from);
    else for (let i = 0; i < length; i++) array[from + i] = view[at + i];
  }

  /** A context for one kernel: scratch, parameters, its constants, each 8 bytes stored twice, and as much `room` as it wants. */
  newContext(table: Uint8Array, room = 0): number {
    const at = this.context;
    this.context += TABLE + ((2 * table.length + room + 63) & ~63);
    if (this.context > this.heap) fail(RangeError, "HILLOCK_MEMORY", "load", "no room is left for another kernel");
    this.refresh();
    const bytes = new Uint8Array(this.buffer, at + TABLE);
    for (let i = 0; i < table.length; i++) bytes[2 * i - (i & 7)] = bytes[2 * i - (i & 7) + 8] = table[i];
    return at;
  }

  view(type: ElementType): FloatArray {
    if (this.foreign) this.refresh();
    return type === "Float32Array" ? this.float32 : this.float64;
  }
}

/** Where the room of a context begins, for a table of so many hexadecimal digits. */
export function roomOf(context: number, { table }: { readonly table: string }): number {
  return context + TABLE + table.length;
}

/** Writes what a kernel reads as its parameters: each as f64, and as the two f32 that make it up. */
export function writeParameters(memory: LinearMemory, context: number, values: readonly number[]): void {
  const float32 = memory.view("Float32Array");
  const float64 = memory.view("Float64Array");
  values.forEach((value, i) => {
    const at = context + PARAMETERS + i * PARAMETER;
    const high = Math.fround(value);
    float64.fill(value, at / 8, at / 8 + 2);
    float32.fill(high, at / 4 + 4, at / 4 + 8);
    float32.fill(value - high, at / 4 + 8, at / 4 + 12);
  });
}

/** Where `array` begins, if it lives in `memory`; -1 if it must be staged. Arrays that no longer are what they were, or are another hillock's, are refused. */
export function locate(
  memory: LinearMemory | undefined,
  where: string,
  name: string,
  array: FloatArray,
  buffer: ArrayBufferLike,
  bytes: number,
): number {
  if (memory?.foreign && buffer !== memory.buffer) memory.refresh();
  if (buffer !== memory?.buffer) {
    const owner = (buffer as Owned)[OWNER] ?? (globalThis as Owners)[OWNER]?.get(buffer);
    if (owner === undefined) return -1;
    if (owner !== memory) fail(RangeError, "HILLOCK_MEMORY", where, `${name} lives in the memory of another hillock; pass a copy of it`);
  }
  const at = offsetOf(array);
  if (at < memory.heap && at + bytes > memory.base)
    fail(RangeError, "HILLOCK_MEMORY", where, `${name} lies on memory that hillock keeps for itself; take arrays from alloc`);
  return at;
}
