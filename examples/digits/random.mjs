/**
 * Uniform numbers in [0, 1) from a 32-bit seed: mulberry32, whole-number arithmetic alone, so that
 * they are the same in every engine.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function createRandom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Brings `count` of the items to the front, drawn at random and in random order: the first steps of
 * Fisher and Yates.
 *
 * @param {Uint32Array | Float32Array} items
 * @param {() => number} random
 */
export function shuffle(items, random, count = items.length) {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (items.length - i));
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}
