/** The command line: names of activations and flags, checked. */
import { parseArgs } from "node:util";
import type { Type } from "./loops.js";

/** Something is wrong with what the user typed: said in one sentence, without a stack. */
export class UsageError extends Error {}

export type BackendChoice = "auto" | "relaxed" | "simd" | "js";

export interface Options {
  /** Names given; none means all. */
  readonly names: readonly string[];
  /** Lengths, ascending; undefined: the usual ones. */
  readonly sizes: readonly number[] | undefined;
  /** Undefined: float32 in full, float64 in short. */
  readonly type: Type | undefined;
  readonly backend: BackendChoice;
  /** For the timing, in all. */
  readonly seconds: number;
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly json: boolean;
  readonly record: boolean;
  readonly help: boolean;
}

export const help = `npm start -- [names] [options]

Times hillock against plain JavaScript, checks every result, and writes a table, a JSON file and a report.

  names               activations to run, as in: npm start -- gelu tanh        all
  --size N            length of the arrays; repeat it or separate by commas    64,4096,1e6
  --type TYPE         float32 or float64                                       float32, and float64 in short
  --input FILE        your own numbers: raw little-endian float32              normal, sigma 2
  --backend NAME      auto, relaxed, simd or js                                auto
  --seconds S         time for the measurements, in all                        75
  --output FOLDER     where JSON and report go                                 bench/results
  --json              print the JSON on stdout, and nothing else               (npm start --silent -- --json)
  --record            also write bench/recorded/, which README.md quotes
  --help              print this
`;

const flags = {
  size: { type: "string", multiple: true },
  type: { type: "string" },
  input: { type: "string" },
  backend: { type: "string" },
  seconds: { type: "string" },
  output: { type: "string" },
  json: { type: "boolean" },
  record: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** Longest array: two inputs and two outputs of float64 then take half of the 4 GiB that WebAssembly can address. */
const LONGEST = 2 ** 26;

export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  return {
    names: positionals,
    sizes: values.size && sizes(values.size),
    type: values.type === undefined ? undefined : oneOf<Type>("--type", values.type, ["float32", "float64"]),
    backend: oneOf("--backend", values.backend ?? "auto", ["auto", "relaxed", "simd", "js"]),
    seconds: seconds(values.seconds ?? "75"),
    input: values.input,
    output: values.output,
    json: values.json ?? false,
    record: values.record ?? false,
    help: values.help ?? false,
  };
}

/** The activations that are meant, in the order of the registry. */
export function chooseActivations(names: readonly string[], known: readonly string[]): readonly string[] {
  for (const name of names) {
    if (!known.includes(name)) throw new UsageError(`there is no activation ${JSON.stringify(name)}; expected ${list(known)}`);
  }
  return names.length > 0 ? known.filter((name) => names.includes(name)) : known;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split(". ");
    throw new UsageError(`${sentence}; expected names of activations and ${list(Object.keys(flags).map((flag) => `--${flag}`))}`);
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
