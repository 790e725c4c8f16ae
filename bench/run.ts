/** One run: every part that is meant. */
import type { Numbers } from "./data.js";
import { runElementwise } from "./elementwise.js";
import { environment } from "./environment.js";
import { ROUNDS } from "./measure.js";
import { chooseNames, type Options } from "./options.js";
import { secondsOf } from "./parts.js";
import type { Progress } from "./progress.js";
import { createRandom } from "./random.js";
import { registries } from "./registries.js";
import type { Part, Run, ShapeError, ShapeResult, Sweep } from "./results.js";
import { draw } from "./shapes/plan.js";
import { runShapes } from "./shapes/run.js";
import { runSweep } from "./sweep/run.js";

/** The parts of a run, each with the functions that are meant. */
export function chooseParts({ names, parts }: Options): Map<Part, readonly string[]> {
  const known = [...new Set(parts.flatMap((part) => Object.keys(registries[part])))];
  const chosen = chooseNames(names, known);
  const all = parts.map((part) => [part, Object.keys(registries[part]).filter((name) => chosen.includes(name))] as const);
  return new Map(all.filter(([, members]) => members.length > 0));
}

export async function run(
  chosen: ReadonlyMap<Part, readonly string[]>,
  options: Options,
  numbers: Numbers,
  progress: Progress,
): Promise<Run> {
  const started = performance.now();
  const parts = [...chosen.keys()];
  const whole = secondsOf(parts, options);
  const stretch = (options.seconds ?? whole) / whole;
  const random = createRandom(options.seed);
  const notes = new Set<string>();
  const drawn = draw(options.seed);
  const results: ShapeResult[] = [];
  const errors: ShapeError[] = [];
  let elementwise: Awaited<ReturnType<typeof runElementwise>> | undefined;
  let sweep: Sweep | null = null;

  let before = 0;
  for (const [part, names] of chosen) {
    const usual = secondsOf([part], options);
    const from = before;
    const setting = {
      options,
      seconds: usual * stretch,
      random,
      show: (fraction: number, what: string) => progress.show((from + fraction * usual) / whole, what),
      note: (text: string) => notes.add(text),
    };
    if (part === "elementwise") elementwise = await runElementwise(names, numbers, drawn.length, setting);
    else if (part === "sweep") sweep = await runSweep(setting);
    else {
      const found = await runShapes(part, names, setting);
      results.push(...found.results);
      errors.push(...found.errors);
    }
    before += usual;
  }
  progress.done();
  return {
    version: 2,
    date: new Date().toISOString(),
    seconds: Math.round((performance.now() - started) / 1000),
    environment: environment(),
    method: {
      data: numbers.data.description,
      rounds: ROUNDS,
      seed: options.seed,
      secondsForTiming: Math.round(whole * stretch),
      notes: [...notes],
    },
    parts,
    activations: chosen.get("elementwise") ?? [],
    ...(elementwise ?? NOTHING),
    shapes: { results, errors },
    sweep,
  };
}

const NOTHING = {
  sizes: [],
  drawnSize: null,
  methodSize: 0,
  callSize: null,
  curves: { activations: [], sizes: [] },
  forms: {},
  results: [],
  accuracy: [],
  beside: null,
};
