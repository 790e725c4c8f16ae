/** What a run leaves behind, as it stands in the JSON. */
import type { Method, Type } from "./loops.js";
import type { Spread } from "./measure.js";

export type ContestantName = "naive" | "stable" | "staged" | "memory" | "fast" | "allocating" | "copy" | `naive, ${string}`;

export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly engine: string;
  readonly node: string;
  readonly v8: string;
  readonly backend: string;
  readonly reason: string;
  readonly hillock: string;
}

export interface Result {
  readonly activation: string;
  readonly method: Method;
  readonly type: Type;
  readonly size: number;
  readonly contestant: ContestantName;
  /** Median and quartiles of all samples. */
  readonly nanosecondsPerElement: Spread;
  readonly nanosecondsPerCall: number;
  /** Median of the baseline over this median; the baseline is the naive loop, or the stable one where nobody writes a naive one. */
  readonly timesFaster: number;
  /** Bytes read and written, in 10^9 a second. */
  readonly gigabytesPerSecond: number;
  readonly callsPerSample: number;
  /** Nanoseconds per call, by round; absent from recorded runs. */
  readonly samples?: readonly (readonly number[])[];
}

export interface Accuracy {
  readonly activation: string;
  readonly method: Method;
  readonly type: Type;
  readonly contestant: ContestantName;
  /** Worst error in units in the last place of the type. Null: NaN, or an infinity that should be a number, or the reverse. */
  readonly ulp: number | null;
  /** Where, as text: numbers of JSON have no infinities. */
  readonly at: string;
  readonly got: string;
  readonly wanted: string;
  /** What was looked at. */
  readonly coverage: string;
}

export interface Run {
  readonly version: 1;
  readonly date: string;
  readonly seconds: number;
  readonly environment: Environment;
  readonly method: {
    readonly data: string;
    readonly rounds: number;
    readonly seed: number;
    readonly secondsForTiming: number;
    /** What a reader should know before quoting a figure. */
    readonly notes: readonly string[];
  };
  readonly activations: readonly string[];
  /** The lengths of the table of values, the one at which every method was timed, and the one at which the price of a call is read. */
  readonly sizes: readonly number[];
  readonly methodSize: number;
  readonly callSize: number | null;
  /** Which activations were timed at more lengths, and at which. */
  readonly curves: { readonly activations: readonly string[]; readonly sizes: readonly number[] };
  /** How each naive loop is written, where there is more than one way. */
  readonly forms: { readonly [activation: string]: string };
  readonly results: readonly Result[];
  readonly accuracy: readonly Accuracy[];
}

export function find(run: Run, wanted: Partial<Result>): Result | undefined {
  return run.results.find((result) => Object.entries(wanted).every(([key, value]) => result[key as keyof Result] === value));
}

export function findAccuracy(
  run: Run,
  { activation, method, type, contestant }: Pick<Accuracy, "activation" | "method" | "type" | "contestant">,
) {
  const same = contestant === "staged" || contestant === "allocating" ? "memory" : contestant;
  return run.accuracy.find((a) => a.activation === activation && a.method === method && a.type === type && a.contestant === same);
}

const ORDER = ["naive", "naive, ", "stable", "staged", "allocating", "memory", "fast", "copy"];

/** Each contestant once, loops first. */
export function inOrder(names: readonly ContestantName[]): ContestantName[] {
  const rank = (name: ContestantName) => ORDER.indexOf(name.startsWith("naive, ") ? "naive, " : name);
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b));
}

/** The contestants of one group, in their order. */
export function contestantsIn(run: Run, { activation, type, method, size }: Pick<Result, "activation" | "type" | "method" | "size">) {
  const group = run.results.filter(
    (result) => result.activation === activation && result.type === type && result.method === method && result.size === size,
  );
  return inOrder(group.map(({ contestant }) => contestant));
}

export const labels: { readonly [name in Exclude<ContestantName, `naive, ${string}`>]: string } = {
  naive: "naive loop",
  stable: "stable loop",
  staged: "hillock, staged",
  memory: "hillock, in memory",
  fast: "hillock/fast, in memory",
  allocating: "hillock, new array",
  copy: "copy loop (no function)",
};

export function label(name: ContestantName): string {
  return name in labels ? labels[name as keyof typeof labels] : name.replace("naive", "naive loop");
}

/** A run to keep: one result a line, without its samples. */
export function recording({ results, accuracy, ...rest }: Run): string {
  const lines = (rows: readonly object[]) => `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
  const kept = results.map(({ samples: _, nanosecondsPerElement: time, ...result }) => ({
    ...result,
    nanosecondsPerElement: { lower: short(time.lower), median: short(time.median), upper: short(time.upper) },
    nanosecondsPerCall: short(result.nanosecondsPerCall),
    timesFaster: short(result.timesFaster),
    gigabytesPerSecond: short(result.gigabytesPerSecond),
  }));
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "results": ${lines(kept)},\n  "accuracy": ${lines(accuracy)}\n}\n`;
}

function short(value: number): number {
  return Number(value.toPrecision(5));
}
