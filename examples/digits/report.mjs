/** The same network with one activation after the other, all from one seed. */
import { dense, scope, softmaxCrossEntropy } from "hillock";
import { createNetwork } from "./network.mjs";
import { createRandom } from "./random.mjs";
import { readings } from "./readings.mjs";
import { train } from "./training.mjs";
import { examineUnits } from "./units.mjs";

/**
 * @typedef {object} Trained
 * @property {string} name Of the activation.
 * @property {number[]} losses Of every step.
 * @property {import("./training.mjs").Epoch[]} epochs
 * @property {import("./units.mjs").LayerState[]} layers
 * @property {import("./readings.mjs").Reading[]} readings Of the test digits.
 */

/**
 * @param {string} name
 * @param {import("hillock").Activation} activation
 * @param {{ sizes: number[], batch: number, epochs: number, learningRate: number, seed: number }} options
 * @param {{ train: import("./mnist.mjs").Digits, test: import("./mnist.mjs").Digits }} digits
 * @param {(fraction: number) => void} [onStep]
 * @returns {Trained}
 */
export function trainFor(name, activation, { sizes, batch, epochs, learningRate, seed }, digits, onStep) {
  // A scope gives the memory of one network back before the next is made.
  return scope(({ alloc }) => {
    const random = createRandom(seed);
    const network = createNetwork({ sizes, activation, batch, random }, { alloc, dense, softmaxCrossEntropy });
    /** @type {Trained} */
    const trained = { name, losses: [], epochs: [], layers: [], readings: [] };
    train(
      network,
      digits,
      { epochs, learningRate, random },
      {
        onStep(loss, fraction) {
          trained.losses.push(loss);
          onStep?.(fraction);
        },
        onEpoch: (epoch) => trained.epochs.push(epoch),
      },
    );
    trained.layers = examineUnits(network, digits.test, activation);
    trained.readings = readings(network, digits.test);
    return trained;
  });
}

/** The median. @param {Trained} trained */
export function secondsPerEpoch({ epochs }) {
  const sorted = epochs.map(({ seconds }) => seconds).sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
