/** Inputs, places to put them, guards around them, and comparison bit for bit. */
import { inject } from "vitest";
import { alloc, free } from "../../src/index.js";
import type { Floats } from "./activations.js";

/** The common part of both constructors, as one type. */
export interface Constructor {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  readonly prototype: Floats;
  new (length?: number): Floats;
  new (values: ArrayLike<number>): Floats;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): Floats;
  from(values: Iterable<number>): Floats;
  from(values: { length: number }, map: (value: unknown, index: number) => number): Floats;
}

export const types: readonly Constructor[] = [Float32Array, Float64Array];

/**
 * Numbers that every function should meet, whatever it does: signed zeros, infinities, NaN,
 * subnormals, the ends of both formats.
 */
export const special: readonly number[] = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  2 ** -149,
  -(2 ** -149),
  2 ** -1074,
  -(2 ** -1074),
  2 ** -126,
  -(2 ** -126),
  2 ** -1022,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  1e-8,
  -1e-8,
  88.7,
  -88.7,
  103.9,
  -103.9,
  709.8,
  -745.2,
  17.3,
  -17.3,
];

/** Reproducible numbers in [0, 1). */
export function randomizer(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * `length` numbers as a network has them, among them small and large ones, and every special value
 * if there is room.
 */
export function fillWith(array: Floats, seed = 1): void {
  const random = randomizer(seed);
  const scales = [4, 4, 1, 30, 1e-3, 100];
  for (let i = 0; i < array.length; i++) array[i] = (random() - 0.5) * 2 * scales[i % scales.length];
  if (array.length >= 2 * special.length)
    special.forEach((value, i) => {
      array[2 * i + 1] = value;
    });
}

/** `alloc`, for either type. */
export const take = (type: Constructor, length: number): Floats => alloc(type as Float32ArrayConstructor, length);

/** The places of an array: in hillock's memory, in JavaScript's, in a buffer that threads share. */
export type Residence = "memory" | "heap" | "shared";

const hasShared = typeof SharedArrayBuffer === "function";
export const residences: readonly Residence[] = hasShared ? ["memory", "heap", "shared"] : ["memory", "heap"];

/**
 * Where inputs are, and where outputs go: in memory, staged, mixed. JavaScript computes arrays
 * where they are, so for it there is nothing in a mixture that each of them has not.
 */
export const placements: readonly (readonly [Residence, Residence])[] = residences.flatMap((from, i) =>
  residences.filter((_, k) => inject("backend") !== "js" || k === (i + 1) % residences.length).map((to) => [from, to] as const),
);

const GUARD = 8;
const CANARY = 0xa5;

/**
 * An array with guards before and behind it, starting `offset` elements after a 64-byte boundary.
 */
export class Place {
  readonly view: Floats;
  private readonly whole: Floats;
  private readonly bytes: Uint8Array;
  private readonly from: number;

  constructor(
    readonly residence: Residence,
    type: Constructor,
    readonly length: number,
    offset = 0,
  ) {
    const count = 64 / type.BYTES_PER_ELEMENT + offset + length + GUARD;
    const bytes = count * type.BYTES_PER_ELEMENT;
    if (residence === "memory") this.whole = take(type, count);
    else this.whole = new type(residence === "shared" ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    this.bytes = new Uint8Array(this.whole.buffer, this.whole.byteOffset, bytes);
    this.bytes.fill(CANARY);
    this.from = 64 / type.BYTES_PER_ELEMENT + offset;
    this.view = this.whole.subarray(this.from, this.from + length);
  }

  /** Whether nothing was written outside the view. */
  get intact(): boolean {
    const size = this.view.BYTES_PER_ELEMENT;
    const clean = (byte: number) => byte === CANARY;
    return this.bytes.subarray(0, this.from * size).every(clean) && this.bytes.subarray((this.from + this.length) * size).every(clean);
  }

  free(): void {
    if (this.residence === "memory") free(this.whole);
  }
}

/**
 * Index of the first element whose bits differ, -1 if there is none. One NaN is as good as another.
 */
export function difference(a: Floats, b: Floats): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/** Fails unless two arrays hold the same bits. Says where they part. */
export function expectSame(got: Floats, wanted: Floats, about: string, inputs: readonly Floats[] = []): void {
  const at = difference(got, wanted);
  if (at < 0) return;
  const from = inputs.map((array) => array[at]).join(", ");
  throw new Error(`${about}: element ${at} of ${wanted.length} is ${got[at]}, expected ${wanted[at]}${from && ` (inputs ${from})`}`);
}
