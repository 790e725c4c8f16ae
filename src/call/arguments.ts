import { type LinearMemory, locate } from "../runtime/memory.js";
import { bufferOf, bytesOf, type ElementType, type FloatArray, isAttached, lengthOf, newArray, offsetOf, tagOf, viewOf } from "./arrays.js";
import { describe, fail } from "./errors.js";
import { bare } from "./options.js";

/**
 * The checks of numbers and arrays, and their wording, one of each. All of them run before the
 * first store.
 */

/** An array of a call, checked. */
export interface CheckedArray {
  readonly array: FloatArray;
  /** Its address in hillock's memory, -1 for one that must be staged. */
  readonly at: number;
}

/** Part of an array: itself where that is all. */
export function partOf(whole: CheckedArray, from: number, length: number): CheckedArray {
  const { array, at } = whole;
  if (length === lengthOf(array)) return whole;
  const type = tagOf(array) as ElementType;
  return { array: viewOf(array, type, from, length), at: at < 0 ? at : at + from * bytesOf(type) };
}

/** A checked array beside others of its call, with the bytes that it covers. */
interface ArraySpan extends CheckedArray {
  readonly bytes: number;
  /** Undefined for an array that was made here, or is yet to be made. */
  readonly buffer: ArrayBufferLike | undefined;
}

/**
 * The names of arrays of one length, as messages give them, and how many of them are read; the
 * others are written.
 */
export interface Signature {
  readonly names: readonly string[];
  readonly inputs: number;
}

/** The arrays of one call, all of one element type and length. */
export interface Operands {
  readonly type: ElementType;
  readonly length: number;
  readonly arrays: readonly CheckedArray[];
}

/** A requirement on an array that a call is given. */
export interface ArrayRequirement {
  /** Its name, as messages give it. */
  readonly name: string;
  readonly array: unknown;
  readonly length: number;
  /** The origin of the length: `"inputs * outputs = 3 * 5"`. */
  readonly lengthReason?: string | undefined;
  /** Whether it is written. An output that is undefined is made. */
  readonly output?: boolean;
  /** The names of the inputs that an output may be exactly, to work in place. */
  readonly inPlace?: readonly string[];
}

/**
 * Checks `given`, in the order of the signature, and makes the outputs that are undefined. The
 * first decides element type and length, and each output may be exactly an input.
 *
 * A call on few elements costs what these checks cost. So literals stand instead of arrays that
 * grow, and the buffer of an array that was just made is never asked for: V8 would move the
 * elements of a small one off its heap, which takes longer than all the rest.
 */
export function checkOperands(
  where: string,
  { names, inputs }: Signature,
  given: readonly unknown[],
  memory: LinearMemory | undefined,
): Operands {
  const first = names[0];
  const type = elementType(where, first, given[0]);
  const length = lengthOf(given[0] as FloatArray);
  const bytes = length * bytesOf(type);
  const arrays = given.length === 2 ? [PENDING, PENDING] : [PENDING, PENDING, PENDING];
  for (let i = 0; i < arrays.length; i++) {
    if (given[i] === undefined && i >= inputs) continue;
    const one = checkArray(where, type, first, memory, names[i], given[i], length, undefined);
    arrays[i] = one;
    for (let j = 0; i >= inputs && j < i; j++) {
      const other = arrays[j];
      if (one.buffer === other.buffer || one.at >= 0)
        checkApart(where, names[i], one, names[j], other, j < inputs ? undefined : SECOND_OUTPUT);
    }
  }
  for (let i = inputs; i < arrays.length; i++) if (arrays[i] === PENDING) arrays[i] = outside(newArray(type, length), bytes);
  return { type, length, arrays };
}

/**
 * Checks the arrays of one call, which have one element type and each a length of its own, and
 * makes the outputs that are undefined.
 */
export function checkArrays(
  where: string,
  type: ElementType,
  like: string,
  memory: LinearMemory | undefined,
  requirements: readonly ArrayRequirement[],
): readonly CheckedArray[] {
  if ("output" in Object.prototype || "inPlace" in Object.prototype || "lengthReason" in Object.prototype)
    requirements = requirements.map(bare);
  const arrays: ArraySpan[] = [];
  for (const { name, array, length, lengthReason, output = false, inPlace } of requirements) {
    const one = array === undefined && output ? PENDING : checkArray(where, type, like, memory, name, array, length, lengthReason);
    for (let i = 0; i < arrays.length; i++) {
      const other = requirements[i];
      if (!output && !other.output) continue;
      if (!output) checkApart(where, other.name, arrays[i], name, one, other.inPlace?.includes(name) ? undefined : APART);
      else {
        const cure = other.output ? SECOND_OUTPUT : inPlace?.includes(other.name) ? undefined : APART;
        checkApart(where, name, one, other.name, arrays[i], cure);
      }
    }
    arrays.push(one);
  }
  for (let i = 0; i < arrays.length; i++) if (arrays[i] === PENDING) arrays[i] = make(where, type, requirements[i]);
  return arrays;
}

