/** The numbers that go into functions that are not elementwise: nearly normal, as pre-activations are, from a fixed seed. */
import { normalData } from "../data.js";
import { arrayTypes, type Floats, type Type } from "../loops.js";
import { createRandom } from "../random.js";
import type { Labels } from "./loops.js";

const SEED = 11;

/** The k-th array of a case: mean 0, the sigma of the elementwise numbers times `scale`. */
export function normal(type: Type, length: number, k: number, scale = 1): Floats {
  const numbers = normalData(SEED + k).take(type, length);
  return scale === 1 ? numbers : numbers.map((x: number) => Math.fround(x * scale));
}

export function labels(rows: number, classes: number): Labels {
  const random = createRandom(SEED);
  return Int32Array.from({ length: rows }, () => Math.floor(random() * classes));
}

/** Rows that add up to 1. */
export function distributions(type: Type, rows: number, classes: number): Floats {
  const random = createRandom(SEED);
  const numbers = new arrayTypes[type](rows * classes).map(() => random());
  for (let row = 0; row < rows; row++) {
    const entries = numbers.subarray(row * classes, (row + 1) * classes);
    const sum = (entries as Float64Array).reduce((total, entry) => total + entry, 0);
    for (let i = 0; i < classes; i++) entries[i] = (entries[i] as number) / sum;
  }
  return numbers;
}

/** Some exactly 0 or 1, as most targets are, and some between. */
export function probabilities(type: Type, length: number): Floats {
  const random = createRandom(SEED);
  return new arrayTypes[type](length).map(() => {
    const part = random();
    return part < 0.4 ? 0 : part < 0.8 ? 1 : Math.fround(random());
  });
}

export function double(numbers: ArrayLike<number>): Float64Array {
  return Float64Array.from(numbers);
}

/** Whole numbers drawn evenly on a logarithmic scale, ends included. */
export function drawSize(random: () => number, from: number, to: number): number {
  return Math.min(to, Math.floor(from * ((to + 1) / from) ** random()));
}
