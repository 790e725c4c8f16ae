/**
 * A run: of each row that is asked for, every peer is checked against what is right, then all that
 * are right are timed in turn.
 */

import { formats } from "../../oracle/formats.js";
import type { Method } from "../../oracle/oracle.js";
import type { Recipe, Results } from "../case.js";
import { wrong } from "../check.js";
import { sample, WIDE, wideRecipe, worstError } from "../errors.js";
import { environment } from "../hillock.js";
import { measure, type Runnable } from "../measure.js";
import { createRandom, type Data, type Floats, normal, uniform } from "../numbers.js";
import { apply } from "../repeat.js";
import type { ErrorRow, Row } from "../results.js";
import { rowOf } from "../time.js";
import { matcher, type Options } from "./options.js";
import { type Call, type Candidate, type Peer, prepare } from "./peer.js";
import { firstLine, names, start } from "./peers.js";
import { ACTIVATIONS, LOSSES, plan, ROWWISE } from "./plan.js";
import { contestantOf, errorId, type PeersRun } from "./results.js";
import { caseOf, id, type Problem, parametersWith, problemOf, type Task, toleranceOf } from "./tasks.js";

export interface Listener {
  started(run: Omit<PeersRun, "rows" | "errors">): void;
  row(run: Pick<PeersRun, "peers">, row: Row): void;
  errors(row: ErrorRow): void;
}

/** Seconds for each call: V8 takes about 10 ms to compile a loop or a kernel for speed. */
const SECONDS = { quick: 0.05, full: 0.075 };

