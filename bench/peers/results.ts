/**
 * The record of a run, as it stands in the JSON: rows as those of npm start, whose contestants are
 * peers, each in two residences.
 */
import type { ContestantName, Environment, ErrorRow, Row } from "../results.js";
import type { Peer } from "./peer.js";
import { plan } from "./plan.js";
import { caseOf, id } from "./tasks.js";

export type Residence = "resident" | "endToEnd";

export type PeerRecord = Pick<Peer, "name" | "version" | "threads" | "role" | "note">;

export interface PeersRun {
  readonly version: 2;
  readonly date: string;
  readonly quick: boolean;
  /** The seed of the random sizes. */
  readonly seed: number;
  readonly environment: Environment;
  readonly peers: readonly PeerRecord[];
  /** Peers that did not start, and what they said. */
  readonly failed: { readonly [peer: string]: string };
  readonly rows: readonly Row[];
  readonly errors: readonly ErrorRow[];
}

/** The name of a peer among the contestants of a row. */
export function contestantOf(peer: string, residence: Residence): ContestantName {
  return residence === "resident" ? peer : `${peer}, end to end`;
}

/** The fastest peer of a row that is neither hillock nor native code. */
export function best({ peers }: Pick<PeersRun, "peers">, row: Row, residence: Residence): { name: string; time: number } | undefined {
  const candidates = peers.flatMap(({ name, role }) => {
    const time = row.times[contestantOf(name, residence)];
    return role === "peer" && time !== undefined ? [{ name, time }] : [];
  });
  return candidates.sort((a, b) => a.time - b.time)[0];
}

export type Own = "hillock" | "hillock/fast";

/** The speed over that of the best peer; undefined where one of the two is missing. */
export function ratio(run: Pick<PeersRun, "peers">, row: Row, residence: Residence, own: Own): number | undefined {
  const [rival, time] = [best(run, row, residence), row.times[contestantOf(own, residence)]];
  return rival && time && rival.time / time;
}

/** `accuracy/rows/softmax/sigma 20` */
export function errorId({ part, name, method, numbers }: Pick<ErrorRow, "part" | "name" | "method" | "numbers">): string {
  const kind = part === "rowwise" ? "rows" : part === "losses" ? "loss" : method;
  return ["accuracy", kind, name, ...(part === "elementwise" ? [] : [numbers])].join("/");
}

/**
 * The earlier run with the rows of the later one in place of its own. Rows of random sizes that
 * another seed drew are left out, and a quick run does not mix with a full one.
 */
export function merge(earlier: PeersRun, later: PeersRun): PeersRun {
  if (earlier.quick !== later.quick) return later;
  const kept = earlier.seed === later.seed ? earlier.rows : earlier.rows.filter(({ drawn }) => !drawn);
  const peers = new Map([...earlier.peers, ...later.peers].map((peer) => [peer.name, peer]));
  const failed = Object.entries({ ...earlier.failed, ...later.failed }).filter(([name]) => !later.peers.some((peer) => peer.name === name));
  const rows = new Map([...kept, ...later.rows].map((row) => [id(row), row]));
  const order = plan({ quick: false, seed: later.seed }).map((task) => id(caseOf(task)));
  return {
    ...later,
    peers: [...peers.values()],
    failed: Object.fromEntries(failed),
    rows: order.flatMap((name) => rows.get(name) ?? []),
    errors: [...new Map([...earlier.errors, ...later.errors].map((row) => [errorId(row), row])).values()],
  };
}
