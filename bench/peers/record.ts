/** Runs worth quoting: kept one row a line, and merged where they are made in pieces. */

import { questions } from "./accuracy.js";
import { plan } from "./plan.js";
import type { Row, Run, Time } from "./results.js";
import { id } from "./tasks.js";

/**
 * The earlier run with the rows of the later one in place of its own. Rows of random sizes that another seed drew are left out, and a
 * quick run does not mix with a full one.
 */
export function merge(earlier: Run, later: Run): Run {
  if (earlier.quick !== later.quick) return later;
  const kept = earlier.seed === later.seed ? earlier.rows : earlier.rows.filter(({ task }) => !task.drawn);
  const peers = new Map([...earlier.peers, ...later.peers].map((peer) => [peer.name, peer]));
  const failed = Object.entries({ ...earlier.failed, ...later.failed }).filter(([name]) => !later.peers.some((peer) => peer.name === name));
  return {
    ...later,
    peers: [...peers.values()],
    failed: Object.fromEntries(failed),
    rows: inOrder(plan({ quick: false, seed: later.seed }).map(id), byId(kept, later.rows)),
    accuracy: inOrder(
      questions().map((question) => question.id),
      byId(earlier.accuracy, later.accuracy),
    ),
  };
}

function byId<Item extends { readonly id: string }>(earlier: readonly Item[], later: readonly Item[]): Map<string, Item> {
  return new Map([...earlier, ...later].map((item) => [item.id, item]));
}

function inOrder<Item>(ids: readonly string[], items: ReadonlyMap<string, Item>): Item[] {
  return ids.flatMap((name) => items.get(name) ?? []);
}

export function recording({ rows, accuracy, ...head }: Run): string {
  const lines = (items: readonly object[]) => `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const figures = accuracy.map(({ id, ulps }) => ({
    id,
    ulps: Object.fromEntries(Object.entries(ulps).map(([peer, ulp]) => [peer, ulp === null ? null : short(ulp)])),
  }));
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": ${lines(rows.map(shortRow))},\n  "accuracy": ${lines(figures)}\n}\n`;
}

function shortRow(row: Row): Row {
  const shortTime = ({ lower, median, upper }: Time): Time => ({ lower: short(lower), median: short(median), upper: short(upper) });
  const times = Object.entries(row.times).map(([peer, residences]) => {
    const short = Object.entries(residences).map(([residence, time]) => [residence, shortTime(time)]);
    return [peer, Object.fromEntries(short)];
  });
  return { ...row, times: Object.fromEntries(times) };
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
