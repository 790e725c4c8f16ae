/**
 * The true kind and place of an array, read through the language's own accessors: a subclass or a
 * proxy of a prototype cannot lie to them, and arrays of another realm answer like those of this
 * one.
 */
export type FloatArray = Float32Array | Float64Array;

/** Bytes on a buffer of their own, said as TypeScript before 5.7 understands it too. */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/** The element type of an array. */
export type ElementType = "Float32Array" | "Float64Array";

type Getter<T> = { call(array: unknown): T };

const prototype = Object.getPrototypeOf(Float32Array.prototype);
const getter = <T>(name: PropertyKey): Getter<T> => Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter<T>;
const tag = /*#__PURE__*/ getter<string | undefined>(Symbol.toStringTag);
const length = /*#__PURE__*/ getter<number>("length");
const buffer = /*#__PURE__*/ getter<ArrayBufferLike>("buffer");
const byteOffset = /*#__PURE__*/ getter<number>("byteOffset");
const { set, keys } = prototype as Float32Array;

/** `"Float32Array"` and so on for a typed array, undefined for anything else. */
export function tagOf(value: unknown): string | undefined {
  return tag.call(value);
}

export function lengthOf(array: FloatArray): number {
  return length.call(array);
}

export function bufferOf(array: FloatArray): ArrayBufferLike {
  return buffer.call(array);
}

export function offsetOf(array: FloatArray): number {
  return byteOffset.call(array);
}

/** `target.set(source, at)`, whatever `target` says its `set` is. */
export function copyInto(target: FloatArray, source: FloatArray, at: number): void {
  set.call(target as Float32Array, source, at);
}

/**
 * Whether the array still has its bytes: its buffer was not transferred, and did not shrink away
 * from under it.
 *
 * A length above 0 proves nothing on Node 20, where optimised code that once saw a resizable buffer
 * reads the old length of a detached array; the length of the buffer does. At length 0 only the
 * language's own validation tells an empty array from a lost one.
 */
export function isAttached(array: FloatArray, buffer: ArrayBufferLike, length: number): boolean {
  if (length > 0) return buffer.byteLength > 0;
  try {
    keys.call(array as Float32Array);
    return true;
  } catch {
    return false;
  }
}

export function bytesOf(type: ElementType): 4 | 8 {
  return type === "Float32Array" ? 4 : 8;
}

export function newArray(type: ElementType, length: number): FloatArray {
  return type === "Float32Array" ? new Float32Array(length) : new Float64Array(length);
}

/** A view of part of what `array` views, made without asking the array. */
export function viewOf(array: FloatArray, type: ElementType, from: number, length: number): FloatArray {
  return newView(type, bufferOf(array), offsetOf(array) + from * bytesOf(type), length);
}

export function newView(type: ElementType, buffer: ArrayBufferLike, at: number, length: number): FloatArray {
  return type === "Float32Array" ? new Float32Array(buffer, at, length) : new Float64Array(buffer, at, length);
}
