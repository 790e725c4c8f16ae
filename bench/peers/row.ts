/** One row: every peer is checked against what is right, then all that are right are timed in turn. */

import { fault } from "./compare.js";
import type { Budget, Timed } from "./measure.js";
import { measure } from "./measure.js";
import { type Candidate, type Peer, prepare } from "./peer.js";
import { firstLine } from "./peers.js";
import { problem } from "./problems.js";
import type { Residence, Row, Time } from "./results.js";
import { id, type Task, work } from "./tasks.js";

interface Entry extends Timed {
  readonly peer: string;
  readonly residence: Residence;
}

export async function row(task: Task, peers: readonly Peer[], budget: Budget, random: () => number): Promise<Row> {
  const question = problem(task);
  const skipped: { [peer: string]: string } = {};
  const candidates: Candidate[] = [];
  const entries: Entry[] = [];
  for (const peer of peers) {
    try {
      await peer.enter?.();
      const candidate = await prepare(peer, question);
      candidates.push(candidate);
      for (const residence of ["endToEnd", "resident"] as const) {
        const call = candidate[residence];
        const wrong = fault(await call.read(), question.expected);
        if (wrong) throw new Error(`wrong result: ${wrong}`);
        const { run, async = false } = call;
        entries.push({ peer: peer.name, residence, run, async, ...(peer.enter && { enter: peer.enter }) });
      }
    } catch (error) {
      skipped[peer.name] = firstLine(error);
    }
  }
  const measured = await measure(entries, budget, random);
  for (const candidate of candidates) await candidate.dispose?.();
  const times: { [peer: string]: { [residence in Residence]?: Time } } = {};
  for (const [k, { peer, residence }] of entries.entries()) {
    times[peer] ??= {};
    times[peer][residence] = measured[k] as Time;
  }
  return { id: id(task), task, work: work(task), times, skipped };
}
