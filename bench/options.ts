/** The command line: names of functions and flags, checked. */
import { parseArgs } from "node:util";
import type { Type } from "./numbers.js";
import { type Part, parts } from "./results.js";

/** Something is wrong with what the user typed: said in one sentence, without a stack. */
export class UsageError extends Error {}

export type BackendChoice = "auto" | "relaxed" | "simd" | "js";

export interface Options {
  /** Names given; none means all. */
  readonly names: readonly string[];
  /** What a newcomer is shown: the famous functions and one layer. */
  readonly intro: boolean;
  /** What is run of all there is. */
  readonly parts: readonly Part[];
  /** Lengths, ascending; undefined: the usual ones. */
  readonly sizes: readonly number[] | undefined;
  /** Shapes in place of the usual ones: rows by length, or batch by inputs by outputs. */
  readonly shapes: readonly (readonly number[])[] | undefined;
  /** Undefined: float32 in full, float64 in short. */
  readonly type: Type | undefined;
  readonly backend: BackendChoice;
  /** For the timing, in all; undefined: as long as the parts take. */
  readonly seconds: number | undefined;
  /** normal, preactivations, or a file; undefined: the pre-activations, and the normal numbers beside them. */
  readonly input: string | undefined;
  /** Of the sizes drawn at random, and of the order of measurements. */
  readonly seed: number;
  /** The dense layer at all shapes, not at some. */
  readonly sweep: boolean;
  readonly quick: boolean;
  readonly output: string | undefined;
  readonly json: boolean;
  readonly record: boolean;
  readonly help: boolean;
}

export const help = `npm start -- [names] [options]

Times hillock against plain JavaScript, checks every result, and writes tables,
a JSON file and a report. As it stands, without names and without any of --all,
--only, --size, --shape, --type, --sweep, --quick and --record: the famous
functions and one layer, in half a minute.

  names               functions to run, as in: npm start -- gelu softmax dense;
                      all of them
  --all               every function in every way: two to three minutes
  --only PART         elementwise, rowwise, gated, learnable, losses, dense or
                      sweep; repeat it or separate by commas; all
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
  --seconds S         time for the measurements, in all; 16,
                      of --all 107, of --sweep 130
  --output FOLDER     where JSON and report go; bench/results
  --json              print the JSON on stdout, and nothing else
                      (npm start --silent -- --json)
  --record            also write bench/recorded/, which README.md quotes
  --help              print this

What stands last is the default.
`;

const flags = {
  all: { type: "boolean" },
  only: { type: "string", multiple: true },
  size: { type: "string", multiple: true },
  shape: { type: "string", multiple: true },
  type: { type: "string" },
  input: { type: "string" },
  seed: { type: "string" },
  sweep: { type: "boolean" },
  quick: { type: "boolean" },
  backend: { type: "string" },
  seconds: { type: "string" },
  output: { type: "string" },
  json: { type: "boolean" },
  record: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** Who says one of these wants the whole benchmark, or that part of it. */
const WHOLE = ["all", "only", "size", "shape", "type", "sweep", "quick", "record"] as const;

/** Longest array: two inputs and two outputs of float64 then take half of the 4 GiB that WebAssembly can address. */
const LONGEST = 2 ** 26;
/** Most products of numbers in a shape: those of 2048x2048x2048. */
const LARGEST = 2 ** 33;

export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const { sweep = false, quick = false, record = false } = values;
  const narrow = ["only", "size", "shape", "type", "input", "backend", "quick"].filter(
    (flag) => values[flag as keyof typeof values] !== undefined,
  );
  if (record && (positionals.length > 0 || narrow.length > 0)) {
    const given = positionals.length > 0 ? JSON.stringify(positionals[0]) : `--${narrow[0]}`;
    throw new UsageError(`--record keeps a whole run, or with --sweep a whole sweep; expected it without ${given}`);
  }
  const chosen = sweep ? (["sweep"] as const) : values.only ? onlyParts(values.only) : parts;
  return {
    names: positionals,
    intro: positionals.length === 0 && WHOLE.every((flag) => values[flag] === undefined),
    parts: chosen,
    sizes: values.size && sizes(values.size),
    shapes: values.shape && shapes(values.shape),
    type: values.type === undefined ? undefined : oneOf<Type>("--type", values.type, ["float32", "float64"]),
    backend: oneOf("--backend", values.backend ?? "auto", ["auto", "relaxed", "simd", "js"]),
    seconds: values.seconds === undefined ? undefined : seconds(values.seconds),
    input: values.input,
    seed: values.seed === undefined ? Date.now() % 1e6 : parseSeed(values.seed),
    sweep,
    quick,
    output: values.output,
    json: values.json ?? false,
    record,
    help: values.help ?? false,
  };
}

