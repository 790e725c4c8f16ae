/**
 * All that the documents take of bench/: tables of recorded runs, and a formula as people write it.
 */
import { readdirSync, readFileSync } from "node:fs";
import {
  denseTable,
  lengthsTable,
  mathTable,
  peersActivations,
  peersErrors,
  peersResults,
  peersTable,
  performanceTable,
  scaleGrowth,
  scaleLimits,
  scaleModel,
  scaleThreads,
  shapesTable,
  sweepText,
} from "../../bench/documents.js";
import { erf } from "../../bench/loops/written.js";

const recorded = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")));
/** Runs of everything, and those of a part, the newest of each Node. */
const all = recorded("bench/recorded");
export const runs = all.filter(({ parts }) => parts.length > 1);
/** The newest run with a part in each Node. */
const newest = (part: string) => [
  ...new Map(
    all
      .filter(({ parts }) => parts.includes(part))
      .sort((a, b) => a.date.localeCompare(b.date))
      .map((run) => [run.environment.node, run]),
  ).values(),
];
export const mathRuns = newest("math");
const scaleRuns = newest("scale");
const peerRuns = recorded("bench/peers/recorded");

const ofEach = <Run>(all: readonly Run[], write: (run: Run) => string) => all.map(write).join("\n\n");

/** Tables by their names in docs/performance.md. */
export const benchTables: Readonly<Record<string, string>> = {
  speed: ofEach(runs, performanceTable),
  lengths: lengthsTable(runs),
  shapes: ofEach(runs, shapesTable),
  dense: ofEach(runs, denseTable),
  math: ofEach(mathRuns, mathTable),
  sweep: ofEach(runs, sweepText),
  limits: ofEach(scaleRuns, scaleLimits),
  growth: ofEach(scaleRuns, scaleGrowth),
  threads: ofEach(scaleRuns, scaleThreads),
  model: ofEach(scaleRuns, scaleModel),
  peers: ofEach(peerRuns, peersTable),
  peersActivations: ofEach(peerRuns, peersActivations),
  peersResults: ofEach(peerRuns, peersResults),
};

/** The worst errors of other libraries, of the newest Node. */
export const librariesErrors = peersErrors(peerRuns.at(-1));

/** gelu by the usual approximation of the error function, in float64. */
export const naiveGelu = (x: number): number => 0.5 * x * (1 + erf(x / Math.SQRT2));
