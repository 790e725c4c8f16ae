/** Results of stretches of floats, a tile at a time, and the checksums of whole blocks. */
import { fill, type Stretch, stretchesOf } from "./coverage.js";
import { Murmur } from "./murmur.js";
import { Random } from "./random.js";
import type { ActivationSubject } from "./subjects.js";
import type { Workbench } from "./workbench.js";

/** Inputs at a time: with the arrays of the reference they stay in the second cache. */
export const TILE = 4096;

/** Fills the inputs of a workbench with one tile of the stretches after another. */
export function eachTile(workbench: Workbench, stretches: readonly Stretch[], random: Random, visit: (count: number) => void): void {
  const bits = wordsOf(workbench.x);
  for (const stretch of stretches) {
    for (let from = 0; from < stretch.count; from += TILE) {
      const count = Math.min(TILE, stretch.count - from);
      fill(bits, count, stretch, from, random);
      visit(count);
    }
  }
}

/** The checksum of the results of a subject for all floats of a block. */
export function checksumOf(workbench: Workbench, subject: ActivationSubject, block: number): string {
  const hash = new Murmur();
  eachTile(workbench, stretchesOf({ covered: "exhaustive" }, block), new Random(0), (count) => {
    hash.add(wordsOf(workbench.run(subject, count)), count);
  });
  return hash.digest();
}

export function wordsOf(array: Float32Array | Float64Array): Uint32Array {
  return new Uint32Array(array.buffer, array.byteOffset, array.byteLength / 4);
}
