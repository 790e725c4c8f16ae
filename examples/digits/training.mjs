/** Epochs of training, and what the network makes of digits that it has not seen. */
import { CLASSES, PIXELS } from "./mnist.mjs";
import { shuffle } from "./random.mjs";

/** @typedef {import("./mnist.mjs").Digits} Digits */
/** @typedef {ReturnType<typeof import("./network.mjs").createNetwork>} Network */
/** @typedef {{ number: number, loss: number, accuracy: number, seconds: number }} Epoch */

/**
 * @param {Network} network
 * @param {{ train: Digits, test: Digits }} digits
 * @param {{ epochs: number, learningRate: number, random: () => number }} options
 * @param {{ onStep?: (loss: number, fraction: number) => void, onEpoch?: (epoch: Epoch) => void }} [events]
 */
export function train(network, digits, { epochs, learningRate, random }, { onStep, onEpoch } = {}) {
  const order = Uint32Array.from({ length: digits.train.count }, (_, i) => i);
  const stepsPerEpoch = Math.floor(order.length / network.batch); // the digits left over have their turn in another epoch
  const steps = epochs * stepsPerEpoch;
  for (let number = 1, done = 0; number <= epochs; number++) {
    const start = performance.now();
    shuffle(order, random);
    let sum = 0;
    for (let from = 0; from + network.batch <= order.length; from += network.batch) {
      const x = load(network, digits.train, order.subarray(from, from + network.batch));
      const loss = network.step(x, network.labels, learningRate * (1 - done / steps));
      done++;
      sum += loss;
      onStep?.(loss, done / steps);
    }
    const seconds = (performance.now() - start) / 1000;
    onEpoch?.({ number, loss: sum / stepsPerEpoch, accuracy: accuracy(network, digits.test), seconds });
  }
}

/**
 * The share of digits that the network reads right. @param {Network} network @param {Digits} digits
 */
export function accuracy(network, digits) {
  let right = 0;
  for (const { from, rows, logits } of batches(network, digits)) {
    for (let row = 0; row < rows; row++) {
      const scores = logits.subarray(row * CLASSES, (row + 1) * CLASSES);
      if (scores.indexOf(Math.max(...scores)) === digits.labels[from + row]) right++;
    }
  }
  return right / digits.count;
}

/**
 * Puts all digits through the network, in order. While one batch is looked at, its pre-activations
 * stand in the layers.
 *
 * @param {Network} network
 * @param {Digits} digits
 */
export function* batches(network, digits) {
  for (let from = 0; from < digits.count; from += network.batch) {
    const rows = Math.min(network.batch, digits.count - from);
    const which = Uint32Array.from({ length: rows }, (_, row) => from + row);
    yield { from, rows, logits: network.forward(load(network, digits, which)) };
  }
}

/**
 * Brings digits to the network, as numbers from 0 to 1.
 *
 * @param {Network} network
 * @param {Digits} digits
 * @param {Uint32Array} which
 */
export function load({ input, labels }, digits, which) {
  for (let row = 0; row < which.length; row++) {
    const from = which[row] * PIXELS;
    for (let p = 0; p < PIXELS; p++) input[row * PIXELS + p] = digits.images[from + p] / 255;
    labels[row] = digits.labels[which[row]];
  }
  return input.subarray(0, which.length * PIXELS);
}
