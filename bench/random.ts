/** Random numbers from seeds, on any host, so that what was drawn can be drawn again. */

export type Floats = Float32Array | Float64Array;
export type Labels = Int32Array;
export type Numbers = Floats | Labels;
export type Type = "float32" | "float64";

export const arrayTypes = { float32: Float32Array, float64: Float64Array } as const;

/**
 * Pre-activations of a network are nearly normal; a sigma of 2 reaches the curved and the flat
 * parts of every function.
 */
export const SIGMA = 2;
/** The seed of the arrays of a case. */
const CASE_SEED = 11;
/** Different numbers of an array that repeats them. */
const DISTINCT = 65_521;

/** Nearly normal numbers from a seed. */
export function normalOf(seed: number, type: Type, length: number): Floats {
  const normal = createNormal(createRandom(seed));
  return new arrayTypes[type](length).map(() => Math.fround(SIGMA * normal()));
}

/** The k-th array of a case: mean 0, sigma 2 times `scale`. */
export function normal(type: Type, length: number, k: number, scale = 1): Floats {
  const numbers = normalOf(CASE_SEED + k, type, length);
  return scale === 1 ? numbers : numbers.map((x: number) => Math.fround(x * scale));
}

/** Fills an array with so many different numbers, over again from the start. */
export function repeated<Array extends Floats>(array: Array): Array {
  const numbers = normal(array instanceof Float32Array ? "float32" : "float64", DISTINCT, 0);
  for (let i = 0; i < array.length; i += DISTINCT) array.set(numbers.subarray(0, Math.min(DISTINCT, array.length - i)), i);
  return array;
}

export function uniform(length: number, from: number, to: number): Floats {
  const random = createRandom(CASE_SEED);
  return new Float32Array(length).map(() => from + (to - from) * random());
}

export function labels(rows: number, classes: number): Labels {
  const random = createRandom(CASE_SEED);
  return Int32Array.from({ length: rows }, () => Math.floor(random() * classes));
}

/** Rows that add up to 1. */
export function distributions(type: Type, rows: number, classes: number): Floats {
  const random = createRandom(CASE_SEED);
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
  const random = createRandom(CASE_SEED);
  return new arrayTypes[type](length).map(() => {
    const part = random();
    return part < 0.4 ? 0 : part < 0.8 ? 1 : Math.fround(random());
  });
}

/** Uniform numbers in [0, 1) from a 32-bit seed: mulberry32, so that a run can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers, by Box and Muller. */
function createNormal(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A whole number drawn evenly on a logarithmic scale, ends included. */
export function drawSize(random: () => number, from: number, to: number): number {
  return Math.min(to, Math.floor(from * ((to + 1) / from) ** random()));
}

/** A shuffled copy, by Fisher and Yates. */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}
