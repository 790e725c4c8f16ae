/** What a run leaves behind, as it stands in the JSON. */
import type { Spread } from "../measure.js";
import type { Environment } from "../results.js";
import type { Peer } from "./peer.js";
import type { Task, Work } from "./tasks.js";

/** Milliseconds of one call: median and quartiles. */
export type Time = Spread;

export type Residence = "endToEnd" | "resident";

export type Times = { readonly [residence in Residence]?: Time };

export interface Row {
  readonly id: string;
  readonly task: Task;
  readonly work: Work;
  readonly times: { readonly [peer: string]: Times };
  /** Why a peer is not among them. */
  readonly skipped: { readonly [peer: string]: string };
}

/** The worst error of each peer, in units in the last place; null: NaN or infinity where a number is right. */
export interface AccuracyRow {
  readonly id: string;
  readonly ulps: { readonly [peer: string]: number | null };
}

export type PeerRecord = Pick<Peer, "name" | "version" | "threads" | "role" | "note">;

export interface Run {
  readonly version: 1;
  readonly date: string;
  readonly quick: boolean;
  /** What draws the random sizes. */
  readonly seed: number;
  readonly environment: Environment;
  readonly peers: readonly PeerRecord[];
  /** Peers that did not start, and what they said. */
  readonly failed: { readonly [peer: string]: string };
  readonly rows: readonly Row[];
  readonly accuracy: readonly AccuracyRow[];
}

/** Nanoseconds per element, or 10^9 operations a second. */
export function figureOf({ unit, count }: Work, milliseconds: number): number {
  return unit === "ns" ? (milliseconds * 1e6) / count : count / milliseconds / 1e6;
}

export interface Best {
  readonly name: string;
  readonly time: Time;
}

/** The fastest peer of a row that is neither hillock nor native code. */
export function best(run: Pick<Run, "peers">, row: Row, residence: Residence): Best | undefined {
  const candidates = run.peers.flatMap(({ name, role }) => {
    const time = row.times[name]?.[residence];
    return role === "peer" && time ? [{ name, time }] : [];
  });
  return candidates.sort((a, b) => a.time.median - b.time.median)[0];
}

export type Own = "hillock" | "hillock/fast";

/** How many times faster than the best peer; undefined where one of the two is missing. */
export function ratio(run: Pick<Run, "peers">, row: Row, residence: Residence, own: Own): number | undefined {
  const [rival, time] = [best(run, row, residence), row.times[own]?.[residence]];
  return rival && time && rival.time.median / time.median;
}
