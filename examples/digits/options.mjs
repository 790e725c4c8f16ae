/** The command line, checked. */
import { parseArgs } from "node:util";

/** Something that the user can put right: said in one sentence, without a stack. */
export class UsageError extends Error {}

export const help = `npm run train -- [options]

Trains a network on the 60,000 handwritten digits of MNIST and tests it on
10,000 others.

  --activation NAME      of the hidden layers, any of hillock's; gelu
  --hidden SIZES         units of the hidden layers, separated by commas;
                         256,128
  --epochs N             passes over the digits; 6
  --batch N              digits in a step; 128
  --learning-rate RATE   of the first step; it falls to 0 along a line; 0.002
  --seed N               of the first weights and of the order of the digits; 1
  --backend NAME         auto, relaxed, simd or js; simd gives the same bits
                         everywhere; auto
  --threads N            that share the work, with the same bits; 1
  --preactivations FILE  writes 100,000 inputs of the trained activations, raw
                         little-endian float32
  --weights FILE         writes the trained weights, raw little-endian float32,
                         and FILE.json with what they are
  --compare              the same steps in plain JavaScript by turns with
                         hillock, instead of training
  --seconds S            time for the plain steps of --compare; 60
  --report               trains with several activations, --activation a,b,c
                         or all; writes a page with plots
  --record               also keeps what --report found, for docs/choosing.md
  --output FOLDER        where the page goes; examples/digits/report
  --help                 print this

What stands last is the default.
`;

const flags = /** @type {const} */ ({
  activation: { type: "string" },
  hidden: { type: "string", default: "256,128" },
  epochs: { type: "string", default: "6" },
  batch: { type: "string", default: "128" },
  "learning-rate": { type: "string", default: "0.002" },
  seed: { type: "string", default: "1" },
  backend: { type: "string", default: "auto" },
  threads: { type: "string", default: "1" },
  preactivations: { type: "string" },
  weights: { type: "string" },
  compare: { type: "boolean", default: false },
  seconds: { type: "string", default: "60" },
  report: { type: "boolean", default: false },
  record: { type: "boolean", default: false },
  output: { type: "string" },
  help: { type: "boolean", default: false },
});

/** @typedef {ReturnType<typeof parseOptions>} Options */

/** @param {string[]} args */
export function parseOptions(args) {
  const values = parse(args);
  if (values.compare && values.report) throw new UsageError("--compare and --report exclude each other; run one after the other");
  if (values.record && !values.report) throw new UsageError("--record keeps what --report finds; expected it with that");
  for (const name of /** @type {const} */ (["preactivations", "weights"]))
    if (values[name] !== undefined && (values.compare || values.report))
      throw new UsageError(`--${name} writes those of one trained network; leave --compare and --report away`);
  return {
    /** Undefined: what is usual. */
    activations: values.activation?.split(",").map((name) => name.trim()),
    hidden: values.hidden.split(",").map((size) => whole("--hidden", size, 1, 4096)),
    epochs: whole("--epochs", values.epochs, 1, 1000),
    batch: whole("--batch", values.batch, 1, 10_000),
    learningRate: number("--learning-rate", values["learning-rate"], 10),
    seed: whole("--seed", values.seed, 0, 2 ** 32 - 1),
    backend: oneOf("--backend", values.backend, /** @type {const} */ (["auto", "relaxed", "simd", "js"])),
    threads: whole("--threads", values.threads, 1, 64),
    preactivations: values.preactivations,
    weights: values.weights,
    compare: values.compare,
    seconds: number("--seconds", values.seconds, 86_400),
    report: values.report,
    record: values.record,
    output: values.output,
    help: values.help,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options: flags, allowPositionals: false }).values;
  } catch (error) {
    const [sentence] = /** @type {Error} */ (error).message.split(". ");
    throw new UsageError(`${sentence}; expected ${list(Object.keys(flags).map((flag) => `--${flag}`))}`);
  }
}

/** @param {string} flag @param {string} text @param {number} least @param {number} most */
function whole(flag, text, least, most) {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`${flag} has ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`);
  }
  return value;
}

/** @param {string} flag @param {string} text @param {number} most */
function number(flag, text, most) {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= most)) {
    throw new UsageError(`${flag} has ${JSON.stringify(text)}, expected a number above 0, at most ${most}`);
  }
  return value;
}

/**
 * @template {string} Choice
 * @param {string} flag
 * @param {string} value
 * @param {readonly Choice[]} choices
 * @returns {Choice}
 */
export function oneOf(flag, value, choices) {
  const choice = choices.find((name) => name === value);
  if (choice === undefined) throw new UsageError(`${flag} has ${JSON.stringify(value)}, expected ${list(choices)}`);
  return choice;
}

/** @param {readonly string[]} items */
function list(items) {
  return items.length > 1 ? `${items.slice(0, -1).join(", ")} or ${items.at(-1)}` : `${items[0]}`;
}
