/** One run: every part that is meant. */
import type { Case } from "./case.js";
import { errorsOf } from "./errors.js";
import { length } from "./format.js";
import { environment } from "./hillock.js";
import { forms } from "./loops/written.js";
import { LEAST_SECONDS, ROUNDS } from "./measure.js";
import { createRandom, type Source } from "./numbers.js";
import type { Options } from "./options.js";
import { Budget, type Chosen, casesOf, earlyCases, INTRODUCED, introduction, lengthsOf, secondsOf, typesOf } from "./plan.js";
import type { Progress } from "./progress.js";
import type { ErrorRow, Part, Row, Run, Scale, Sweep } from "./results.js";
import { runScale } from "./scale/run.js";
import { runSweep } from "./sweep/run.js";
import { type Stretch, timeCase, title, warmCase } from "./time.js";

/** Everything that is asked for, part by part. */
export async function run(chosen: Chosen, options: Options, source: Source, progress: Progress): Promise<Run> {
  const record = new Recorder(options, source);
  const parts = [...chosen.keys()];
  const whole = secondsOf(chosen, options);
  const stretch = (options.seconds ?? whole) / whole;
  let before = 0;
  for (const [part, names] of chosen) {
    const usual = secondsOf(new Map([[part, names]]), options);
    const from = before;
    const setting = record.setting(usual * stretch, (fraction, what) => progress.show((from + fraction * usual) / whole, what));
    if (part === "sweep") record.sweep = await runSweep(setting);
    else if (part === "scale") record.scale = await runScale(names, source, setting);
    else {
      await record.time(casesOf(part, names, options, source), setting);
      await record.judge(part, names, setting);
    }
    before += usual;
  }
  progress.done();
  return record.run(parts, chosen.get("elementwise") ?? [], whole * stretch);
}

/** Seconds of the two stretches for a newcomer. */
const FIRST = 5;
const SECOND = 12;

/** Shows a newcomer famous functions at once, then a layer, and where loops go wrong. */
export async function introduce(options: Options, source: Source, progress: Progress, first: (run: Run) => void): Promise<Run> {
  const record = new Recorder(options, source);
  const { functions, layer } = introduction(source);
  const names = [...new Set(functions.map(({ name }) => name))];
  const stretch = (options.seconds ?? FIRST + SECOND) / (FIRST + SECOND);
  const finished = () => record.run(["elementwise", "rowwise", "dense"], names, (FIRST + SECOND) * stretch);
  const opening = record.setting(FIRST * stretch, (fraction, what) => progress.show(fraction / 4, what));
  await record.time(functions, opening);
  progress.done();
  first(finished());
  const second = record.setting(SECOND * stretch, (fraction, what) => progress.show(0.25 + 0.6 * fraction, what));
  await record.time(layer, second);
  await record.judge("elementwise", names, second);
  await record.judge("rowwise", ["softmax"], second);
  progress.done();
  return finished();
}

function rank({ part, shape: [length = 0] }: Case): number {
  return part === "elementwise" ? length : 0;
}

class Recorder {
  private readonly started = performance.now();
  private readonly random;
  private readonly notes = new Set<string>();
  private readonly rows: Row[] = [];
  private readonly errors: ErrorRow[] = [];
  sweep: Sweep | null = null;
  scale: Scale | null = null;

  constructor(
    private readonly options: Options,
    private readonly source: Source,
  ) {
    this.random = createRandom(options.seed);
  }

  setting(seconds: number, show: Stretch["show"]): Stretch {
    const { options, random } = this;
    // Who says how long the whole may take is taken at their word.
    const least = options.seconds === undefined ? LEAST_SECONDS : 0;
    return { options, seconds, least, random, show, note: (text) => this.notes.add(text) };
  }

  async time(cases: readonly Case[], { seconds, show, ...setting }: Stretch): Promise<void> {
    const budget = new Budget(cases.length, seconds);
    show(0, "compiling");
    for (const one of earlyCases(cases)) await warmCase(one);
    const timed = new Map<Case, Row>();
    // Short arrays first: while hillock's memory need not grow, loops are at their best
    // (reference.ts).
    for (const one of cases.toSorted((a, b) => rank(a) - rank(b))) {
      show(budget.fraction, title(one));
      timed.set(one, await budget.spend((share) => timeCase(one, { ...setting, seconds: share })));
      this.noteRepetition(one);
    }
    this.rows.push(...cases.map((one) => timed.get(one) as Row));
  }

  async judge(part: Part, names: readonly string[], { show }: Stretch): Promise<void> {
    for (const name of names) {
      show(1, `${name}, errors`);
      const found = this.options.intro ? errorsOf(part, name, ["float32"], INTRODUCED) : errorsOf(part, name, typesOf(this.options));
      this.errors.push(...(await found));
    }
  }

  /** Notes that a file has fewer numbers than a length. */
  private noteRepetition({ part, shape: [size = 0] }: Case): void {
    const { count } = this.source.data;
    if (part !== "elementwise" || count === undefined || size <= count) return;
    this.notes.add(`n = ${length(size)} repeats the ${count} numbers of the file.`);
  }

  run(parts: readonly Part[], activations: readonly string[], seconds: number): Run {
    const { options, source } = this;
    const written = activations.filter((name) => forms[name]).map((name) => `The naive loop of ${name} is its ${forms[name]}.`);
    const notes = [...written, ...this.notes];
    return {
      version: 3,
      date: new Date().toISOString(),
      seconds: Math.round((performance.now() - this.started) / 1000),
      environment: environment(),
      method: { data: source.data.description, rounds: ROUNDS, seed: options.seed, secondsForTiming: Math.round(seconds), notes },
      parts,
      lengths: lengthsOf(activations, options.intro ? { ...options, sizes: [4096] } : options),
      rows: [...this.rows],
      errors: [...this.errors],
      sweep: this.sweep,
      scale: this.scale,
    };
  }
}
