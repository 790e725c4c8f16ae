import { bytesOf, copyInto, type ElementType, type FloatArray, offsetOf, part } from "./arrays.js";
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
const PAGE = 65536;
const INITIAL = 64 * 1024 * 1024;

/** Layout of a context: assembly/loops.ts and scripts/ have the other side. */
const PARAMETERS = 256;
const PARAMETER = 48;
const TABLE = 640;

/** Up to this many elements a loop copies faster than `set`, which costs 60 to 100 ns before it begins (Node 20 and 26). */
const COPY_LOOP = 48;

/**
 * On a buffer: the memory it belongs to, so that every copy of hillock knows the arrays of every other. The buffers of shared
 * memories are frozen; those are looked up in a map that the copies share.
 */
const OWNER = Symbol.for("hillock.memory");
type Owned = ArrayBufferLike & { [OWNER]?: LinearMemory };
type Owners = { [OWNER]?: WeakMap<ArrayBufferLike, LinearMemory> };

function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === "function" && buffer instanceof SharedArrayBuffer;
}

function ownerOf(buffer: ArrayBufferLike): LinearMemory | undefined {
  return isShared(buffer) ? (globalThis as Owners)[OWNER]?.get(buffer) : (buffer as Owned)[OWNER];
}

export interface Region {
  readonly base: number;
  readonly bytes: number;
}

/** What hillock asks of a `WebAssembly.Memory`, and of its stand-in where there is no WebAssembly. */
export interface Growable {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
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
  if (buffer !== memory?.buffer) {
    const owner = ownerOf(buffer);
    if (owner === undefined) return -1;
    if (owner !== memory)
      fail(
        RangeError,
        "HILLOCK_MEMORY",
        where,
        `${name} lives in the memory of another hillock (a second copy, or another runtime); pass a copy of it`,
      );
    memory.refresh();
    if (buffer !== memory.buffer && !memory.shared)
      fail(RangeError, "HILLOCK_DETACHED", where, `${name} is a view from before the memory grew; take it anew`);
  }
  const at = offsetOf(array);
  if (at < memory.heap && at + bytes > memory.base)
    fail(RangeError, "HILLOCK_MEMORY", where, `${name} lies on memory that hillock keeps for itself; take arrays from alloc`);
  return at;
}

export class LinearMemory {
  /** First byte of the user's arrays. */
  readonly heap: number;
  readonly growable: boolean;
  readonly shared: boolean;
  buffer!: ArrayBufferLike;
  end: number;
  private float32!: Float32Array;
  private float64!: Float64Array;
  private context: number;

  /** With `foreign`, the memory is the user's, who may grow it at any time. */
  constructor(
    readonly object: Growable,
    private readonly foreign: boolean,
    readonly base: number,
    bytes: number,
  ) {
    this.end = base + bytes;
    this.heap = base + INTERNAL;
    this.context = base + 4 * SLOT;
    this.growable = !foreign;
    this.shared = isShared(object.buffer);
    this.attach();
  }

  /** hillock's own memory. Pages that were never touched cost nothing. */
  static own(): LinearMemory {
    const wasm = globalThis.WebAssembly as typeof WebAssembly | undefined;
    const object = wasm ? new wasm.Memory({ initial: INITIAL / PAGE }) : new Substitute(INITIAL);
    return new LinearMemory(object, false, 0, INITIAL);
  }

  /** A memory of the user's, or the part of it that is hillock's; without `region` it grows once by 64 pages. */
  static given(object: Growable, region: Region | undefined): LinearMemory {
    if (region) return new LinearMemory(object, true, region.base, region.bytes);
    const base = object.grow(64) * PAGE;
    return new LinearMemory(object, true, base, 64 * PAGE);
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
    if (length > COPY_LOOP) copyInto(view, part(array, type, from, length), at);
    else for (let i = 0; i < length; i++) view[at + i] = array[from + i] as number;
  }

  copyOut(slot: number, array: FloatArray, type: ElementType, from: number, length: number): void {
    const view = this.view(type);
    const at = this.slot(slot) / bytesOf(type);
    if (length > COPY_LOOP) copyInto(array, part(view, type, at, length), from);
    else for (let i = 0; i < length; i++) array[from + i] = view[at + i] as number;
  }

  /** A context for one kernel: scratch, parameters, and its constants, each 8 bytes stored twice. */
  newContext(table: Uint8Array): number {
    const at = this.context;
    this.context += TABLE + ((2 * table.length + 63) & ~63);
    if (this.context > this.heap) fail(RangeError, "HILLOCK_MEMORY", "load", "no room is left for another kernel in this memory");
    this.refresh();
    const bytes = new Uint8Array(this.buffer, at + TABLE, 2 * table.length);
    for (let i = 0; i < table.length; i += 8) {
      bytes.set(table.subarray(i, i + 8), 2 * i);
      bytes.set(table.subarray(i, i + 8), 2 * i + 8);
    }
    return at;
  }

  /** Writes what a kernel reads as its parameters: each as f64, and as the two f32 that make it up. */
  writeParameters(context: number, values: readonly number[]): void {
    const float32 = this.view("Float32Array");
    const float64 = this.view("Float64Array");
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      const at = context + PARAMETERS + i * PARAMETER;
      const high = Math.fround(value);
      float64.fill(value, at / 8, at / 8 + 2);
      float32.fill(high, at / 4 + 4, at / 4 + 8);
      float32.fill(value - high, at / 4 + 8, at / 4 + 12);
    }
  }

  /** Adds at least `bytes` at the end. Every view handed out before is stale then, unless the memory is shared. */
  grow(where: string, bytes: number): void {
    const pages = Math.ceil(bytes / PAGE);
    try {
      this.object.grow(pages);
    } catch {
      fail(RangeError, "HILLOCK_MEMORY", where, `the memory of ${this.end} bytes cannot grow by ${pages * PAGE} bytes`);
    }
    this.attach();
    this.end += pages * PAGE;
  }

  newView(type: ElementType, at: number, length: number): FloatArray {
    this.refresh();
    return type === "Float32Array" ? new Float32Array(this.buffer, at, length) : new Float64Array(this.buffer, at, length);
  }

  /** Follows a memory that its owner has grown. */
  refresh(): void {
    if (this.object.buffer !== this.buffer) this.attach();
  }

  private view(type: ElementType): FloatArray {
    if (this.foreign) this.refresh();
    return type === "Float32Array" ? this.float32 : this.float64;
  }

  private attach(): void {
    this.buffer = this.object.buffer;
    this.float32 = new Float32Array(this.buffer);
    this.float64 = new Float64Array(this.buffer);
    // A user's memory may serve several runtimes, each with its region: the last one's mark stands, and each knows its own buffer.
    if (this.shared) ((globalThis as Owners)[OWNER] ??= new WeakMap()).set(this.buffer, this);
    else (this.buffer as Owned)[OWNER] = this;
  }
}

/** A memory without WebAssembly, for the js backend: the same rules, growth detaching included. */
class Substitute implements Growable {
  buffer: ArrayBuffer;

  constructor(bytes: number) {
    this.buffer = new ArrayBuffer(bytes);
  }

  grow(pages: number): number {
    const before = this.buffer.byteLength;
    const next = new Uint8Array(before + pages * PAGE);
    next.set(new Uint8Array(structuredClone(this.buffer, { transfer: [this.buffer] })));
    this.buffer = next.buffer;
    return before / PAGE;
  }
}
