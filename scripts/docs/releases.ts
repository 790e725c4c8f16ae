/**
 * Measurements of each release, kept when the next one is measured: errors, sizes and speed by
 * function. Those of the version in package.json are made of the records; those before stay as they
 * are.
 */
import { readdirSync, readFileSync } from "node:fs";
import { mathRuns, runs } from "./bench.js";
import { mathSizes, sizes } from "./sizes.js";

export const FOLDER = "releases";

/** The shapes of the calls whose speed is kept: arrays, and rows of about a thousand. */
const SHAPES = ["4096", "64,1000", "64,1024"];

export interface Measured {
  /** Kilobytes that it adds to a bundle, minified and with gzip. */
  readonly kilobytes: number;
  /** The largest errors found in float32, in ULP, by method. */
  readonly errors: Readonly<Record<string, number>>;
  /**
   * The time of a float32 element, by engine, in hillock's memory: of functions that are in the
   * recorded benchmark.
   */
  readonly nanoseconds: Readonly<Record<string, number>>;
}

export interface Release {
  readonly version: string;
  readonly date: string;
  readonly functions: Readonly<Record<string, Measured>>;
}

/** The part that is read here of a row of the recorded benchmark. */
interface Row {
  readonly part: string;
  readonly name: string;
  readonly method: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly times: { readonly memory: number };
}

/** The errors in accuracy.json: bounds, and the largest that were found. */
type Errors = Readonly<Record<string, readonly [bound: number, found: number]>>;
type Index = Readonly<Record<string, { readonly float32?: { readonly errors: Errors } }>>;

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));

/** The file of the version in package.json, and its text. */
export function release(): Readonly<Record<string, string>> {
  const { version } = read("package.json");
  const index: Index = read("accuracy.json");
  const [, date] = new RegExp(`^## \\[${version}\\] - (.*)$`, "m").exec(readFileSync("CHANGELOG.md", "utf8")) ?? [];
  const all = [
    ...sizes.map(({ name, size }) => [name, name, size] as const),
    ...mathSizes.map(({ name, size }) => [`math.${name}`, name, size] as const),
  ];
  const lines = all.map(([key, name, size]) => {
    const nanoseconds = speedOf(name, key === name ? runs : mathRuns, (part) => (part === "math") === (key !== name));
    return `    ${JSON.stringify(key)}: ${JSON.stringify({ kilobytes: size, errors: errorsOf(index[key]?.float32?.errors), nanoseconds } satisfies Measured)}`;
  });
  const head = `{\n  "version": ${JSON.stringify(version)},\n  "date": ${JSON.stringify(date)},\n`;
  return { [`${FOLDER}/${version}.json`]: `${head}  "functions": {\n${lines.join(",\n")}\n  }\n}\n` };
}

/** The largest errors that were found. */
function errorsOf(recorded: Errors = {}): Measured["errors"] {
  return Object.fromEntries(Object.entries(recorded).map(([method, [, found]]) => [method, found]));
}

/** The time of an element in recorded runs, in a part of them. */
function speedOf(name: string, recorded: typeof runs, isIn: (part: string) => boolean): Measured["nanoseconds"] {
  const times = recorded.flatMap(({ environment, rows }) =>
    (rows as readonly Row[])
      .filter(
        (row) =>
          row.name === name && isIn(row.part) && row.method === "value" && row.type === "float32" && SHAPES.includes(String(row.shape)),
      )
      .map(({ times, shape }) => [`Node ${environment.node}`, Number((times.memory / shape.reduce((a, b) => a * b)).toPrecision(3))]),
  );
  return Object.fromEntries(times);
}

/** All that were kept, the newest first. */
export function releases(): readonly Release[] {
  const all: Release[] = readdirSync(FOLDER).map((file) => read(`${FOLDER}/${file}`));
  return all.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
}
