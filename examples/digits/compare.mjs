/** The same steps by hillock and by plain JavaScript, in turn, from the same weights. */
import { activations } from "hillock";
import { createNetwork } from "./network.mjs";
import { plain, plainActivations } from "./plain.mjs";
import { createRandom, shuffle } from "./random.mjs";
import { load } from "./training.mjs";

/**
 * Steps before the other has its turn. Fewer, and each finds its weights thrown out of the caches
 * by the other.
 */
const TURN = 10;
/**
 * Steps over which the losses have to be the same. Later the rounding errors of both lead them
 * apart, however small they are.
 */
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
  let steps = 0;
  for (const turn of turns(digits.count, batch, createRandom(seed))) {
    const isWarmUp = results.plain.losses.length === 0; // engines compile
    for (const name of /** @type {Contestant[]} */ (["hillock", "plain"])) {
      const network = networks[name];
      const start = performance.now();
      for (const which of turn) {
        const x = load(network, digits, which);
        results[name].losses.push(network.step(x, network.labels, learningRate));
      }
      if (!isWarmUp) results[name].seconds += (performance.now() - start) / 1000;
    }
    if (!isWarmUp) steps += turn.length;
    onStep?.(Math.min(1, results.plain.seconds / seconds));
    if (results.plain.seconds >= seconds) break;
  }
  const same = Math.min(SAME_STEPS, results.plain.losses.length);
  const apart = results.hillock.losses.map((loss, i) => Math.abs(loss - results.plain.losses[i]) / results.plain.losses[i]);
  return { steps, ...results, sameSteps: same, difference: Math.max(...apart.slice(0, same)) };
}

/**
 * Batches of digits, in new order after each round through all of them, a turn's at a time and
 * without end.
 *
 * @param {number} count
 * @param {number} batch
 * @param {() => number} random
 */
function* turns(count, batch, random) {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const batches = Math.floor(count / batch);
  for (;;) {
    shuffle(order, random);
    for (let first = 0; first < batches; first += TURN) {
      const length = Math.min(TURN, batches - first);
      yield Array.from({ length }, (_, k) => order.subarray((first + k) * batch, (first + k + 1) * batch));
    }
  }
}
