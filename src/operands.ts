import { apart, attached, elementType, notInPart, sameLength, sameType } from "./arguments.js";
import { bufferOf, bytesOf, type ElementType, type FloatArray, lengthOf, newArray } from "./arrays.js";
import { type LinearMemory, locate } from "./memory.js";

/**
 * The arrays of one call, gathered and checked before anything is written: `input` first, then the others, then `output`.
 * The first decides element type and length.
 */
export class Operands {
  readonly arrays: FloatArray[] = [];
  readonly type: ElementType;
  readonly length: number;
  inputs = 0;
  private readonly names: string[] = [];
  private readonly buffers: ArrayBufferLike[] = [];

  constructor(
    private readonly where: string,
    name: string,
    first: unknown,
  ) {
    this.type = elementType(where, name, first);
    const array = first as FloatArray;
    this.length = lengthOf(array);
    const buffer = bufferOf(array);
    attached(where, name, array, buffer, this.length);
    this.add(name, array, buffer);
    this.inputs = 1;
  }

  input(name: string, array: unknown): void {
    this.check(name, array);
    this.inputs++;
  }

  /** The array to write, made here if none was given. Made arrays need no checks. */
  output(name: string, given: unknown): FloatArray {
    if (given === undefined) {
      const array = newArray(this.type, this.length);
      this.add(name, array, array.buffer);
      return array;
    }
    const { arrays, names, buffers, where, length, type } = this;
    const count = arrays.length;
    const array = this.check(name, given);
    const buffer = buffers[count];
    for (let i = 0; i < count; i++)
      if (buffers[i] === buffer) (i < this.inputs ? notInPart : apart)(where, name, array, names[i] as string, arrays[i] as FloatArray, length, type);
    return array;
  }

  /** Where each array lives in `memory`, -1 for those that must be staged. */
  places(memory: LinearMemory | undefined): number[] {
    const bytes = this.length * bytesOf(this.type);
    const places: number[] = [];
    for (let i = 0; i < this.arrays.length; i++)
      places.push(locate(memory, this.where, this.names[i] as string, this.arrays[i] as FloatArray, this.buffers[i] as ArrayBufferLike, bytes));
    return places;
  }

  private check(name: string, array: unknown): FloatArray {
    sameType(this.where, name, array, this.type, this.names[0] as string);
    const buffer = bufferOf(array);
    sameLength(this.where, name, array, buffer, this.length);
    this.add(name, array, buffer);
    return array;
  }

  private add(name: string, array: FloatArray, buffer: ArrayBufferLike): void {
    this.arrays.push(array);
    this.names.push(name);
    this.buffers.push(buffer);
  }
}
