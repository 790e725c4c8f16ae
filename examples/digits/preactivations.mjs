/**
 * Pre-activations of the trained network for the 10,000 test digits: the numbers that an activation
 * meets in earnest. bench/preactivations.f32 is such a file, from
 *
 *     npm run train -- --backend simd --preactivations bench/preactivations.f32
 *
 * and comes out the same wherever that is run.
 */
import { shuffle } from "./random.mjs";
import { batches } from "./training.mjs";

const SAMPLE = 100_000;

/**
 * A random sample of the pre-activations of all hidden units for all digits, in random order, so
 * that every part of it is one too.
 *
 * @param {import("./training.mjs").Network} network
 * @param {import("./mnist.mjs").Digits} digits
 * @param {() => number} random
 */
export function samplePreactivations(network, digits, random) {
  const hidden = network.layers.slice(0, -1);
  const all = new Float32Array(digits.count * hidden.reduce((sum, { options }) => sum + options.outputs, 0));
  let end = 0;
  for (const { rows } of batches(network, digits)) {
    for (const { preactivation, options } of hidden) {
      const values = /** @type {Float32Array} */ (preactivation).subarray(0, rows * options.outputs);
      all.set(values, end);
      end += values.length;
    }
  }
  const count = Math.min(SAMPLE, all.length);
  shuffle(all, random, count);
  return all.subarray(0, count);
}

/** @param {Float32Array} values */
export function littleEndian(values) {
  const bytes = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) bytes.setFloat32(4 * i, value, true);
  return new Uint8Array(bytes.buffer);
}
