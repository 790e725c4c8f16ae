import { type LinearMemory, locate } from "../runtime/memory.js";
import { attached } from "./arguments.js";
import { bufferOf, bytesOf, type ElementType, type FloatArray, lengthOf, newArray, offsetOf, tagOf } from "./arrays.js";
import { describe, fail } from "./errors.js";
import { bare } from "./options.js";

/** An array that a call is given: what it must be. */
export interface ArrayRequirement {
  /** Its name, as messages give it. */
  readonly name: string;
  readonly array: unknown;
  readonly length: number;
  /** Where the length comes from: `"inputs * outputs = 3 * 5"`. */
  readonly lengthReason?: string | undefined;
  /** It is written. One that is undefined is made. */
  readonly output?: boolean;
  /** The names of the inputs that an output may be exactly, to work in place. */
  readonly inPlace?: readonly string[];
}

/** An array of a call, checked: `at` is its address in hillock's memory, -1 for one that must be staged. */
export interface CheckedArray {
  readonly array: FloatArray;
  readonly at: number;
}

/**
 * Checks the arrays of one call, which have one element type and each a length of its own, and makes the outputs that are undefined.
 *
 * For calls whose arrays have one length, operands.ts does the same in a fraction of the time.
 */
export function checkArrays(
  where: string,
  type: ElementType,
  like: string,
  memory: LinearMemory | undefined,
  wanted: readonly ArrayRequirement[],
): readonly CheckedArray[] {
  const placed: CheckedArray[] = [];
  const spans: Span[] = [];
  if ("output" in Object.prototype || "inPlace" in Object.prototype || "lengthReason" in Object.prototype) wanted = wanted.map(bare);
  for (const one of wanted) {
    const { name, array, output = false } = one;
    if (array === undefined && output) {
      placed.push(PENDING);
      spans.push(NOWHERE);
      continue;
    }
    const buffer = checkArray(where, type, like, one);
    const given = array as FloatArray;
    const bytes = one.length * bytesOf(type);
    const at = locate(memory, where, name, given, buffer, bytes);
    const span = { buffer, from: offsetOf(given), bytes, inMemory: at >= 0 };
    for (let i = 0; i < spans.length; i++) if (output || wanted[i].output) checkApart(where, one, span, wanted[i], spans[i]);
    placed.push({ array: given, at });
    spans.push(span);
  }
  for (let i = 0; i < placed.length; i++) if (placed[i] === PENDING) placed[i] = { array: make(where, type, wanted[i]), at: -1 };
  return placed;
}

/** A new array. None of this length may be possible here. */
function make(where: string, type: ElementType, { name, length }: ArrayRequirement): FloatArray {
  try {
    return newArray(type, length);
  } catch {
    return fail(RangeError, "HILLOCK_MEMORY", where, `${name} would have ${length} elements, more than this engine can make room for`);
  }
}

const PENDING: CheckedArray = { array: new Float32Array(0), at: -1 };

/** The bytes that an array covers. Two buffers can be one memory: a shared one has a buffer for each of its sizes. */
interface Span {
  readonly buffer: ArrayBufferLike | undefined;
  readonly from: number;
  readonly bytes: number;
  readonly inMemory: boolean;
}

const NOWHERE: Span = { buffer: undefined, from: 0, bytes: 0, inMemory: false };

/** Checks type and length, and returns the buffer, which takes as long to ask for as the rest. */
function checkArray(
  where: string,
  type: ElementType,
  like: string,
  { name, array, length, lengthReason: because }: ArrayRequirement,
): ArrayBufferLike {
  if (tagOf(array) !== type)
    fail(TypeError, "HILLOCK_TYPE", where, `${name} is ${describe(array)}, expected a ${type}${name === like ? "" : ` like ${like}`}`);
  const own = lengthOf(array as FloatArray);
  const buffer = bufferOf(array as FloatArray);
  attached(where, name, array as FloatArray, buffer, own);
  if (own !== length)
    fail(RangeError, "HILLOCK_LENGTH", where, `${name} has length ${own}, expected ${because ? `${because} = ` : ""}${length}`);
  return buffer;
}

/** The element type of the first array of a call that takes no numbers. */
export function floatType(where: string, name: string, array: unknown): ElementType {
  const tag = tagOf(array);
  if (tag === "Float32Array" || tag === "Float64Array") return tag;
  const cure = tag || Array.isArray(array) ? "; convert it with Float32Array.from or Float64Array.from" : "";
  return fail(TypeError, "HILLOCK_TYPE", where, `${name} is ${describe(array)}, expected a Float32Array or Float64Array${cure}`);
}

/** Refuses an output that shares bytes with another array, unless it is exactly an input that it may be. */
function checkApart(where: string, one: ArrayRequirement, a: Span, two: ArrayRequirement, b: Span): void {
  if (a.buffer !== b.buffer && !(a.inMemory && b.inMemory)) return;
  if (Math.max(a.from, b.from) >= Math.min(a.from + a.bytes, b.from + b.bytes)) return;
  const [output, other] = one.output ? [one, two] : [two, one];
  const allowed = !other.output && (output.inPlace ?? []).includes(other.name);
  if (allowed && a.from === b.from && a.bytes === b.bytes) return;
  const cure = other.output
    ? "; two outputs need memory of their own"
    : allowed
      ? ` in part; pass ${other.name} itself to work in place, or a separate array`
      : "; it needs memory of its own";
  fail(RangeError, "HILLOCK_OVERLAP", where, `${output.name} overlaps ${other.name}${cure}`);
}
