import { type LinearMemory, locate } from "../runtime/memory.js";
import { apart, attached, elementType, sameLength, sameType } from "./arguments.js";
import { bufferOf, bytesOf, type ElementType, type FloatArray, lengthOf, newArray, offsetOf } from "./arrays.js";

/** The names of a call's arrays, as messages give them, and how many of them are read; the others are written. */
export interface Signature {
  readonly names: readonly string[];
  readonly inputs: number;
}

/** The arrays of one call, gathered and checked before anything is written. The first decides element type and length. */
export interface Operands {
  readonly type: ElementType;
  readonly length: number;
  readonly arrays: readonly FloatArray[];
  /** Where each lives in the memory, -1 for those that must be staged. */
  readonly places: number[];
  readonly inputs: number;
}

/**
 * Checks `given`, in the order of the signature, and makes the outputs that are undefined.
 *
 * Written for a call on 16 elements to take 150 ns: literals instead of arrays that grow, and the buffer of an array that was
 * just made is never asked for (V8 would move the elements of a small one off its heap, 600 ns).
 */
export function checkOperands(where: string, { names, inputs }: Signature, given: unknown[], memory: LinearMemory | undefined): Operands {
  const first = names[0];
  const type = elementType(where, first, given[0]);
  const arrays = given as FloatArray[];
  const length = lengthOf(arrays[0]);
  const bytes = length * bytesOf(type);
  const buffers: (ArrayBufferLike | undefined)[] = [undefined, undefined, undefined];
  const places = arrays.length === 2 ? [-1, -1] : [-1, -1, -1];
  for (let i = 0; i < arrays.length; i++) {
    const name = names[i];
    const array = given[i];
    if (array === undefined && i >= inputs) continue;
    if (i > 0) sameType(where, name, array, type, first);
    const buffer = bufferOf(array as FloatArray);
    if (i > 0) sameLength(where, name, array as FloatArray, buffer, length);
    else attached(where, name, array as FloatArray, buffer, length);
    buffers[i] = buffer;
    places[i] = locate(memory, where, name, array as FloatArray, buffer, bytes);
    // Two buffers can be one memory: a shared one has a buffer for each of its sizes.
    for (let j = 0; i >= inputs && j < i; j++)
      if (buffers[j] === buffer || (places[j] >= 0 && places[i] >= 0))
        apart(where, name, names[j], Math.abs(offsetOf(arrays[i]) - offsetOf(arrays[j])), bytes, j < inputs);
  }
  for (let i = inputs; i < arrays.length; i++) if (given[i] === undefined) arrays[i] = newArray(type, length);
  return { type, length, arrays, places, inputs };
}
