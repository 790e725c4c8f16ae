/** The command line: names of functions and flags, checked. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { mostLike } from "../src/resolve/mostLike.js";
import { UsageError } from "./command.js";
import type { Type } from "./numbers.js";
import { type Part, parts } from "./results.js";

export const help = `npm start -- [names] [options]

Times hillock against plain JavaScript, checks every result, and writes tables,
a JSON file and a report. As it stands, without names and without any of --all,
--only, --size, --shape, --type, --sweep, --quick and --record: famous functions
with one of each other family, and one layer, in half a minute.

  names               functions to run, as in: npm start -- gelu softmax dense;
                      all of them
  --all               every function in every way: six minutes
  --only PART         elementwise, rowwise, gated, features, learnable, losses,
                      dense, math, sweep or scale (limits of the machine,
                      growth up to 1e8 elements, threads); repeat it or separate
                      by commas; all but scale
  --size N            length of the arrays; repeat it or separate by commas;
                      64,4096,1e6 and one drawn at random
  --shape AxB, AxBxC  rows by length, for dense batch by inputs by outputs;
                      the usual ones and one drawn at random
  --type TYPE         float32 or float64; float32, and float64 in short
  --input NUMBERS     preactivations, normal, or a file of your own numbers, raw
                      little-endian float32; preactivations, normal beside them
  --seed N            draws the same sizes and order as the run that printed N;
                      a new one
  --sweep             the dense layer at every shape from 1x1x1 to
                      2048x2048x2048, and nothing else
  --quick             fewer lengths, a fifth of the time
  --backend NAME      auto, relaxed, simd or js; auto
  --seconds S         time for the measurements, in all; 17, of --all four for
                      an activation and 82 for the others, of --sweep 130
  --output FOLDER     where JSON and report go; bench/results
  --json              print the JSON on stdout, and nothing else
                      (npm start --silent -- --json)
  --record            also write bench/recorded/, which the documents quote;
                      with --only into a file of its own
  --help              print this

What stands last is the default.
`;

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean", default: false } as const;
export const flags = {
  ...{ all: flag, only: texts, size: texts, shape: texts, type: text, input: text, seed: text, sweep: flag, quick: flag },
  ...{ backend: text, seconds: text, output: text, json: flag, record: flag, help: flag },
};

/** Who says one of these wants the whole benchmark, or that part of it. */
const WHOLE = ["all", "only", "size", "shape", "type", "sweep", "quick", "record"] as const;
/** The options that keep a run from being recorded. */
const NARROW = ["size", "shape", "type", "input", "backend", "quick"] as const;

/**
 * Longest array: two inputs and two outputs of float64 then take half of the 4 GiB that WebAssembly
 * can address.
 */
const LONGEST = 2 ** 26;
/** Most products of numbers in a shape: those of 2048x2048x2048. */
const LARGEST = 2 ** 33;
/** Longest run, a day in seconds. */
const LONGEST_RUN = 86_400;

export type Options = ReturnType<typeof parseOptions>;

export function parseOptions(args: readonly string[]) {
  const { values, positionals: names } = parseFlags({ args: [...args], options: flags, allowPositionals: true }, "names of functions and ");
  const { sweep, only, record } = values;
  const narrow = NARROW.find((name) => values[name] !== undefined && values[name] !== false);
  if (record && (names.length > 0 || narrow)) {
    const given = names.length > 0 ? JSON.stringify(names[0]) : `--${narrow}`;
    throw new UsageError(
      `--record keeps a whole run, with --only whole parts, or with --sweep a whole sweep; expected it without ${given}`,
    );
  }
  const named = (only && separated(only).map((part) => oneOf<Part>("--only", part, parts))) ?? parts.filter((part) => part !== "scale");
  const chosen: readonly Part[] = sweep ? ["sweep"] : parts.filter((part) => named.includes(part));
  return {
    ...values,
    /** Functions; none means all. */
    names,
    /**
     * Whether to show what a newcomer sees: famous functions with one of each other family, and one
     * layer.
     */
    intro: names.length === 0 && WHOLE.every((name) => values[name] === undefined || values[name] === false),
    parts: chosen,
    /** Lengths, ascending; undefined: the usual ones. */
    sizes: values.size && [...new Set(separated(values.size).map(sizeOf))].sort((a, b) => a - b),
    /** Shapes in place of the usual ones: rows by length, or batch by inputs by outputs. */
    shapes: values.shape && separated(values.shape).map(shapeOf),
    /** Undefined: float32 in full, float64 in short. */
    type: values.type === undefined ? undefined : oneOf<Type>("--type", values.type, ["float32", "float64"]),
    backend: oneOf("--backend", values.backend ?? "auto", ["auto", "relaxed", "simd", "js"]),
    /** The time for the measurements, in all; undefined: as long as the parts take. */
    seconds: values.seconds === undefined ? undefined : secondsOf(values.seconds),
    /** The seed of the sizes drawn at random, and of the order of measurements. */
    seed: values.seed === undefined ? Date.now() % 1e6 : seedOf(values.seed),
  };
}

