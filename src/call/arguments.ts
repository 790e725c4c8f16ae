import { type ElementType, type FloatArray, isAttached, lengthOf, tagOf } from "./arrays.js";
import { describe, fail } from "./errors.js";

/** The checks and their wording, one of each. All of them run before the first store. */

/** The element type of `x`, which must be a Float32Array or Float64Array. */
export function elementType(where: string, name: string, x: unknown): ElementType {
  const tag = tagOf(x);
  if (tag === "Float32Array" || tag === "Float64Array") return tag;
  return fail(
    TypeError,
    "HILLOCK_TYPE",
    where,
    `${name} is ${describe(x)}, expected a number, Float32Array or Float64Array${tag || Array.isArray(x) ? "; convert it with Float32Array.from or Float64Array.from" : ""}`,
  );
}

/** Checks that `array` has the type of the first argument. */
export function sameType(where: string, name: string, array: unknown, type: ElementType, like: string): asserts array is FloatArray {
  if (tagOf(array) !== type) fail(TypeError, "HILLOCK_TYPE", where, `${name} is ${describe(array)}, expected a ${type} like ${like}`);
}

/** Checks that `array` has its bytes and as many elements as the first argument. */
export function sameLength(where: string, name: string, array: FloatArray, buffer: ArrayBufferLike, length: number): void {
  const own = lengthOf(array);
  attached(where, name, array, buffer, own);
  if (own !== length) fail(RangeError, "HILLOCK_LENGTH", where, `${name} has length ${own}, expected ${length}`);
}

export function attached(where: string, name: string, array: FloatArray, buffer: ArrayBufferLike, length: number): void {
  if (!isAttached(array, buffer, length))
    fail(
      RangeError,
      "HILLOCK_DETACHED",
      where,
      `${name} is detached: its buffer was transferred or shrunk, or the memory it was on has grown`,
    );
}

/** Refuses an output `distance` bytes from another array, if they share some of their `bytes`. Exactly on an input it is in place. */
export function apart(where: string, name: string, other: string, distance: number, bytes: number, inPlace: boolean): void {
  if (distance < bytes && !(inPlace && distance === 0))
    fail(
      RangeError,
      "HILLOCK_OVERLAP",
      where,
      `${name} overlaps ${other}${inPlace ? ` in part; pass ${other} itself to work in place, or a separate array` : "; two outputs need memory of their own"}`,
    );
}

/** Whether a call is one of numbers: then all its arguments must be. */
export function areNumbers(where: string, values: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(values);
  const numbers = entries.filter(([, value]) => typeof value === "number").length;
  if (numbers === 0 || numbers === entries.length) return numbers > 0;
  const words = entries.map(([name, value]) => `${name} is ${describe(value)}`).join(", ");
  return fail(TypeError, "HILLOCK_TYPE", where, `${words}, expected numbers or arrays, all of them`);
}