export async function run(options: Options, listener: Listener): Promise<PeersRun> {
  const { quick, seed, only } = options;
  const tasks = plan({ quick, seed });
  const ids = tasks.map((task) => id(caseOf(task)));
  const asked = questions();
  const matches = matcher("--only", only, [...ids, ...asked.map(({ key }) => errorId(key))]);
  const { peers, failed } = await start(matcher("--peers", options.peers, names));
  const head: Omit<PeersRun, "rows" | "errors"> = {
    version: 2,
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
  for (const task of tasks.filter((_, i) => matches(ids[i] as string))) {
    const done = await rowFor(task, peers, quick ? SECONDS.quick : SECONDS.full, random);
    listener.row(head, done);
    rows.push(done);
  }
  const errors: ErrorRow[] = [];
  for (const question of asked.filter(({ key }) => matches(errorId(key)))) {
    const done = await errorsFor(question, peers);
    listener.errors(done);
    errors.push(done);
  }
  return { ...head, rows, errors };
}

/** The results of a call, by the names of those expected. */
async function computed({ expected }: Problem, call: Call): Promise<Results> {
  const arrays = await call.read();
  return Object.fromEntries(expected.map(({ name }, k) => [name, arrays[k] as Floats]));
}

export async function rowFor(task: Task, peers: readonly Peer[], seconds: number, random: () => number): Promise<Row> {
  const one = caseOf(task);
  const problem = problemOf(task, await one.recipe());
  const skipped: { [peer: string]: string } = {};
  const candidates: Candidate[] = [];
  const runnables: Runnable[] = [];
  for (const peer of peers) {
    try {
      await peer.enter?.();
      const candidate = await prepare(peer, problem);
      candidates.push(candidate);
      for (const residence of ["endToEnd", "resident"] as const) {
        const call = candidate[residence];
        const fault = wrong(await computed(problem, call), problem.expected, toleranceOf(task));
        if (fault) throw new Error(`wrong result: ${fault}`);
        const { async = false } = call;
        const run = async ? awaited(call) : (calls: number) => apply(call.run, [], calls);
        runnables.push({ name: contestantOf(peer.name, residence), run, async, ...(peer.enter && { enter: peer.enter }) });
      }
    } catch (error) {
      skipped[peer.name] = firstLine(error);
    }
  }
  const timings = await measure(runnables, seconds * runnables.length, random);
  for (const candidate of candidates) await candidate.dispose?.();
  return { ...rowOf(one, timings), skipped };
}

function awaited({ run }: Call) {
  return async (calls: number) => {
    for (let i = 0; i < calls; i++) await run();
  };
}

/**
 * The relative error of a right result that is not seen in a count of units in the last place of
 * float32.
 */
const GOOD = 2 ** -40;

/** Something whose errors are looked for. */
interface Question {
  readonly key: Omit<ErrorRow, "ulps">;
  ask(): Problem | Promise<Problem>;
}

const TYPE = "float32";
/** Results below the normal numbers are left out: many libraries flush them. */
const SMALLEST = 2 ** -126;

/**
 * The ranges of logits: as a network has them, as a confident one has them, and as far as hillock
 * promises anything.
 */
const LOGITS: { readonly [words: string]: (count: number) => Floats } = {
  "sigma 2": (count) => normal(TYPE, count, 0),
  "sigma 20": (count) => normal(TYPE, count, 0, 10),
  "±1e4": (count) => uniform(count, -1e4, 1e4),
};

function questions(): Question[] {
  const common = { form: "", type: TYPE } as const;
  const activations = (["value", "backward"] as const).flatMap((kind) =>
    ACTIVATIONS.map((name): Question => {
      const key = { part: "elementwise", name, method: kind, ...common, numbers: "finite" } as const;
      return { key, ask: () => activation(kind, name) };
    }),
  );
  const wide = (kind: "rows" | "loss", part: "rowwise" | "losses", name: string) =>
    Object.entries(LOGITS).map(([numbers, logits]): Question => {
      const recipe = () => wideRecipe(part, name, logits)?.recipe as Recipe;
      const method = kind === "rows" ? "value" : "lossAndGradient";
      return { key: { part, name, method, ...common, numbers }, ask: () => problemOf({ kind, name, type: TYPE, shape: WIDE }, recipe()) };
    });
  const rows = ROWWISE.flatMap((name) => wide("rows", "rowwise", name));
  return [...activations, ...rows, ...LOSSES.flatMap((name) => wide("loss", "losses", name))];
}

/** The derivative is had as the gradient of ones. */
async function activation(kind: "value" | "backward", name: string): Promise<Problem> {
  const x = sample(TYPE);
  const data: Data = { description: "", take: () => x };
  const ones: Data = { description: "", take: () => x.slice().fill(1) };
  const task: Task = { kind, name, type: TYPE, shape: [x.length] };
  const problem = problemOf(task, await caseOf(task, data, ones).recipe());
  return { ...problem, expected: [{ name: kind, values: await exactly(name, kind === "value" ? "value" : "derivative", x) }] };
}

/** Where double precision is not enough for the oracle, by its exact numbers. */
async function exactly(name: string, method: Method, x: Floats): Promise<Float64Array> {
  // After the timing, see reference.ts.
  const { Reference } = await import("../../oracle/oracle.js");
  const reference = new Reference(name, method, parametersWith(name));
  const [values, errors] = [new Float64Array(x.length), new Float64Array(x.length)];
  reference.evaluate(x.length, [x], values, errors);
  return values.map((value, i) => {
    const isGood = (errors[i] as number) <= GOOD * Math.abs(value);
    return isGood ? value : reference.judge(formats.float64, [x[i] as number], value).rounded;
  });
}

async function errorsFor({ key, ask }: Question, peers: readonly Peer[]): Promise<ErrorRow> {
  const problem = await ask();
  const ulps: { [peer: string]: number | null } = {};
  for (const peer of peers) {
    try {
      await peer.enter?.();
      const candidate = await prepare(peer, problem);
      const results = await computed(problem, candidate.endToEnd);
      await candidate.dispose?.();
      const errors = problem.expected.map(({ name, values }) => worstError(TYPE, results[name] as Floats, values, SMALLEST).ulp);
      ulps[peer.name] = errors.includes(null) ? null : Math.max(...(errors as number[]));
    } catch {
      // Not a fault of accuracy: the rows of times say who has no such function, and why.
    }
  }
  return { ...key, ulps };
}
