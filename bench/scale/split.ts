/** Calls on one thread and shared by several, by turns. */
import { startThreads, stopThreads } from "hillock/threads";
import { type Case, type Contestant, type Results, withContestants } from "../case.js";
import { denseCase } from "../cases/dense.js";
import { elementwiseCase } from "../cases/elementwise.js";
import { rowCase } from "../cases/rowwise.js";
import { info } from "../hillock.js";
import { spread } from "../measure.js";
import type { Data } from "../numbers.js";
import type { Scale, SplitCall } from "../results.js";
import { typical } from "../samples.js";

const LONG = 1e6;
/** Lengths that show from which one on threads pay. */
const LENGTHS = [4096, 16_384, 65_536, 262_144];
const ROUNDS = 7;
const RESIDENCES = ["memory", "staged"] as const;
/** Calls before those that count: the first few find out whether to share. */
const WARMING = 24;

export function splitCases(names: readonly string[], data: Data): Case[] {
  const value = (name: string, size: number, method: "value" | "backward" = "value") =>
    elementwiseCase({ name, method, type: "float32", size, data, only: RESIDENCES });
  const all = [
    ...["relu", "sigmoid", "gelu"].map((name) => value(name, LONG)),
    value("gelu", LONG, "backward"),
    ...LENGTHS.map((length) => value("gelu", length)),
    ...["value", "backwardFromOutput"].map((method) => rowCase("softmax", method, "float32", [1024, 1024])),
    ...(["forward", "forward + backward"] as const).map((product) => denseCase(product, "float32", [128, 784, 512])),
  ];
  return all.filter(({ name }) => names.includes(name));
}

interface Entrant {
  readonly one: Case;
  readonly contestant: Contestant;
  readonly times: { readonly alone: number[]; readonly split: number[] };
}

/** Times every case both ways. Afterwards one thread is left, and a memory that is shared. */
export async function splitCalls(cases: readonly Case[], milliseconds: number, show: (round: number) => void): Promise<Scale["threads"]> {
  const { count, reason } = await startThreads();
  if (count === 1) return { count, reason, calls: [] };
  try {
    return { count, reason, calls: await withAll(cases, [], (all) => byTurns(all, milliseconds, show)) };
  } finally {
    await stopThreads();
  }
}

/** Hands `use` the contestants of all cases, each with its arrays. */
async function withAll<T>(cases: readonly Case[], taken: readonly Entrant[], use: (all: readonly Entrant[]) => Promise<T>): Promise<T> {
  const [one, ...others] = cases;
  if (!one) return use(taken);
  return withContestants(one.type, await one.recipe(), (contestants) => {
    const own = contestants.filter(({ name }) => (RESIDENCES as readonly string[]).includes(name));
    return withAll(others, [...taken, ...own.map((contestant) => ({ one, contestant, times: { alone: [], split: [] } }))], use);
  });
}

async function byTurns(all: readonly Entrant[], milliseconds: number, show: (round: number) => void): Promise<SplitCall[]> {
  const { count } = info().threads;
  const share = milliseconds / (2 * ROUNDS * all.length);
  for (let round = 0; round < ROUNDS; round++) {
    show(round / ROUNDS);
    await stopThreads();
    const results: unknown[] = [];
    for (const { contestant, times } of all) {
      times.alone.push(timed(contestant, share));
      results.push(bitsOf(await contestant.compute()));
    }
    await startThreads({ threads: count });
    for (const [i, { one, contestant, times }] of all.entries()) {
      times.split.push(timed(contestant, share));
      const same = JSON.stringify(bitsOf(await contestant.compute())) === JSON.stringify(results[i]);
      if (!same) throw Error(`${one.name} ${one.method}, ${contestant.name}: other bits on ${count} threads`);
    }
  }
  return all.map(({ one: { name, method, shape }, contestant, times: { alone, split } }) => ({
    ...{ name, method, shape, residence: contestant.name as SplitCall["residence"] },
    ...{ alone: spread([alone]).median, split: spread([split]).median },
  }));
}

/** Nanoseconds of a call. */
function timed({ run }: Contestant, milliseconds: number): number {
  for (let i = 0; i < WARMING; i++) run(1);
  return typical(run, milliseconds) * 1e6;
}

/** A digest of results that tells any two bits apart with near certainty. */
function bitsOf(results: Results): readonly number[] {
  return Object.values(results).map((array) => {
    const { buffer, byteOffset, byteLength } = array as Float32Array;
    return new Uint32Array(buffer, byteOffset, byteLength / 4).reduce((hash, word) => Math.imul(hash ^ word, 0x01000193), 0x811c9dc5 | 0);
  });
}
