import { info } from "hillock";
import { UsageError } from "../bench/command.js";
import { figure, length as lengthText, times, ulps } from "../bench/format.js";
import { activations, describeEnvironment, environment, parametersOf, REPRESENTATIVES } from "../bench/hillock.js";
import { compile } from "../bench/loops/compile.js";
import { bodyOf, erf, writtenFor } from "../bench/loops/written.js";
import { normalData } from "../bench/numbers.js";
import { chooseNames } from "../bench/options.js";
import { type Comparison, compare } from "../bench/sideBySide.js";
import { tableOf, text } from "../bench/table.js";
import { wrap } from "../proof/text.js";
import { functions } from "./functions.js";
import { columns, type Flags, print, say, withProgress } from "./output.js";

const LENGTH = 4096;
const LONGEST = 2 ** 24;
const SEED = 1;
/** The units of the figures of a row. */
const UNITS = {
  ...{ memory: "nanoseconds per element", staged: "nanoseconds per element", naive: "nanoseconds per element" },
  ...{ error: "ULP", naiveError: "ULP" },
} as const satisfies { [figure in Exclude<keyof Comparison, "name">]: string };

/** Times activations and plain loops in turn, and says how exact both are. */
export async function bench(names: readonly string[], flags: Flags): Promise<void> {
  const chosen = names.length > 0 ? chosenOf(names) : [...REPRESENTATIVES.famous, ...REPRESENTATIVES.others];
  const size = flags.length === undefined ? LENGTH : sizeOf(flags.length);
  const x = normalData(SEED).take("float32", size) as Float32Array;
  const about = environment();
  if (!flags.json) say(`${wrap(describeEnvironment(about).split(" · "), 0, " ·", columns())}\n`);
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  const rows = await withProgress(async (progress) => {
    const done: Comparison[] = [];
    for (const [i, name] of chosen.entries()) {
      progress.show(i / chosen.length, name);
      done.push(await compare(name, activations[name] as never, loopOf(name), x, rest));
    }
    return done;
  });
  print({ ...about, backend: info().backend, date: new Date().toISOString(), length: size, units: UNITS, rows }, flags, () =>
    report(rows, size),
  );
}

/** The activations that were chosen: no other function has a loop to be held against. */
function chosenOf(names: readonly string[]): readonly string[] {
  const other = names.find((name) => !Object.hasOwn(activations, name) && Object.hasOwn(functions, name));
  if (other !== undefined) throw new UsageError(`bench takes activations, and ${JSON.stringify(other)} is none; list has them`);
  return chooseNames(names, Object.keys(activations), "there is no activation");
}

/** The loop as most people write it. */
function loopOf(name: string): (x: Float32Array, y: Float32Array) => void {
  const [before, expression] = bodyOf(writtenFor(name, "naive").value);
  const parameters = Object.entries(parametersOf(name)).map(([key, value]) => `const ${key} = ${value};`);
  const scope = { erf, erfc: (v: number) => 1 - erf(v) };
  const body = `${parameters.join(" ")} for (let i = 0; i < x.length; i++) { const v = x[i]; ${before} y[i] = ${expression}; }`;
  return compile("x, y", body, scope);
}

function report(rows: readonly Comparison[], size: number): string {
  const head = ["", "in its memory", "any array", "plain loop", "faster", "ULP", "loop's ULP"];
  const table = tableOf(1, head, rows, ({ name, memory, staged, naive, error, naiveError }) => [
    name,
    figure(memory),
    figure(staged),
    figure(naive),
    times(naive / memory),
    ulps(error),
    ulps(naiveError),
  ]);
  return `${text(table)}

Nanoseconds per element of float32 arrays of ${lengthText(size)}, and the largest error
among them, held against hillock's float64. Plain loop: as most people write it.`;
}

function sizeOf(given: string): number {
  const size = Number(given || Number.NaN);
  if (Number.isInteger(size) && size >= 1 && size <= LONGEST) return size;
  throw new UsageError(`--length ${JSON.stringify(given)} is no length; expected a whole number from 1 to ${LONGEST}`);
}
