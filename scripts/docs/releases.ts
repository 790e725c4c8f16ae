/**
 * Measurements of each release, kept when the next one is measured: errors, sizes and speed by
 * function. Those of the version in package.json are made of the records; those before stay as they
 * are.
 */
import { readdirSync, readFileSync } from "node:fs";
import { runs } from "./bench.js";
import { sizes } from "./sizes.js";

export const FOLDER = "releases";

/** Elements of the calls whose speed is kept. */
const LENGTH = 4096;

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
  const lines = sizes.map(
    ({ name, size }) => `    ${JSON.stringify(name)}: ${JSON.stringify(measured(name, size, index[name]?.float32?.errors))}`,
  );
  const head = `{\n  "version": ${JSON.stringify(version)},\n  "date": ${JSON.stringify(date)},\n`;
  return { [`${FOLDER}/${version}.json`]: `${head}  "functions": {\n${lines.join(",\n")}\n  }\n}\n` };
}

function measured(name: string, kilobytes: number, recorded: Errors = {}): Measured {
  const errors = Object.entries(recorded).map(([method, [, found]]) => [method, found]);
  const nanoseconds = runs.flatMap(({ environment, rows }) =>
    (rows as readonly Row[])
      .filter((row) => row.name === name && row.method === "value" && row.type === "float32" && String(row.shape) === String(LENGTH))
      .map(({ times }) => [`Node ${environment.node}`, Number((times.memory / LENGTH).toPrecision(3))]),
  );
  return { kilobytes, errors: Object.fromEntries(errors), nanoseconds: Object.fromEntries(nanoseconds) };
}

/** All that were kept, the newest first. */
export function releases(): readonly Release[] {
  const all: Release[] = readdirSync(FOLDER).map((file) => read(`${FOLDER}/${file}`));
  return all.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
}
