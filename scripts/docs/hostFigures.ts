/** The cost of hillock in each engine, as `npm run engines` recorded it. */
import { readFileSync } from "node:fs";
import { code, table } from "./markdown.js";

interface Engine {
  readonly name: string;
  readonly backend: string;
  /** Milliseconds, as those of the first call. */
  readonly importing: number;
  readonly firstCall: number;
  /** Nanoseconds, by the names of functions. */
  readonly perElement: Readonly<Record<string, number>>;
}

interface Recorded {
  readonly measured: string;
  readonly cpu: string;
  readonly starts: number;
  readonly length: number;
  readonly engines: readonly Engine[];
}

const { measured, cpu, starts, length, engines }: Recorded = JSON.parse(readFileSync("test/hosts/engines/figures.json", "utf8"));

/** The figures of each engine, and how they were measured. */
export function hostFigures(): string {
  const names = Object.keys(engines[0]?.perElement ?? {});
  const head = ["", "backend", "import, ms", "first call, ms", ...names.map((name) => `${code(name)}, ns`)];
  const rows = engines.map(({ name, backend, importing, firstCall, perElement }) => [
    name,
    code(backend),
    ...[importing, firstCall].map((time) => time.toFixed(time < 100 ? 1 : 0)),
    ...Object.values(perElement).map((time) => time.toFixed(2)),
  ]);
  return `${table(head, rows)}\n\nThe least of ${starts} starts of each engine; ${cpu}, ${measured}. Nanoseconds are for an element of ${length}, float32, in hillock's memory.`;
}
