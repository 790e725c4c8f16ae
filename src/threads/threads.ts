import { describe, fail } from "../call/errors.js";
import { readOptions } from "../call/options.js";
import { shared } from "../functions/rows/shared/index.js";
import { provideRowSharing } from "../functions/rows/sharing.js";
import type { Threads } from "../runtime/kernel.js";
import { defaultRuntime, type ThreadReport } from "../runtime/runtime.js";
import { cores, whyNotShared } from "./host.js";
import { SharedKernels } from "./sharedKernels.js";
import { shareMemory } from "./sharedMemory.js";
import { Sharing } from "./sharing.js";
import { Team } from "./team.js";
import { Twins } from "./twins.js";

/** The options of {@link startThreads}. */
export interface ThreadOptions {
  /**
   * How many threads share a call, this one among them: from 1 to 64. Default: one for each core,
   * at most 8.
   */
  readonly threads?: number | undefined;
}

const MOST_BY_DEFAULT = 8;
const MOST = 64;

/** Workers of the default runtime, while there are any. */
let team: Team | undefined;
/** Their kernels, which stay when they are stopped. */
let kernels: SharedKernels | undefined;
/** The kernels once more, on a memory that is not shared. */
let twins: Twins | undefined;
/** Starts and stops, one after the other. */
let last: Promise<unknown> = /*#__PURE__*/ Promise.resolve();

/**
 * Starts threads: from then on calls that are long enough are split over them, and return when all
 * are done. Functions, arguments, errors and results stay what they are, to the last bit.
 *
 * Call it before the first `alloc`: hillock's memory becomes one that threads share. Workers
 * sleep while there is nothing to do, and keep no program in Node from its end. Where threads
 * cannot be had, calls go on on one, and `info().threads` says why. Called again, it changes the
 * number of threads.
 *
 * @param options `threads`: from 1 to 64, by default one for each core, at most 8.
 * @returns How many threads there are, and why: `info().threads`.
 * @throws (a rejection) TypeError HILLOCK_OPTION for unknown options, RangeError HILLOCK_OPTION for
 * a number of threads out of range; RangeError HILLOCK_MEMORY if arrays of `alloc` are in use that
 * threads could not share.
 *
 * @example
 * import { gelu } from "hillock";
 * import { startThreads, stopThreads } from "hillock/threads";
 * const { count } = await startThreads({ threads: 2 });
 * const y = gelu(new Float32Array(1e6).fill(1)); // on two threads, where there are two
 * y[999_999]; // => 0.8413447737693787
 * await stopThreads();
 */
export async function startThreads(options?: ThreadOptions): Promise<ThreadReport> {
  const { threads = Math.min(cores(), MOST_BY_DEFAULT) } = options === undefined ? {} : readOptions("startThreads", options, ["threads"]);
  if (typeof threads !== "number") fail("HILLOCK_OPTION", "startThreads", `threads is ${describe(threads)}, expected a number`);
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST)
    fail("HILLOCK_OPTION", "startThreads", `threads is ${threads}, expected a whole number from 1 to ${MOST}`, RangeError);
  return inTurn(() => start(threads));
}

/**
 * Ends the workers: calls run on one thread again. The memory stays as it is, with its arrays.
 *
 * @example
 * import { info } from "hillock";
 * import { startThreads, stopThreads } from "hillock/threads";
 * await startThreads({ threads: 2 });
 * await stopThreads();
 * info().threads; // => { count: 1, reason: "stopped by stopThreads" }
 */
export async function stopThreads(): Promise<void> {
  await inTurn(() => stop("stopped by stopThreads"));
}

function inTurn<T>(run: () => Promise<T>): Promise<T> {
  const next = last.then(run);
  last = next.catch(() => {});
  return next;
}

async function start(threads: number): Promise<ThreadReport> {
  const runtime = defaultRuntime();
  if (threads === 1) return stop("one thread was asked for");
  const refusal = whyNotShared() ?? shareMemory(runtime, "startThreads");
  if (refusal) return stop(refusal);
  if (team?.members.length === threads - 1) return reportOf(team);
  await stop("being started");
  const next = new Team(runtime.memory(), threads - 1);
  await next.start();
  if (next.members.length === 0) return stop(next.loss as string);
  let waking: number;
  try {
    waking = await next.measureWaking();
  } catch (error) {
    await next.stop();
    return stop(String(error));
  }
  if (!kernels || kernels.workers < next.number) kernels = new SharedKernels(runtime, next.number);
  twins ??= new Twins(runtime);
  team = next;
  hand(new Sharing(next, kernels, twins, waking));
  runtime.threadReport = () => reportOf(next);
  return reportOf(next);
}

async function stop(reason: string): Promise<ThreadReport> {
  const report = { count: 1, reason };
  defaultRuntime().threadReport = () => report;
  const ended = team;
  team = undefined;
  await ended?.stop();
  // A worker that was lost may still write to its contexts.
  if (ended?.loss) kernels = undefined;
  return report;
}

/**
 * Hands threads to the kernels there are, and to those to come. They stay when the workers are
 * gone, as those who know how to copy to a shared memory.
 */
function hand(threads: Threads): void {
  const runtime = defaultRuntime();
  provideRowSharing(shared);
  runtime.threads = threads;
  for (const kernel of runtime.kernels.values()) threads.adopt(kernel);
}

const reportOf = ({ members, loss }: Team): ThreadReport => ({ count: members.length + 1, reason: loss ?? "started by startThreads" });
