/** All that the documents take of bench/: tables of recorded runs, and a formula as people write it. */
import { readdirSync, readFileSync } from "node:fs";
import { alternatives } from "../../bench/naive/gelu.js";
import { denseTable, performanceTable, shapesTable, sweepText } from "../../bench/readme.js";
import { lengthsTable } from "./lengths.js";
import { peersErrors, peersResults, peersTable } from "./peers.js";

const recorded = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
const runs = recorded("bench/recorded");
const peerRuns = recorded("bench/peers/recorded").map((json) => JSON.parse(json));

const ofEach = <Run>(all: readonly Run[], write: (run: Run) => string) => all.map(write).join("\n\n");

/** By their names in docs/performance.md. */
export const benchTables: Readonly<Record<string, string>> = {
  speed: ofEach(runs, performanceTable),
  lengths: lengthsTable(runs.map((json) => JSON.parse(json))),
  shapes: ofEach(runs, shapesTable),
  dense: ofEach(runs, denseTable),
  sweep: ofEach(runs, sweepText),
  peers: ofEach(peerRuns, peersTable),
  peersResults: ofEach(peerRuns, peersResults),
};

/** The worst errors of other libraries, of the newest Node. */
export const librariesErrors = peersErrors(peerRuns.at(-1));

/** gelu by the usual approximation of the error function, in float64. */
export const naiveGelu = alternatives["Abramowitz-Stegun erf"];