/** The functions that are meant, in the order in which they are known. */
export function chooseNames(names: readonly string[], known: readonly string[]): readonly string[] {
  for (const name of names) {
    if (!known.includes(name)) throw new UsageError(`there is no function ${JSON.stringify(name)}; expected ${list(known)}`);
  }
  return names.length > 0 ? known.filter((name) => names.includes(name)) : known;
}

function parse(args: readonly string[]) {
  return refusing(
    () => parseArgs({ args: [...args], options: flags, allowPositionals: true }),
    `names of functions and ${list(Object.keys(flags).map((flag) => `--${flag}`))}`,
  );
}

/** What node:util says of an argument, in the words of the others. */
export function refusing<T>(parse: () => T, expected: string): T {
  try {
    return parse();
  } catch (error) {
    const [sentence] = (error as Error).message.split(". ");
    throw new UsageError(`${sentence}; expected ${expected}`);
  }
}

function sizes(given: readonly string[]): number[] {
  const parsed = given
    .flatMap((text) => text.split(","))
    .map((text) => {
      const size = Number(text);
      if (text.trim() === "" || !Number.isInteger(size) || size < 1 || size > LONGEST) {
        throw new UsageError(
          `--size ${JSON.stringify(text)} is not a length; expected a whole number from 1 to ${LONGEST}, as in --size 4096 or --size 64,1e6`,
        );
      }
      return size;
    });
  return [...new Set(parsed)].sort((a, b) => a - b);
}

function shapes(given: readonly string[]): number[][] {
  return given
    .flatMap((text) => text.split(","))
    .map((text) => {
      const shape = text.split("x").map(Number);
      const fits = shape.every((size) => Number.isInteger(size) && size >= 1) && shape.reduce((a, b) => a * b) <= LARGEST;
      if (text.trim() === "" || !fits || shape.length < 2 || shape.length > 3) {
        throw new UsageError(
          `--shape ${JSON.stringify(text)} is not a shape; expected whole numbers from 1, as in --shape 64x1000 (rows by length) or --shape 32x784x512 (batch by inputs by outputs)`,
        );
      }
      return shape;
    });
}

function onlyParts(given: readonly string[]): Part[] {
  const named = given.flatMap((text) => text.split(",")).map((text) => oneOf("--only", text, parts));
  return parts.filter((part) => named.includes(part));
}

export function parseSeed(text: string): number {
  const parsed = Number(text);
  if (text.trim() === "" || !Number.isInteger(parsed) || parsed < 0 || parsed >= 2 ** 32) {
    throw new UsageError(`--seed ${JSON.stringify(text)} is not a seed; expected a whole number from 0 to 4294967295`);
  }
  return parsed;
}

function seconds(text: string): number {
  const parsed = Number(text);
  if (text.trim() === "" || !(parsed > 0 && parsed <= 86_400)) {
    throw new UsageError(`--seconds ${JSON.stringify(text)} is not a time; expected a number above 0, at most 86400`);
  }
  return parsed;
}

function oneOf<Choice extends string>(flag: string, value: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((name) => name === value);
  if (choice === undefined) throw new UsageError(`${flag} ${JSON.stringify(value)} is unknown; expected ${list(choices)}`);
  return choice;
}

function list(items: readonly string[]): string {
  return `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

export function evenly<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, k) => items[Math.floor(((k + 0.5) * items.length) / count)] as T);
}
