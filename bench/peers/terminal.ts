/** The run as text, row by row. */
import { figure, times, ulps } from "../format.js";
import { describeEnvironment } from "../hillock.js";
import { type ErrorRow, figureOf, type Row, unitOf } from "../results.js";
import { best, contestantOf, errorId, type PeerRecord, type PeersRun, type Residence, ratio } from "./results.js";
import { id } from "./tasks.js";

export const residences: { readonly [residence in Residence]: string } = { resident: "resident", endToEnd: "end to end" };
const both = Object.keys(residences) as Residence[];

export function heading({ environment, seed, peers, failed }: Omit<PeersRun, "rows" | "errors">): string {
  const threadsOf = ({ threads }: PeerRecord) => `${threads} thread${threads > 1 ? "s" : ""}`;
  const lines = peers.map((peer) => `  ${peer.name} ${peer.version}, ${threadsOf(peer)}${peer.note ? `; ${peer.note}` : ""}`);
  const absent = Object.entries(failed).map(([name, why]) => `  ${name} DOES NOT START: ${why}`);
  return [describeEnvironment(environment), `random sizes by --seed ${seed}`, ...lines, ...absent].join("\n");
}

/** Both residences: all figures, the best first, and how far ahead hillock is. */
export function rowLines(run: Pick<PeersRun, "peers">, row: Row): string {
  const lines = both.map((residence) => {
    const figures = run.peers
      .map(({ name }) => ({ name, contestant: contestantOf(name, residence) }))
      .filter(({ contestant }) => row.times[contestant] !== undefined)
      .sort((a, b) => (row.times[a.contestant] as number) - (row.times[b.contestant] as number))
      .map(({ name, contestant }) => `${name} ${figure(figureOf(row, contestant))}`);
    const ahead = (["hillock", "hillock/fast"] as const).map((own) => times(ratio(run, row, residence, own)).padEnd(8));
    return `  ${residences[residence].padEnd(11)}${ahead.join("")}${figures.join(" | ")}`;
  });
  const skipped = Object.entries(row.skipped ?? {})
    .filter(([, why]) => why.startsWith("wrong"))
    .map(([name, why]) => `  ${name}: ${why}`);
  return [`${id(row)}${row.drawn ? " (random size)" : ""}, ${unitOf(row.part)}`, ...lines, ...skipped].join("\n");
}

export function errorLine(row: ErrorRow): string {
  const errors = Object.entries(row.ulps).map(([name, ulp]) => `${name} ${ulps(ulp)}`);
  return `${errorId(row)}, worst ULP\n  ${errors.join(" | ")}`;
}

export function summary(run: PeersRun): string {
  const ratios = run.rows.flatMap((row) =>
    both.flatMap((residence) => {
      const value = ratio(run, row, residence, "hillock");
      return value === undefined ? [] : { row, residence, value };
    }),
  );
  const behind = ratios.filter(({ value }) => value < 1);
  const lines = behind.map(
    ({ row, residence, value }) => `  behind: ${id(row)} ${residences[residence]}, ${times(value)} of ${best(run, row, residence)?.name}`,
  );
  const counts = `ahead ${ratios.length - behind.length} times, behind ${behind.length}`;
  return [`hillock against the best peer of each row: ${counts}`, ...lines].join("\n");
}
