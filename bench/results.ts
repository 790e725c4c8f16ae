/** The record of a run, as it stands in the JSON. */
import type { Spread, Timing } from "./measure.js";
import type { Type } from "./numbers.js";

export const parts = ["elementwise", "rowwise", "gated", "features", "learnable", "losses", "dense", "math", "sweep", "scale"] as const;
export type Part = (typeof parts)[number];

/** naive, stable, staged, memory ..., of other libraries their names. */
export type ContestantName = string;

type Words = "cpu" | "system" | "engine" | "node" | "v8" | "backend" | "reason" | "hillock";
export type Environment = { readonly [word in Words]: string } & { readonly cores: number };

export interface Key {
  readonly part: Part;
  readonly name: string;
  /** value, backward, packed ... */
  readonly method: string;
  /** The form of the call, where there are several: a layout, an axis. */
  readonly form: string;
  readonly type: Type;
  /** The length; rows by their length; batch, inputs, outputs. */
  readonly shape: readonly number[];
  readonly drawn: boolean;
}

export interface Row extends Key {
  /** Nanoseconds of a call, the median of all samples. */
  readonly times: { readonly [contestant: ContestantName]: number };
  /** Absent from recorded runs. */
  readonly samples?: { readonly [contestant: ContestantName]: Samples };
  /** Why a contestant is not among them. */
  readonly skipped?: { readonly [contestant: ContestantName]: string };
}

/** Quartiles, and every sample. */
export type Samples = Omit<Timing & Spread, "name" | "median">;

/** The worst errors of one function on numbers of one kind. */
export interface ErrorRow extends Pick<Key, "part" | "name" | "method" | "form" | "type"> {
  readonly numbers: string;
  /**
   * The errors in units in the last place of the type. Null: NaN, or an infinity that should be a
   * number, or the reverse.
   */
  readonly ulps: { readonly [contestant: ContestantName]: number | null };
  /** The places of the errors; absent from recorded runs. */
  readonly witnesses?: { readonly [contestant: ContestantName]: Witness };
}

/** An error with its inputs, as text: numbers of JSON have no infinities. */
export interface Witness {
  readonly at?: string;
  readonly got: string;
  readonly wanted: string;
  /** The extent of what was looked at. */
  readonly coverage: string;
}

export type Worst = Witness & { readonly ulp: number | null };

/** The dense layer at one shape, its arrays in hillock's memory. */
export interface SweepPoint {
  readonly product: "forward" | "backward";
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly layout: "inputsOutputs" | "outputsInputs";
  /** Its origin: the grid, beside it by one, or drawn at random. */
  readonly from: "grid" | "neighbour" | "drawn";
  readonly nanoseconds: number;
  readonly gigaflops: number;
}

/** A shape that is far slower than one beside it, found so twice, and what is wrong with it. */
export interface Cliff {
  readonly shape: SweepPoint;
  readonly beside: SweepPoint;
  readonly finding: string;
}

export interface Sweep {
  readonly type: Type;
  readonly full: boolean;
  readonly seconds: number;
  /** The numbers of shapes measured and of cliffs found. */
  readonly shapes: number;
  readonly found: number;
  /** The speed of the fastest forward product. */
  readonly gigaflops: number;
  /** Absent from recorded runs: there are thousands; and the cliffs, worst first. */
  readonly points: readonly SweepPoint[];
  readonly cliffs: readonly Cliff[];
}

/** The speed of a copy between arrays of so many bytes, both of which count. */
export interface Copy {
  readonly bytes: number;
  readonly gigabytesPerSecond: number;
}

/** The most that the machine could do on one thread: no function is faster. */
export interface Limits {
  readonly copies: readonly Copy[];
  /**
   * 10^9 multiplications and additions of float32 a second, of numbers that never leave the
   * registers; undefined without SIMD.
   */
  readonly gigaflops?: number | undefined;
  /** Whether a multiplication and an addition were one instruction. */
  readonly isFused: boolean;
}

/** A function at one size: `rows` of `length` numbers. */
export interface GrowthPoint {
  readonly name: string;
  readonly rows: number;
  readonly length: number;
  readonly residence: "staged" | "memory";
  readonly nanoseconds: number;
  /** The bytes of hillock's memory afterwards. */
  readonly memoryBytes: number;
}

/** Nanoseconds of a call on one thread, and with several at hand. */
export interface SplitCall extends Pick<Key, "name" | "method" | "shape"> {
  readonly residence: "staged" | "memory";
  readonly alone: number;
  readonly split: number;
}

/** The limits of the machine, how times grow with sizes, and what threads bring. */
export interface Scale {
  readonly limits: Limits;
  readonly growth: readonly GrowthPoint[];
  /** The number of threads, 1 where there are no others, and calls that they share. */
  readonly threads: { readonly count: number; readonly reason: string; readonly calls: readonly SplitCall[] };
}

/** The lengths at which the elementwise functions were timed. */
export interface Lengths {
  /** The lengths of the table of values. */
  readonly sizes: readonly number[];
  /** The one among them that was drawn at random. */
  readonly drawnSize: number | null;
  /** The one at which every method was timed. */
  readonly methodSize: number;
  /** The one at which the price of a call was read. */
  readonly callSize: number | null;
  /** The activations that were timed at more lengths, and these lengths. */
  readonly curves: { readonly activations: readonly string[]; readonly sizes: readonly number[] };
}

