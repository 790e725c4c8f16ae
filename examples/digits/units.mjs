/**
 * How the hidden units of a trained network are doing: what they are given, and whether they still
 * learn from it.
 */
import { batches } from "./training.mjs";

/** A slope below this is flat: of what comes back through such a unit, next to nothing goes on. */
export const FLAT = 1 / 256;
/** A unit is saturated that is flat for this share of the digits, and dead if it is for all. */
export const SATURATED = 0.95;
/** Histograms reach from -REACH to REACH; what lies beyond is counted in the outermost bins. */
export const REACH = 8;
export const BINS = 64;

/**
 * @typedef {{ units: number, dead: number, saturated: number, flat: number, histogram: number[] }}
 * LayerState Flat is a share of all slopes; the histogram has shares too.
 */

/**
 * @param {import("./training.mjs").Network} network
 * @param {import("./mnist.mjs").Digits} digits
 * @param {import("hillock").Activation} activation
 * @returns {LayerState[]}
 */
export function examineUnits(network, digits, activation) {
  const layers = network.layers.slice(0, -1).map(({ preactivation, options: { outputs } }) => ({
    preactivation: /** @type {Float32Array} */ (preactivation),
    units: outputs,
    flat: new Float64Array(outputs),
    histogram: new Float64Array(BINS),
  }));
  for (const { rows } of batches(network, digits)) {
    for (const { preactivation, units, flat, histogram } of layers) {
      const values = preactivation.subarray(0, rows * units);
      const slopes = activation.derivative(values);
      for (let i = 0; i < values.length; i++) {
        if (Math.abs(slopes[i]) < FLAT) flat[i % units]++;
        const bin = Math.floor(((values[i] + REACH) / (2 * REACH)) * BINS);
        histogram[bin < 0 ? 0 : bin < BINS ? bin : BINS - 1]++;
      }
    }
  }
  return layers.map(({ units, flat, histogram }) => {
    const dead = flat.filter((count) => count === digits.count).length;
    return {
      units,
      dead,
      saturated: flat.filter((count) => count >= SATURATED * digits.count).length - dead,
      flat: flat.reduce((sum, count) => sum + count, 0) / (units * digits.count),
      histogram: Array.from(histogram, (count) => count / (units * digits.count)),
    };
  });
}
