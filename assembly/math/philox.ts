/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw 2011, Parallel random
 * numbers: as easy as 1, 2, 3. Word i of a seed's stream is word i mod 4 of the block whose counter
 * is floor(i/4) and whose key is the seed, so that any part of the stream can be had without the
 * rest. All of it is integers: every host has the same bits.
 *
 * A round multiplies the counter's first and third word by constants, as 32 bits by 32, and mixes
 * the upper halves with the other two and the key; four counters go in the lanes of a vector.
 */

/** The factors of the first and the third word. */
const FACTOR0: i32 = 0xd2511f53 as i32;
const FACTOR2: i32 = 0xcd9e8d57 as i32;

/** The increments of the key from round to round: the golden ratio, and the square root of 3. */
const INCREMENT0: i32 = 0x9e3779b9 as i32;
const INCREMENT1: i32 = 0xbb67ae85 as i32;

const ROUNDS = 10;

/** Bytes of the four blocks that are made at a time. */
const BLOCKS: usize = 64;

/**
 * Writes `n` words of the stream to memory at `room`, from word `first` on, and returns the address
 * of that word. Blocks are whole, and as many as four more: that takes 4n + 124 bytes.
 */
export function draw(seed: u64, first: u64, room: usize, n: usize): usize {
  const at = room + 4 * ((first as usize) & 15);
  let block = (first >> 4) << 2;
  for (let to = room; to < at + 4 * n; to += BLOCKS) {
    let c0 = counters(block as i32);
    let c1 = i32x4.splat((block >> 32) as i32);
    let c2 = i32x4.splat(0);
    let c3 = i32x4.splat(0);
    let k0 = i32x4.splat(seed as i32);
    let k1 = i32x4.splat((seed >> 32) as i32);
    for (let round = 0; round < ROUNDS; round++) {
      const low0 = i64x2.extmul_low_i32x4_u(c0, i32x4.splat(FACTOR0));
      const high0 = i64x2.extmul_high_i32x4_u(c0, i32x4.splat(FACTOR0));
      const low2 = i64x2.extmul_low_i32x4_u(c2, i32x4.splat(FACTOR2));
      const high2 = i64x2.extmul_high_i32x4_u(c2, i32x4.splat(FACTOR2));
      c0 = v128.xor(v128.xor(v128.shuffle<i32>(low2, high2, 1, 3, 5, 7), c1), k0);
      c1 = v128.shuffle<i32>(low2, high2, 0, 2, 4, 6);
      c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), k1);
      c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
      k0 = i32x4.add(k0, i32x4.splat(INCREMENT0));
      k1 = i32x4.add(k1, i32x4.splat(INCREMENT1));
    }
    store(to, c0, c1, c2, c3);
    block += 4;
  }
  return at;
}

/** Four counters from `first` on, a multiple of 4. */
function counters(first: i32): v128 {
  const two = i32x4.replace_lane(i32x4.splat(first), 1, first | 1);
  return i32x4.replace_lane(i32x4.replace_lane(two, 2, first | 2), 3, first | 3);
}

/** Stores four blocks, given the first words of all, the second ones, and so on. */
function store(to: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const low01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3), 48);
}
