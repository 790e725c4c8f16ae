/** The arrays that contestants work on: ordinary ones, and the same numbers in hillock's memory. */
import { alloc, free, reserve } from "hillock";
import type { Arrays } from "./contestants.js";
import { type Data, normalData } from "./data.js";
import { arrayTypes, type Floats, type Type } from "./loops.js";

/** Seed of the gradients that come from behind. */
const GRADIENT_SEED = 2;
const LINE = 64;

/** One for each type, of that many elements. Made together: memory that grows takes earlier views away. */
export function createWorkspaces(data: Data, lengths: ReadonlyMap<Type, number>): ReadonlyMap<Type, Workspace> {
  const bytes = [...lengths].map(([type, length]) => 4 * (length * arrayTypes[type].BYTES_PER_ELEMENT + LINE));
  reserve(bytes.reduce((sum, part) => sum + part, 0));
  return new Map([...lengths].map(([type, length]) => [type, new Workspace(data, type, length)]));
}

export class Workspace {
  private readonly ordinary: Arrays;
  private readonly inside: Arrays;

  constructor(data: Data, type: Type, length: number) {
    const array = arrayTypes[type];
    this.ordinary = {
      x: data.take(type, length),
      dy: normalData(GRADIENT_SEED).take(type, length),
      y: new array(length),
      d: new array(length),
    };
    const copy = (numbers: Floats): Floats => {
      const view: Floats = alloc(array as Float32ArrayConstructor, length);
      view.set(numbers);
      return view;
    };
    const { x, dy, y, d } = this.ordinary;
    this.inside = { x: copy(x), dy: copy(dy), y: copy(y), d: copy(d) };
  }

  /** The first `size` elements of each array. */
  arrays(size: number, inMemory: boolean): Arrays {
    const { x, dy, y, d } = inMemory ? this.inside : this.ordinary;
    return { x: x.subarray(0, size), dy: dy.subarray(0, size), y: y.subarray(0, size), d: d.subarray(0, size) };
  }

  dispose(): void {
    for (const view of Object.values(this.inside)) free(view as Float32Array);
  }
}
