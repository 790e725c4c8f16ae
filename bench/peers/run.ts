/** A run: the rows that are asked for, one after the other. */
import { environment } from "../environment.js";
import { createRandom } from "../random.js";
import { accuracy, questions } from "./accuracy.js";
import { FULL, QUICK } from "./measure.js";
import { matcher, type Options } from "./options.js";
import { names, start } from "./peers.js";
import { plan } from "./plan.js";
import type { AccuracyRow, Row, Run } from "./results.js";
import { row } from "./row.js";
import { id } from "./tasks.js";

export interface Listener {
  started(run: Omit<Run, "rows" | "accuracy">): void;
  row(run: Pick<Run, "peers">, row: Row): void;
  accuracy(row: AccuracyRow): void;
}

export async function run(options: Options, listener: Listener): Promise<Run> {
  const { quick, seed, only } = options;
  const tasks = plan({ quick, seed });
  const asked = questions();
  const matches = matcher("--only", only, [...tasks.map(id), ...asked.map((question) => question.id)]);
  const { peers, failed } = await start(matcher("--peers", options.peers, names));
  const head: Omit<Run, "rows" | "accuracy"> = {
    version: 1,
    date: new Date().toISOString(),
    quick,
    seed,
    environment: environment(),
    peers: peers.map(({ name, version, threads, role, note }) => ({ name, version, threads, role, ...(note !== undefined && { note }) })),
    failed,
  };
  listener.started(head);
  const random = createRandom(seed);
  const rows: Row[] = [];
  for (const task of tasks.filter((task) => matches(id(task)))) {
    const done = await row(task, peers, quick ? QUICK : FULL, random);
    listener.row(head, done);
    rows.push(done);
  }
  const errors: AccuracyRow[] = [];
  for (const question of asked.filter((question) => matches(question.id))) {
    const done = await accuracy(question, peers);
    listener.accuracy(done);
    errors.push(done);
  }
  return { ...head, rows, accuracy: errors };
}
