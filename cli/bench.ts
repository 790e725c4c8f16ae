import { info } from "hillock";
import { UsageError } from "../bench/command.js";
import { figure, length as lengthText, times, ulps } from "../bench/format.js";
import { describeEnvironment, environment, REPRESENTATIVES } from "../bench/hillock.js";
import { normalData } from "../bench/numbers.js";
import { chooseNames } from "../bench/options.js";
import { type Comparison, compare } from "../bench/sideBySide.js";
import { tableOf, text } from "../bench/table.js";
import { wrap } from "../proof/text.js";
import { timed } from "./contestants.js";
import { type Found, find, names } from "./functions.js";
import { columns, type Flags, print, say, withProgress } from "./output.js";

const LENGTH = 4096;
const LONGEST = 2 ** 24;
const SEED = 1;
/** The units of the figures of a row. */
const UNITS = {
  ...{ memory: "nanoseconds per element", staged: "nanoseconds per element", naive: "nanoseconds per element" },
  ...{ error: "ULP", naiveError: "ULP" },
} as const satisfies { [figure in Exclude<keyof Comparison, "name">]: string };

/** Times functions and plain loops in turn, and says how exact both are. */
export async function bench(words: readonly string[], flags: Flags): Promise<void> {
  const chosen = words.length > 0 ? [...new Set(words)] : [...REPRESENTATIVES.famous, ...REPRESENTATIVES.others];
  chooseNames(chosen, names);
  const contestants = chosen.map((word) => timed(find(word) as Found));
  const size = flags.length === undefined ? LENGTH : sizeOf(flags.length);
  const x = normalData(SEED).take("float32", size) as Float32Array;
  const about = environment();
  if (!flags.json) say(`${wrap(describeEnvironment(about).split(" · "), 0, " ·", columns())}\n`);
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  const rows = await withProgress(async (progress) => {
    const done: Comparison[] = [];
    for (const [i, contestant] of contestants.entries()) {
      progress.show(i / chosen.length, contestant.name);
      done.push(await compare(contestant, x, rest));
    }
    return done;
  });
  print({ ...about, backend: info().backend, date: new Date().toISOString(), length: size, units: UNITS, rows }, flags, () =>
    report(rows, size),
  );
}

function report(rows: readonly Comparison[], size: number): string {
  const head = ["", "in memory", "any array", "loop", "faster", "ULP", "loop's"];
  const table = tableOf(1, head, rows, ({ name, memory, staged, naive, error, naiveError }) => [
    name,
    figure(memory),
    figure(staged),
    figure(naive),
    times(naive / memory),
    Number.isNaN(error) ? "-" : ulps(error),
    Number.isNaN(error) ? "-" : ulps(naiveError),
  ]);
  return `${text(table)}

Nanoseconds per element of float32 arrays of ${lengthText(size)}, in hillock's memory and
anywhere, and of a loop as most people write it; the largest errors among them,
held against hillock's float64. Rows and layers have 64 entries; of a loss it is
the gradient, with the loss.`;
}

function sizeOf(given: string): number {
  const size = Number(given || Number.NaN);
  if (Number.isInteger(size) && size >= 1 && size <= LONGEST) return size;
  throw new UsageError(`--length ${JSON.stringify(given)} is no length; expected a whole number from 1 to ${LONGEST}`);
}
