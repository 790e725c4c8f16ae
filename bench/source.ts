/** The arrays that contestants work on: ordinary ones, and the same numbers in hillock's memory. */
import { alloc, free, reserve } from "hillock";
import type { Arrays } from "./contestants.js";
import { type Data, normalData } from "./data.js";
import { arrayTypes, type Floats, type Type } from "./loops.js";

/** Seed of the gradients that come from behind. */
const GRADIENT_SEED = 2;
/** alloc begins every array on a cache line. */
const LINE = 64;

/** Numbers for arrays of one type, up to a length. */
export class Source {
  private readonly x: Floats;
  private readonly dy: Floats;

  constructor(
    data: Data,
    private readonly type: Type,
    longest: number,
  ) {
    this.x = data.take(type, longest);
    this.dy = normalData(GRADIENT_SEED).take(type, longest);
    reserve(4 * (this.x.byteLength + LINE));
  }

  /** Hands `use` arrays of that length, as a user would have them: made for it, ordinary ones and from alloc. */
  with<T>(size: number, use: (ordinary: Arrays, inMemory: Arrays) => T): T {
    const array = arrayTypes[this.type];
    const ordinary = { x: this.x.slice(0, size), dy: this.dy.slice(0, size), y: new array(size), d: new array(size) };
    const inside = (numbers: Floats): Floats => {
      const view: Floats = alloc(array as Float32ArrayConstructor, size);
      view.set(numbers);
      return view;
    };
    const inMemory = { x: inside(ordinary.x), y: inside(ordinary.y), dy: inside(ordinary.dy), d: inside(ordinary.d) };
    try {
      return use(ordinary, inMemory);
    } finally {
      for (const view of Object.values(inMemory)) free(view as Float32Array);
    }
  }
}
