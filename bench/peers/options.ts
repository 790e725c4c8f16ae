/** The command line of `npm run bench:peers`, checked. */
import { UsageError } from "../command.js";
import { evenly, parseFlags, seedOf, separated } from "../options.js";

export const help = `npm run bench:peers -- [options]

Times hillock against other libraries: checks every result, then times all of
them in turn, in one process. The first run installs them into
bench/peers/node_modules, about 0.8 GB.

  --quick        few sizes and short samples: six minutes instead of thirty
  --only WORDS   rows whose id has one of these words, separated by commas;
                 ids are as value/gelu/1000, rows/softmax/64x1000,
                 dense/relu/32x784x512, denseBackward/, accuracy/value/gelu
  --peers WORDS  peers whose name has one of these words
  --seed N       of the sizes that are drawn at random; another one each time
  --json FILE    write all figures
  --record       merge the rows into bench/peers/recorded/, which the documents
                 quote; then npm run docs
  --help         print this
`;

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean", default: false } as const;
export const flags = { quick: flag, only: texts, peers: texts, json: text, record: flag, seed: text, help: flag };

export type Options = ReturnType<typeof parseOptions>;

/**
 * Reads the options. `only` and `peers` become words, one of which must be in the id of a row or in
 * the name of a peer; none: all of them.
 */
export function parseOptions(args: readonly string[]) {
  const { values } = parseFlags({ args: [...args], options: flags });
  const words = (given: readonly string[] = []) => separated(given).filter((word) => word !== "");
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : seedOf(values.seed);
  return { ...values, only: words(values.only), peers: words(values.peers), seed };
}

/**
 * A test of ids by those words. Throws where no id passes it: a word that was mistyped should not
 * look like an empty result.
 */
export function matcher(flag: string, wanted: readonly string[], ids: readonly string[]): (id: string) => boolean {
  const lost = wanted.find((word) => !ids.some((id) => id.includes(word)));
  if (lost !== undefined) {
    throw new UsageError(`${flag} ${JSON.stringify(lost)} is in none of ${ids.length} names, such as ${evenly(ids, 5).join(", ")}`);
  }
  return (id) => wanted.length === 0 || wanted.some((word) => id.includes(word));
}
