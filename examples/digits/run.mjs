/** Runs `npm run train`: does as its options say, and prints how it goes. */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { activations, configure, info, isHillockError, reserve } from "hillock";
import { startThreads } from "hillock/threads";
import { compare } from "./compare.mjs";
import { CLASSES, PIXELS } from "./mnist.mjs";
import { bytesNeeded, createNetwork, parameterCount } from "./network.mjs";
import { oneOf, UsageError } from "./options.mjs";
import { page } from "./page.mjs";
import { plainActivations } from "./plain.mjs";
import { littleEndian, samplePreactivations } from "./preactivations.mjs";
import { Progress } from "./progress.mjs";
import { createRandom } from "./random.mjs";
import { drawReadings, readings } from "./readings.mjs";
import { secondsPerEpoch, trainFor } from "./report.mjs";
import { train } from "./training.mjs";

/** @typedef {import("hillock").Activation} Activation */
/** @typedef {import("./options.mjs").Options} Options */
/**
 * @typedef {{ train: import("./mnist.mjs").Digits, test: import("./mnist.mjs").Digits }} DigitSets
 */

const REPORTED = ["relu", "leakyRelu", "elu", "gelu", "silu", "softplus", "tanh", "sigmoid"];
/** Losses in float32 arithmetic and in float64, as shares of themselves. */
const TOLERANCE = 1e-4;
const reports = fileURLToPath(new URL("report", import.meta.url));
const recorded = fileURLToPath(new URL("recorded.json", import.meta.url));
const known = /** @type {{ readonly [name: string]: Activation }} */ (activations);

/**
 * @param {Options} options
 * @param {() => DigitSets} loadDigits Called once the options are known to be right.
 */
export async function run(options, loadDigits) {
  const names = chooseActivations(options);
  useBackend(options);
  const sizes = [PIXELS, ...options.hidden, CLASSES];
  const digits = loadDigits();
  if (options.batch > digits.train.count) throw new UsageError(`--batch ${options.batch} is more than the ${digits.train.count} digits`);
  // Before room is made: threads need a memory that they share.
  if (options.threads > 1) await startThreads({ threads: options.threads });
  makeRoom(bytesNeeded(sizes, options.batch));
  say(environment());
  if (options.threads > 1) say(threadsInUse());
  say(`${sizes.join(" - ")}, ${names.join(", ")}; ${grouped(parameterCount(sizes))} weights, seed ${options.seed}`);
  if (options.report) reportAll(options, sizes, names, digits);
  else if (options.compare) compareOne(options, sizes, names[0], digits);
  else trainOne(options, sizes, names[0], digits);
}

/** @param {Options} options */
function chooseActivations({ activations, report, compare }) {
  const choices = Object.keys(compare ? plainActivations : known);
  if (report) {
    const names = activations ?? REPORTED;
    return names.join() === "all" ? choices : names.map((name) => oneOf("--activation", name, choices));
  }
  if (activations && activations.length > 1)
    throw new UsageError("--activation has several names; only --report trains with more than one");
  return (activations ?? ["gelu"]).map((name) => oneOf("--activation", name, choices));
}

/** @param {Options} options */
function useBackend({ backend }) {
  try {
    configure({ backend });
    info();
  } catch (error) {
    if (!isHillockError(error)) throw error;
    throw new UsageError(`--backend ${backend}: ${error.message}`);
  }
}

/** @param {number} bytes */
function makeRoom(bytes) {
  try {
    reserve(bytes);
  } catch (error) {
    if (!isHillockError(error)) throw error;
    throw new UsageError(`there is no room for a network of that size: ${error.message}`);
  }
}

/**
 * @param {Options} options
 * @param {number[]} sizes
 * @param {string} name
 * @param {DigitSets} digits
 */
function trainOne({ epochs, batch, learningRate, seed, backend, preactivations, weights }, sizes, name, digits) {
  const random = createRandom(seed);
  const network = createNetwork({ sizes, activation: known[name], batch, random });
  const progress = new Progress(process.stderr);
  const start = performance.now();
  let read = 0;
  say("\nepoch    loss   test accuracy   seconds");
  train(
    network,
    digits,
    { epochs, learningRate, random },
    {
      onStep: (loss, fraction) => progress.show(fraction, `loss ${loss.toFixed(3)}`),
      onEpoch({ number, loss, accuracy, seconds }) {
        progress.done();
        read = accuracy;
        say(`${number}`.padStart(5) + loss.toFixed(4).padStart(8) + percent(accuracy).padStart(16) + seconds.toFixed(2).padStart(10));
      },
    },
  );
  say(
    `\n${((performance.now() - start) / 1000).toFixed(1)} s in all. What it reads, and how sure it is of it; the last two are its worst mistakes:\n`,
  );
  say(drawReadings(readings(network, digits.test), digits.test));
  if (preactivations !== undefined) {
    const sample = samplePreactivations(network, digits.test, random);
    write(preactivations, littleEndian(sample));
    say(`\n${grouped(sample.length)} pre-activations: ${preactivations}`);
  }
  if (weights !== undefined) {
    const command = `npm run train -- --activation ${name} --hidden ${sizes.slice(1, -1)} --epochs ${epochs} --batch ${batch} --learning-rate ${learningRate} --seed ${seed} --backend ${backend}`;
    // Layer by layer, weights [inputs, outputs] before the bias.
    write(weights, littleEndian(network.parameters));
    write(`${weights}.json`, `${JSON.stringify({ sizes, activation: name, accuracy: read, command }, null, 2)}\n`);
    say(`\n${grouped(network.parameters.length)} weights: ${weights}`);
  }
}

