/**
 * Philox4x32-10 in numbers; assembly/math/philox.ts says what it is, and has the same bits.
 */

/** The factors of the first and the third word of a counter. */
const FACTOR0 = 0xd2511f53;
const FACTOR2 = 0xcd9e8d57;

/** The increments of the key from round to round. */
const INCREMENT0 = 0x9e3779b9;
const INCREMENT1 = 0xbb67ae85;

const ROUNDS = 10;

/** Four words of 32 bits, unsigned. */
export type Block = readonly [number, number, number, number];

/** The block of a counter, for a key of two words. */
export function philox([c0, c1, c2, c3]: Block, [k0, k1]: readonly [number, number]): Block {
  for (let round = 0; round < ROUNDS; round++) {
    const [first, third] = [c0, c2];
    c0 = (upperHalf(third, FACTOR2) ^ c1 ^ (k0 + round * INCREMENT0)) >>> 0;
    c1 = Math.imul(third, FACTOR2) >>> 0;
    c2 = (upperHalf(first, FACTOR0) ^ c3 ^ (k1 + round * INCREMENT1)) >>> 0;
    c3 = Math.imul(first, FACTOR0) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The upper 32 bits of a product of two words: a word times 16 bits is exact. */
function upperHalf(a: number, b: number): number {
  const lower = Math.floor((a * (b & 0xffff)) / 65536);
  return Math.floor((a * (b >>> 16) + lower) / 65536);
}

/** The lower and the upper word of a whole number below 2^53. */
const wordsOf = (n: number) => [n % 4294967296, Math.floor(n / 4294967296)] as const;

/** The numbers in [0, 1) of the stream of a seed: multiples of 2^-32. */
export class UniformStream {
  private counter = -1;
  private block: Block = [0, 0, 0, 0];

  constructor(private readonly seed: number) {}

  /** Number `i`, of a block that is kept for the next. */
  at(i: number): number {
    const counter = Math.floor(i / 4);
    if (counter !== this.counter) this.block = philox([...wordsOf(counter), 0, 0], wordsOf(this.seed));
    this.counter = counter;
    return (this.block[i % 4] as number) / 4294967296;
  }
}