/** Parses flags; what node:util refuses is refused in the words of the others. */
export function parseFlags<Config extends ParseArgsConfig>(config: Config, others = "") {
  const { args = [], options = {} } = config;
  // Node takes a negative number for an option, unless it is joined to its own.
  const isValue = (word: string | undefined, i: number) =>
    /^-[\d.]/.test(word ?? "") && options[args[i]?.slice(2) ?? ""]?.type === "string";
  const joined = args.flatMap((word, i) => (isValue(word, i - 1) ? [] : isValue(args[i + 1], i) ? [`${word}=${args[i + 1]}`] : [word]));
  try {
    return parseArgs({ ...config, args: joined });
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s/);
    const names = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw new UsageError(`${sentence}; expected ${others}${others ? list(names) : names.join(", ")}`);
  }
}

/** Words that are separated by commas. */
export function separated(given: readonly string[]): string[] {
  return given.flatMap((text) => text.split(",")).map((word) => word.trim());
}

/** The functions that are meant, in the order in which they are known. */
export function chooseNames(names: readonly string[], known: readonly string[], what = "there is no function"): readonly string[] {
  for (const name of names) if (!known.includes(name)) refuseName(what, name, known);
  return names.length > 0 ? known.filter((name) => names.includes(name)) : known;
}

/** Refuses a name with those that look like it. */
export function refuseName(what: string, name: string, known: readonly string[]): never {
  throw new UsageError(`${what} ${JSON.stringify(name)}; expected one such as ${list(mostLike(name, known))}`);
}

function refuse(option: string, given: string, what: string, expected: string): never {
  throw new UsageError(`--${option} ${JSON.stringify(given)} is not a ${what}; expected ${expected}`);
}

const isWhole = (number: number, from: number, to: number) => Number.isInteger(number) && number >= from && number <= to;

function sizeOf(given: string): number {
  const size = Number(given || Number.NaN);
  if (isWhole(size, 1, LONGEST)) return size;
  return refuse("size", given, "length", `a whole number from 1 to ${LONGEST}, as in --size 4096 or --size 64,1e6`);
}

function shapeOf(given: string): number[] {
  const shape = given.split("x").map((size) => Number(size || Number.NaN));
  const fits = shape.every((size) => isWhole(size, 1, LARGEST)) && shape.reduce((a, b) => a * b) <= LARGEST;
  if (fits && (shape.length === 2 || shape.length === 3)) return shape;
  const examples = "--shape 64x1000 (rows by length) or --shape 32x784x512 (batch by inputs by outputs)";
  return refuse("shape", given, "shape", `whole numbers from 1, as in ${examples}`);
}

export function seedOf(given: string): number {
  const seed = Number(given.trim() || Number.NaN);
  return isWhole(seed, 0, 2 ** 32 - 1) ? seed : refuse("seed", given, "seed", "a whole number from 0 to 4294967295");
}

function secondsOf(given: string): number {
  const seconds = Number(given.trim() || Number.NaN);
  return seconds > 0 && seconds <= LONGEST_RUN ? seconds : refuse("seconds", given, "time", `a number above 0, at most ${LONGEST_RUN}`);
}

function oneOf<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((name) => name === value);
  if (choice === undefined) throw new UsageError(`${option} ${JSON.stringify(value)} is unknown; expected ${list(choices)}`);
  return choice;
}

function list(items: readonly string[]): string {
  return `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

export function evenly<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, k) => items[Math.floor(((k + 0.5) * items.length) / count)] as T);
}
