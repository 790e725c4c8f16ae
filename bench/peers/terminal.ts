/** The run as text, row by row. */
import { describeEnvironment } from "../environment.js";
import { figure, times, ulps } from "../format.js";
import { type AccuracyRow, best, figureOf, type Own, type Residence, type Row, type Run, ratio } from "./results.js";

const RESIDENCES: { readonly [residence in Residence]: string } = { resident: "resident", endToEnd: "end to end" };
const OWN: readonly Own[] = ["hillock", "hillock/fast"];

export function heading({ environment, seed, peers, failed }: Omit<Run, "rows" | "accuracy">): string {
  const lines = peers.map(
    ({ name, version, threads, note }) => `  ${name} ${version}, ${threads} thread${threads > 1 ? "s" : ""}${note ? `; ${note}` : ""}`,
  );
  const absent = Object.entries(failed).map(([name, why]) => `  ${name} DOES NOT START: ${why}`);
  return [describeEnvironment(environment), `random sizes by --seed ${seed}`, ...lines, ...absent].join("\n");
}

/** Both residences: all figures, the best first, and how far ahead hillock is. */
export function rowLines(run: Pick<Run, "peers">, row: Row): string {
  const lines = (["resident", "endToEnd"] as const).map((residence) => {
    const figures = Object.entries(row.times)
      .flatMap(([name, { [residence]: time }]) => (time ? [{ name, time }] : []))
      .sort((a, b) => a.time.median - b.time.median)
      .map(({ name, time }) => `${name} ${figure(figureOf(row.work, time.median))}`);
    return `  ${RESIDENCES[residence].padEnd(11)}${ahead(run, row, residence)}${figures.join(" | ")}`;
  });
  const skipped = Object.entries(row.skipped)
    .filter(([, why]) => why.startsWith("wrong"))
    .map(([name, why]) => `  ${name}: ${why}`);
  return [
    `${row.id}${row.task.drawn ? " (random size)" : ""}, ${row.work.unit === "ns" ? "ns/element" : row.work.unit}`,
    ...lines,
    ...skipped,
  ].join("\n");
}

function ahead(run: Pick<Run, "peers">, row: Row, residence: Residence): string {
  const ratios = OWN.map((own) => ratio(run, row, residence, own));
  return ratios.map((value) => (value === undefined ? "-" : times(value)).padEnd(8)).join("");
}

export function accuracyLine({ id, ulps: errors }: AccuracyRow): string {
  return `${id}, worst ULP\n  ${Object.entries(errors)
    .map(([name, ulp]) => `${name} ${ulps(ulp)}`)
    .join(" | ")}`;
}

export function summary(run: Run): string {
  const behind: string[] = [];
  let ahead = 0;
  for (const row of run.rows) {
    for (const residence of ["resident", "endToEnd"] as const) {
      const value = ratio(run, row, residence, "hillock");
      if (value === undefined) continue;
      if (value >= 1) ahead++;
      else behind.push(`  behind: ${row.id} ${RESIDENCES[residence]}, ${times(value)} of ${best(run, row, residence)?.name}`);
    }
  }
  return [`hillock against the best peer of each row: ahead ${ahead} times, behind ${behind.length}`, ...behind].join("\n");
}