export interface Run {
  readonly version: 3;
  readonly date: string;
  readonly seconds: number;
  readonly environment: Environment;
  readonly method: {
    readonly data: string;
    /** The seed of the sizes that were drawn, and of the order within the rounds. */
    readonly seed: number;
    readonly rounds: number;
    readonly secondsForTiming: number;
    /** Notes that a reader should know before quoting a figure. */
    readonly notes: readonly string[];
  };
  readonly parts: readonly Part[];
  readonly lengths: Lengths;
  readonly rows: readonly Row[];
  readonly errors: readonly ErrorRow[];
  readonly sweep: Sweep | null;
  /** Absent from runs that were recorded without it. */
  readonly scale?: Scale | null;
}

/** The form of elementwise rows on other numbers than those of the run. */
export const BESIDE = "on normal numbers";

/** Values of elementwise functions on the numbers of the run. */
export function isElementwise({ part, form, method, type }: Key, wanted: Type): boolean {
  return part === "elementwise" && form === "" && method === "value" && type === wanted;
}

/** Elements of the result, or products of numbers. */
export function elementsOf({ shape }: Pick<Key, "shape">): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Multiplications and additions, each counted as one, for each weight and row. */
const OPERATIONS: { readonly [product: string]: number } = { forward: 2, backward: 4, "forward + backward": 6 };

export function operationsOf(key: Pick<Key, "part" | "method" | "shape">): number | undefined {
  return key.part === "dense" ? (OPERATIONS[key.method] as number) * elementsOf(key) : undefined;
}

/**
 * The figure of a contestant: 10^9 operations a second of the layer, nanoseconds per element of all
 * others.
 */
export function figureOf(row: Row, contestant: ContestantName): number | undefined {
  const time = row.times[contestant];
  if (time === undefined) return undefined;
  const operations = operationsOf(row);
  return operations === undefined ? time / elementsOf(row) : operations / time;
}

export function unitOf(part: Part): string {
  return part === "dense" ? "GFLOP/s" : "ns/element";
}

/** The speed over that of the naive loop, or of the stable one where nobody writes a naive one. */
export function gainOf({ times }: Row, contestant: ContestantName = "memory"): number | undefined {
  const [baseline, own] = [times.naive ?? times.stable, times[contestant]];
  return baseline !== undefined && own !== undefined ? baseline / own : undefined;
}

/** Bytes read and written by an elementwise call, in 10^9 a second. */
export function gigabytesPerSecond(row: Row, contestant: ContestantName): number | undefined {
  if (row.part !== "elementwise") return undefined;
  const arrays = row.method === "valueAndDerivative" || row.method === "backward" ? 3 : 2;
  return (elementsOf(row) * arrays * (row.type === "float32" ? 4 : 8)) / (row.times[contestant] as number);
}

export function matches<T extends object>(wanted: { readonly [K in keyof T]?: T[K] | string }): (item: T) => boolean {
  return (item) => Object.entries(wanted).every(([key, value]) => `${item[key as keyof T]}` === `${value}`);
}

export function find(run: Pick<Run, "rows">, wanted: { readonly [K in keyof Row]?: Row[K] | string }): Row | undefined {
  return run.rows.find(matches<Row>({ form: "", ...wanted }));
}

/** The worst error of a contestant, over all kinds of numbers that its function was given. */
export function worstOf(
  { errors }: Pick<Run, "errors">,
  key: Pick<Key, "part" | "name" | "method" | "type"> & { readonly form?: string },
  contestant: ContestantName,
): number | null | undefined {
  const { part, name, method, type } = key;
  const same = contestant === "staged" || contestant === "allocating" ? "memory" : contestant;
  const found = errors.filter(matches<ErrorRow>({ part, name, method, type })).map(({ ulps }) => ulps[same]);
  const known = found.filter((ulp) => ulp !== undefined);
  return known.length === 0 ? undefined : known.includes(null) ? null : Math.max(...(known as number[]));
}

const labels: { readonly [name: string]: string } = {
  naive: "naive loop",
  "naive, along rows": "naive loop, along rows",
  stable: "stable loop",
  numbers: "hillock, number by number",
  staged: "hillock, staged",
  allocating: "hillock, new array",
  "weights in memory": "hillock, weights in memory",
  memory: "hillock, in memory",
  fast: "hillock/fast, in memory",
  copy: "copy loop (no function)",
};
const ORDER = ["naive", "other", ...Object.keys(labels).slice(2)];

/** Each contestant of some rows once, loops first. */
export function contestantsOf(rows: readonly { readonly times?: object; readonly ulps?: object }[]): ContestantName[] {
  const rank = (name: ContestantName) => ORDER.indexOf(name.startsWith("naive, ") ? "other" : name);
  const names = rows.flatMap(({ times, ulps }) => Object.keys(times ?? ulps ?? {}));
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b));
}

export function label(name: ContestantName): string {
  return labels[name] ?? name.replace("naive", "naive loop");
}

/** A run to keep: one row a line, medians alone. */
export function recording<R extends { readonly rows: readonly Row[]; readonly errors: readonly ErrorRow[] }>(run: R): string {
  const { rows, errors, ...rest } = run;
  const { sweep } = run as Partial<Run>;
  const kept = sweep && { ...sweep, gigaflops: Number(sweep.gigaflops.toPrecision(5)), points: [], cliffs: [] };
  const head = { ...rest, ...(kept && { sweep: kept }) };
  const lines = (items: readonly object[]) => `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
  const keptRows = rows.map(({ samples: _, times, ...row }) => ({ ...row, times: shortened(times) }));
  const keptErrors = errors.map(({ witnesses: _, ulps, ...row }) => ({ ...row, ulps: shortened(ulps) }));
  return `${JSON.stringify(head).slice(0, -1)},\n"rows": ${lines(keptRows)},\n"errors": ${lines(keptErrors)}}\n`;
}

function shortened(figures: { readonly [name: string]: number | null }): object {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value && Number(value.toPrecision(6))]));
}