/** The place of an output until it is made. */
const PENDING = outside(new Float32Array(0), 0);

/** The advice on an overlap of two outputs, and of an output and an input that it may not be. */
const SECOND_OUTPUT = "; two outputs need memory of their own";
const APART = "; it needs memory of its own";

/** An array that is not in hillock's memory. */
function outside(array: FloatArray, bytes: number): ArraySpan {
  return { array, at: -1, bytes, buffer: undefined };
}

/** Makes an array, of a length that may be more than the engine can make. */
function make(where: string, type: ElementType, { name, length }: ArrayRequirement): ArraySpan {
  try {
    return outside(newArray(type, length), length * bytesOf(type));
  } catch {
    return fail("HILLOCK_MEMORY", where, `${name} would have ${length} elements, more than this engine can make room for`);
  }
}

/**
 * Checks type, bytes, length and place of an array. Its buffer takes as long to ask for as the
 * rest, and is asked for once.
 */
function checkArray(
  where: string,
  type: ElementType,
  like: string,
  memory: LinearMemory | undefined,
  name: string,
  value: unknown,
  length: number,
  lengthReason: string | undefined,
): ArraySpan {
  sameType(where, name, value, type, like);
  const array: FloatArray = value;
  const own = lengthOf(array);
  const buffer = bufferOf(array);
  attached(where, name, array, buffer, own);
  if (own !== length)
    fail("HILLOCK_LENGTH", where, `${name} has length ${own}, expected ${lengthReason ? `${lengthReason} = ` : ""}${length}`);
  const bytes = length * bytesOf(type);
  return { array, at: locate(memory, where, name, array, buffer, bytes), bytes, buffer };
}

/**
 * Refuses an output that shares bytes with another array. Without a cure it may be exactly that
 * array, an input.
 */
function checkApart(where: string, name: string, one: ArraySpan, otherName: string, other: ArraySpan, cure: string | undefined): void {
  // Two buffers can be one memory: a shared one has a buffer for each of its sizes.
  if ((one.buffer !== other.buffer || one.buffer === undefined) && (one.at < 0 || other.at < 0)) return;
  const distance = offsetOf(other.array) - offsetOf(one.array);
  if (distance >= one.bytes || -distance >= other.bytes || one.bytes === 0 || other.bytes === 0) return;
  if (cure === undefined && distance === 0 && one.bytes === other.bytes) return;
  cure ??= ` in part; pass ${otherName} itself to work in place, or a separate array`;
  fail("HILLOCK_OVERLAP", where, `${name} overlaps ${otherName}${cure}`);
}

/** The element type of `x`, which must be a Float32Array or Float64Array. */
export function elementType(where: string, name: string, x: unknown, expected = "a number, Float32Array or Float64Array"): ElementType {
  const tag = tagOf(x);
  if (tag === "Float32Array" || tag === "Float64Array") return tag;
  const cure = tag || Array.isArray(x) ? "; convert it with Float32Array.from or Float64Array.from" : "";
  return fail("HILLOCK_TYPE", where, `${name} is ${describe(x)}, expected ${expected}${cure}`);
}

/** The element type of the first array of a call that takes no numbers. */
export function floatType(where: string, name: string, array: unknown): ElementType {
  return elementType(where, name, array, "a Float32Array or Float64Array");
}

/** Checks that `array` has the type of the first argument, which messages call `like`. */
export function sameType(where: string, name: string, array: unknown, type: ElementType, like: string): asserts array is FloatArray {
  if (tagOf(array) !== type) fail("HILLOCK_TYPE", where, `${name} is ${describe(array)}, expected a ${type} like ${like}`);
}

/** Checks that `array` has its bytes. */
function attached(where: string, name: string, array: FloatArray, buffer: ArrayBufferLike, length: number): void {
  if (!isAttached(array, buffer, length))
    fail("HILLOCK_DETACHED", where, `${name} is detached: its buffer was transferred or shrunk, or the memory it was on has grown`);
}

/** The length of an array, which is checked to have its bytes. */
export function attachedLength(where: string, name: string, array: FloatArray): number {
  const length = lengthOf(array);
  attached(where, name, array, bufferOf(array), length);
  return length;
}

/** The length of an array that stands for others of `length` elements, again and again. */
export function repeatedLength(where: string, name: string, array: FloatArray, like: string, length: number): number {
  const own = attachedLength(where, name, array);
  if (own === 0 ? length > 0 : length % own > 0)
    fail("HILLOCK_LENGTH", where, `${name} has length ${own}, expected a divisor of the length of ${like}, ${length}`);
  return own;
}

/** Whether a call is one of numbers: then all its arguments must be. */
export function areNumbers(where: string, values: Readonly<Record<string, unknown>>): boolean {
  const entries = Object.entries(values);
  const numbers = entries.filter(([, value]) => typeof value === "number").length;
  if (numbers === 0 || numbers === entries.length) return numbers > 0;
  const words = entries.map(([name, value]) => `${name} is ${describe(value)}`).join(", ");
  return fail("HILLOCK_TYPE", where, `${words}, expected numbers or arrays, all of them`);
}
