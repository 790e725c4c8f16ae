/** Inputs that are the same in every engine: whole-number arithmetic, products, and literals. */

/** @typedef {Float32ArrayConstructor | Float64ArrayConstructor} Type */

/**
 * Zeros, infinities, NaN, subnormals, the ends of both formats, and where exponentials overflow and
 * vanish.
 */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  1.401298464324817e-45,
  -1.401298464324817e-45,
  5e-324,
  -5e-324,
  1.1754943508222875e-38,
  -1.1754943508222875e-38,
  2.2250738585072014e-308,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  1e-8,
  -1e-8,
  88.7,
  -88.7,
  103.9,
  -103.9,
  709.8,
  -708.5,
  -745.2,
  17.3,
  -17.3,
  0.549,
  -0.551,
  -2.9983,
];

/** How large numbers are, in turn: as a network has them, tails, and next to nothing. */
const SCALES = [4, 4, 1, 30, 0.001, 100, 2, 700];

/** Lengths about those of vectors, of their unrolled loops, and of a staging slot. */
export const LENGTHS = [0, 1, 2, 3, 5, 8, 17, 33, 67, 4099];

/**
 * mulberry32 (Tommy Ettinger 2017), 32 bits a call.
 *
 * @param {number} seed
 */
export function randomBits(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/**
 * Numbers without anything special among them, `scale` times at most 1.
 *
 * @template {Type} T
 * @param {T} type
 * @param {number} length
 * @param {number} seed
 * @param {number} [scale]
 */
export function plain(type, length, seed, scale = 3) {
  const bits = randomBits(seed);
  const array = new type(length);
  for (let i = 0; i < length; i++) array[i] = (bits() * 4.656612873077393e-10 - 1) * scale;
  return /** @type {InstanceType<T>} */ (array);
}

/**
 * Numbers of all sizes; from 64 elements on every second one is special until they have all come.
 *
 * @template {Type} T
 * @param {T} type
 * @param {number} length
 * @param {number} seed
 */
export function mixed(type, length, seed) {
  const array = plain(type, length, seed, 1);
  for (let i = 0; i < length; i++) array[i] = /** @type {number} */ (array[i]) * /** @type {number} */ (SCALES[i % SCALES.length]);
  if (length >= 2 * SPECIAL.length)
    SPECIAL.forEach((value, i) => {
      array[2 * i + (seed % 2)] = value;
    });
  return array;
}

/** The numbers for functions of numbers. */
export function numbers() {
  return [...SPECIAL, ...mixed(Float64Array, 400, 11), ...plain(Float64Array, 100, 12, 0.7)];
}
