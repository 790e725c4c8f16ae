/** What a run leaves behind, as it stands in the JSON. */
import type { Method, Type } from "./loops.js";
import type { Spread } from "./measure.js";

export type ContestantName =
  | "naive"
  | "stable"
  | "staged"
  | "weights in memory"
  | "memory"
  | "fast"
  | "allocating"
  | "copy"
  | `naive, ${string}`;

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

/** A part of the benchmark. */
export type Part = "elementwise" | "rowwise" | "gated" | "learnable" | "losses" | "dense" | "sweep";

/** What tells measurements of functions that are not elementwise apart. */
export interface ShapeKey {
  readonly part: Part;
  readonly name: string;
  /** value, backward, packed ... */
  readonly method: string;
  /** How it is called, where that can be in several ways: a layout, an axis. */
  readonly form: string;
  readonly type: Type;
  readonly shape: readonly number[];
  /** Whether the shape was drawn at random. */
  readonly drawn: boolean;
}

export interface ShapeResult extends ShapeKey {
  readonly contestant: ContestantName;
  readonly nanosecondsPerCall: Spread;
  readonly nanosecondsPerElement: number;
  /** 10^9 multiplications and additions a second; null where these are not what counts. */
  readonly gigaflops: number | null;
  /** Median of the naive loop, or of the stable one, over this median. */
  readonly timesFaster: number;
  readonly callsPerSample: number;
  readonly samples?: readonly (readonly number[])[];
}

/** The worst error of a contestant on numbers of one kind. */
export interface ShapeError extends Pick<ShapeKey, "part" | "name" | "method" | "type"> {
  readonly contestant: ContestantName;
  /** Which numbers went in. */
  readonly numbers: string;
  readonly ulp: number | null;
  readonly got: string;
  readonly wanted: string;
  /** How many results were looked at. */
  readonly results: number;
}

/** The dense layer at one shape, its arrays in hillock's memory. */
export interface SweepPoint {
  readonly product: "forward" | "backward";
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly layout: "inputsOutputs" | "outputsInputs";
  /** Where it comes from: the grid, beside it by one, or drawn at random. */
  readonly from: "grid" | "neighbour" | "drawn";
  readonly nanoseconds: number;
  readonly gigaflops: number;
}

/** A shape that is far slower than one beside it, found so twice. */
export interface Cliff {
  readonly shape: SweepPoint;
  readonly beside: SweepPoint;
  /** In words, what is wrong with it. */
  readonly finding: string;
}

export interface Sweep {
  readonly type: Type;
  readonly full: boolean;
  readonly seconds: number;
  /** How many shapes were measured. */
  readonly shapes: number;
  /** Of the fastest forward product. */
  readonly gigaflops: number;
  /** Absent from recorded runs: there are thousands. */
  readonly points: readonly SweepPoint[];
  /** How many cliffs were found, worst first; a recorded run keeps the first. */
  readonly found: number;
  readonly cliffs: readonly Cliff[];
}

/** Which lengths the elementwise functions were timed at. */
export interface Lengths {
  /** Those of the table of values. */
  readonly sizes: readonly number[];
  /** The one among them that was drawn at random. */
  readonly drawnSize: number | null;
  /** The one at which every method was timed. */
  readonly methodSize: number;
  /** The one at which the price of a call was read. */
  readonly callSize: number | null;
  /** Which activations were timed at more lengths, and at which. */
  readonly curves: { readonly activations: readonly string[]; readonly sizes: readonly number[] };
}

export interface Run extends Lengths {
  readonly version: 2;
  readonly date: string;
  readonly seconds: number;
  readonly environment: Environment;
  readonly method: {
    readonly data: string;
    readonly rounds: number;
    /** Of the sizes that were drawn, and of the order within the rounds. */
    readonly seed: number;
    readonly secondsForTiming: number;
    /** What a reader should know before quoting a figure. */
    readonly notes: readonly string[];
  };
  readonly parts: readonly Part[];
  readonly activations: readonly string[];
  /** How each naive loop is written, where there is more than one way. */
  readonly forms: { readonly [activation: string]: string };
  readonly results: readonly Result[];
  readonly accuracy: readonly Accuracy[];
  /** Values of other numbers, at one length. */
  readonly beside: { readonly data: string; readonly results: readonly Result[] } | null;
  readonly shapes: { readonly results: readonly ShapeResult[]; readonly errors: readonly ShapeError[] };
  readonly sweep: Sweep | null;
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

const ORDER = ["naive", "naive, ", "stable", "staged", "allocating", "weights in memory", "memory", "fast", "copy"];

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
  "weights in memory": "hillock, weights in memory",
  memory: "hillock, in memory",
  fast: "hillock/fast, in memory",
  allocating: "hillock, new array",
  copy: "copy loop (no function)",
};

export function label(name: ContestantName): string {
  return name in labels ? labels[name as keyof typeof labels] : name.replace("naive", "naive loop");
}

/** A recorded run with the sweep of another. */
export function withSweep(recorded: Run, { sweep }: Run): Run {
  return { ...recorded, sweep };
}

/** A run to keep: one result a line, without samples. */
export function recording({ results, accuracy, beside, shapes, sweep, ...rest }: Run): string {
  const lines = (rows: readonly object[]) => `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  const parts = {
    results: lines(results.map(kept)),
    accuracy: lines(accuracy),
    beside: beside && `{ "data": ${JSON.stringify(beside.data)}, "results": ${lines(beside.results.map(kept))} }`,
    shapes: `{ "results": ${lines(shapes.results.map(keptShape))}, "errors": ${lines(shapes.errors)} }`,
    sweep: sweep && sweepText(sweep, lines),
  };
  return `${head},\n${Object.entries(parts)
    .map(([name, text]) => `  "${name}": ${text}`)
    .join(",\n")}\n}\n`;
}

/** So many cliffs of a recorded run are kept. */
const KEPT_CLIFFS = 20;

function sweepText({ points: _, cliffs, gigaflops, ...rest }: Sweep, lines: (rows: readonly object[]) => string): string {
  const head = JSON.stringify({ ...rest, gigaflops: short(gigaflops) }).slice(1, -1);
  return `{ ${head}, "points": [], "cliffs": ${cliffs.length > 0 ? lines(cliffs.slice(0, KEPT_CLIFFS)) : "[]"} }`;
}

function kept({ samples: _, nanosecondsPerElement: time, ...result }: Result) {
  return {
    ...result,
    nanosecondsPerElement: rounded(time),
    nanosecondsPerCall: short(result.nanosecondsPerCall),
    timesFaster: short(result.timesFaster),
    gigabytesPerSecond: short(result.gigabytesPerSecond),
  };
}

function keptShape({ samples: _, nanosecondsPerCall: time, ...result }: ShapeResult) {
  return {
    ...result,
    nanosecondsPerCall: rounded(time),
    nanosecondsPerElement: short(result.nanosecondsPerElement),
    gigaflops: result.gigaflops && short(result.gigaflops),
    timesFaster: short(result.timesFaster),
  };
}

function rounded({ lower, median, upper }: Spread): Spread {
  return { lower: short(lower), median: short(median), upper: short(upper) };
}

function short(value: number): number {
  return Number(value.toPrecision(5));
}
