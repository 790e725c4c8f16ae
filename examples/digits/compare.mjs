/** The same steps by hillock and by plain JavaScript, in turn, from the same weights. */
import { activations } from "hillock";
import { createNetwork } from "./network.mjs";
import { plain, plainActivations } from "./plain.mjs";
import { createRandom, shuffle } from "./random.mjs";
import { load } from "./training.mjs";

/** Steps before the clock runs, in which engines compile. */
const WARM_UP = 5;
/** Steps over which the losses have to be the same. Later the rounding errors of both lead them apart, however small they are. */
const SAME_STEPS = 50;

/** @typedef {"hillock" | "plain"} Contestant */

/**
 * @param {object} options
 * @param {number[]} options.sizes
 * @param {string} options.activation
 * @param {number} options.batch
 * @param {number} options.seed
 * @param {number} options.learningRate
 * @param {number} options.seconds For the plain steps.
 * @param {import("./mnist.mjs").Digits} digits
 * @param {(fraction: number) => void} [onStep]
 */
export function compare({ sizes, activation, batch, seed, learningRate, seconds }, digits, onStep) {
  const known = /** @type {{ [name: string]: unknown }} */ (activations);
  const networks = {
    hillock: createNetwork({ sizes, batch, activation: known[activation], random: createRandom(seed) }),
    plain: createNetwork({ sizes, batch, activation: plainActivations[activation], random: createRandom(seed) }, plain),
  };
  /** @type {Record<Contestant, { seconds: number, losses: number[] }>} */
  const results = { hillock: { seconds: 0, losses: [] }, plain: { seconds: 0, losses: [] } };
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: digits.count }, (_, i) => i);
  let steps = -WARM_UP;
  for (let from = order.length; steps <= 0 || results.plain.seconds < seconds; from += batch, steps++) {
    if (from + batch > order.length) {
      shuffle(order, random);
      from = 0;
    }
    for (const name of /** @type {Contestant[]} */ (["hillock", "plain"])) {
      const network = networks[name];
      const start = performance.now();
      const x = load(network, digits, order.subarray(from, from + batch));
      results[name].losses.push(network.step(x, network.labels, learningRate));
      if (steps >= 0) results[name].seconds += (performance.now() - start) / 1000;
    }
    onStep?.(Math.min(1, results.plain.seconds / seconds));
  }
  const same = Math.min(SAME_STEPS, results.plain.losses.length);
  const apart = results.hillock.losses.map((loss, i) => Math.abs(loss - results.plain.losses[i]) / results.plain.losses[i]);
  return { steps, ...results, sameSteps: same, difference: Math.max(...apart.slice(0, same)) };
}