/**
 * @param {Options} options
 * @param {number[]} sizes
 * @param {string} activation
 * @param {DigitSets} digits
 */
function compareOne({ batch, seed, learningRate, seconds }, sizes, activation, digits) {
  const progress = new Progress(process.stderr);
  const result = compare({ sizes, activation, batch, seed, learningRate, seconds }, digits.train, (fraction) =>
    progress.show(fraction, "steps of hillock and of plain JavaScript, in turn"),
  );
  progress.done();
  say(`\n${"".padEnd(18)}steps/s   digits/s   last loss`);
  for (const [name, { seconds, losses }] of /** @type {const} */ ([
    ["hillock", result.hillock],
    ["plain JavaScript", result.plain],
  ])) {
    const rate = result.steps / seconds;
    const loss = losses[losses.length - 1];
    say(name.padEnd(16) + rate.toFixed(1).padStart(9) + grouped(Math.round(rate * batch)).padStart(11) + loss.toFixed(4).padStart(12));
  }
  const { steps, sameSteps, difference } = result;
  say(
    `\nhillock is ${(result.plain.seconds / result.hillock.seconds).toFixed(1)} times as fast, over ${grouped(steps)} steps of ${batch} digits.`,
  );
  const words = `In the first ${sameSteps} steps the losses differ by ${difference.toExponential(1)} of themselves at most`;
  if (!(difference <= TOLERANCE)) throw new UsageError(`${words}, expected ${TOLERANCE.toExponential(0)}: one of the two is wrong`);
  say(`${words}.`);
}

/**
 * @param {Options} options
 * @param {number[]} sizes
 * @param {string[]} names
 * @param {DigitSets} digits
 */
function reportAll(options, sizes, names, digits) {
  const progress = new Progress(process.stderr);
  const date = new Date().toISOString();
  say("\n              loss   test accuracy   seconds per epoch");
  const all = names.map((name, i) => {
    const onStep = (/** @type {number} */ fraction) => progress.show((i + fraction) / names.length, name);
    const trained = trainFor(name, known[name], { ...options, sizes }, digits, onStep);
    const { loss, accuracy } = trained.epochs[options.epochs - 1];
    progress.done();
    say(name.padEnd(12) + loss.toFixed(4).padStart(6) + percent(accuracy).padStart(16) + secondsPerEpoch(trained).toFixed(2).padStart(20));
    return trained;
  });
  const { batch, epochs, seed, learningRate, hidden } = options;
  const about = {
    environment: environment(),
    network: `${sizes.join(" - ")}, batches of ${batch}, ${epochs} epochs, seed ${seed}`,
    command: `npm run train -- --report --activation ${names.join()} --hidden ${hidden.join()} --epochs ${epochs} --batch ${batch} --learning-rate ${learningRate} --seed ${seed}`,
    date: date.slice(0, 10),
  };
  const file = path.join(options.output ?? reports, `${date.slice(0, 19).replaceAll(":", "-")}.html`);
  write(file, page(all, about, digits.test));
  if (options.record) write(recorded, `${JSON.stringify({ ...about, results: all.map(resultOf) }, null, 2)}\n`);
  say(`\n${path.relative(process.cwd(), file)}`);
}

/**
 * The results of a network that a record keeps: the share of test digits that are right, the
 * numbers of hidden units, of dead and of saturated ones, and the share of slopes that are flat.
 *
 * @param {import("./report.mjs").Trained} trained
 */
function resultOf({ name, epochs, layers }) {
  const { loss, accuracy } = epochs[epochs.length - 1];
  const sum = (/** @type {"units" | "dead" | "saturated"} */ key) => layers.reduce((all, layer) => all + layer[key], 0);
  const flat = layers.reduce((all, { flat, units }) => all + flat * units, 0) / sum("units");
  return { name, loss, accuracy, units: sum("units"), dead: sum("dead"), saturated: sum("saturated"), flat };
}

/** @param {string} file @param {string | Uint8Array} content */
function write(file, content) {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${/** @type {Error} */ (error).message}`);
  }
}

function environment() {
  const { backend, version } = info();
  return `hillock ${version}, backend ${backend} · Node ${process.versions.node} · ${os.cpus()[0]?.model.trim() ?? "unknown processor"}`;
}

function threadsInUse() {
  const { count, reason } = info().threads;
  return count > 1 ? `${count} threads` : `one thread: ${reason}`;
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {number} count */
function grouped(count) {
  return count.toLocaleString("en-US");
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}
