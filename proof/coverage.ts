import type { Random } from "./random.js";

/**
 * Floats of 256 blocks: a block has the inputs whose bits begin with the same eight, sign and
 * exponent but for its last bit.
 */
export const BLOCKS = 256;
export const BLOCK_SIZE = 2 ** 24;

/**
 * The part of single precision that is looked at. A sample has random inputs, and the neighbours of
 * bit patterns; a stripe has neighbours from a number within the block on.
 */
export type Extent =
  | { readonly covered: "exhaustive" | "zone" }
  | { readonly covered: "sample"; readonly perBlock: number; readonly points: readonly number[] }
  | { readonly covered: "stripe"; readonly first: number; readonly count: number };

/**
 * Bit patterns `first`, `first + step`, ...; with step 0, random ones from `first` on within the
 * block.
 */
export interface Stretch {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** The zone: every float with 2^-30 <= |x| < 2^9, and every 31st elsewhere, on flats and lines. */
const DENSE = { low: 127 - 30, high: 127 + 9 };
const SPARSE_STEP = 31;
const BINADE = 2 ** 23;

/** The stretches of a block that are looked at, in the order of bits. */
export function stretchesOf(extent: Extent, block: number): readonly Stretch[] {
  const first = block * BLOCK_SIZE;
  if (extent.covered === "exhaustive") return [{ first, step: 1, count: BLOCK_SIZE }];
  if (extent.covered === "stripe") return [{ first: first + extent.first, step: 1, count: extent.count }];
  if (extent.covered === "sample")
    return [{ first, step: 0, count: extent.perBlock }, ...extent.points.flatMap((point) => beside(point, first))];
  return [first, first + BINADE].map((start) => {
    const exponent = (start / BINADE) & 0xff;
    const step = exponent >= DENSE.low && exponent < DENSE.high ? 1 : SPARSE_STEP;
    return { first: start, step, count: Math.ceil(BINADE / step) };
  });
}

/** The part of the neighbourhood of a bit pattern that lies in the block. */
function beside(point: number, first: number): readonly Stretch[] {
  const [start, end] = [Math.max(first, point - NEIGHBOURS), Math.min(first + BLOCK_SIZE, point + NEIGHBOURS + 1)];
  return start < end ? [{ first: start, step: 1, count: end - start }] : [];
}

const NEIGHBOURS = 32;

export function inputsIn(extent: Extent, block: number): number {
  return stretchesOf(extent, block).reduce((sum, { count }) => sum + count, 0);
}

/** Writes the bit patterns from number `from` of a stretch on. */
export function fill(bits: Uint32Array, count: number, { first, step }: Stretch, from: number, random: Random): void {
  if (step === 0) for (let i = 0; i < count; i++) bits[i] = first + (random.bits() >>> 8);
  else for (let i = 0, word = first + step * from; i < count; i++, word += step) bits[i] = word;
}

/** Gradients as they come from above: either sign, any mantissa, mostly between 2^-20 and 2^20. */
export function fillGradient(bits: Uint32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const exponent = random.below(16) === 0 ? 1 + random.below(254) : 127 - 20 + random.below(40);
    bits[i] = (random.bits() & 0x807fffff) | (exponent << 23);
  }
}
