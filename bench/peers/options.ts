/** The command line of `npm run bench:peers`, checked. */
import { parseArgs } from "node:util";
import { evenly, parseSeed, refusing, UsageError } from "../options.js";

export interface Options {
  readonly quick: boolean;
  /** Words, one of which must be in the id of a row; none: all rows. */
  readonly only: readonly string[];
  /** Words, one of which must be in the name of a peer; none: all of them. */
  readonly peers: readonly string[];
  readonly json: string | undefined;
  readonly record: boolean;
  readonly seed: number;
  readonly help: boolean;
}

export const help = `npm run bench:peers -- [options]

Times hillock against other libraries: checks every result, then times all of
them in turn, in one process. The first run installs them into
bench/peers/node_modules, about 0.8 GB.

  --quick        few sizes and short samples: two minutes instead of twelve
  --only WORDS   rows whose id has one of these words, separated by commas;
                 ids are as value/gelu/1000, rows/softmax/64x1000,
                 dense/relu/32x784x512, denseBackward/, accuracy/value/gelu
  --peers WORDS  peers whose name has one of these words
  --seed N       of the sizes that are drawn at random; another one each time
  --json FILE    write all figures
  --record       merge the rows into bench/peers/recorded/, which README.md
                 quotes; then npm run docs
  --help         print this
`;

const flags = {
  quick: { type: "boolean" },
  only: { type: "string", multiple: true },
  peers: { type: "string", multiple: true },
  json: { type: "string" },
  record: { type: "boolean" },
  seed: { type: "string" },
  help: { type: "boolean" },
} as const;

/** Seeds are 32 bits wide. */
const SEEDS = 2 ** 32;

export function parseOptions(args: readonly string[]): Options {
  const values = parse(args);
  return {
    quick: values.quick ?? false,
    only: words(values.only),
    peers: words(values.peers),
    json: values.json,
    record: values.record ?? false,
    seed: values.seed === undefined ? Math.floor(Math.random() * SEEDS) : parseSeed(values.seed),
    help: values.help ?? false,
  };
}

/** A test of ids by those words. Throws where no id passes it: a word that was mistyped should not look like an empty result. */
export function matcher(flag: string, wanted: readonly string[], ids: readonly string[]): (id: string) => boolean {
  const lost = wanted.find((word) => !ids.some((id) => id.includes(word)));
  if (lost !== undefined) {
    throw new UsageError(`${flag} ${JSON.stringify(lost)} is in none of ${ids.length} names, such as ${evenly(ids, 5).join(", ")}`);
  }
  return (id) => wanted.length === 0 || wanted.some((word) => id.includes(word));
}

function parse(args: readonly string[]) {
  const expected = Object.keys(flags).map((flag) => `--${flag}`);
  return refusing(() => parseArgs({ args: [...args], options: flags }).values, expected.join(", "));
}

function words(given: readonly string[] = []): string[] {
  return given
    .flatMap((text) => text.split(","))
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
