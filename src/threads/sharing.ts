import type { CheckedArray } from "../call/arguments.js";
import { bytesOf } from "../call/arrays.js";
import type { Argument, BoundKernel, Job, KernelFunction, SharedArray, Threads } from "../runtime/kernel.js";
import { Places } from "./places.js";
import type { SharedKernels } from "./sharedKernels.js";
import type { Team, Work } from "./team.js";
import { Trial } from "./trial.js";

/** The shares of each thread, so that one that began late has fewer. */
const SHARES = 4;

/** Elements of a share: so many at least, and at most. */
const LEAST = 1024;
const MOST = 65536;

/** A share has a multiple of so many elements, which fill cache lines, or of rows. */
const LINE = 16;
const ROWS = 4;

/** The times of a function at each magnitude of calls, in memory and staged. */
interface Known {
  /** Its place among the exports. */
  readonly index: number;
  readonly inMemory: Trial[];
  readonly staged: Trial[];
}

/** Shares long calls among the threads of a team, where that is faster. */
export class Sharing implements Threads {
  private readonly functions = new Map<KernelFunction, Known>();

  constructor(
    private readonly team: Team,
    private readonly kernels: SharedKernels,
    /** Milliseconds to wake the workers. */
    private readonly waking: number,
  ) {}

  run(kernel: BoundKernel<unknown>, call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): boolean {
    const isStaged = arrays[0].at < 0 || arrays[1].at < 0 || arrays[arrays.length - 1].at < 0;
    const trial = this.trialFor(kernel, call, isStaged, length);
    if (!trial) return false;
    const isShared = this.isWorthIt(trial, length);
    if (!isShared && !trial.isMeasured) return false;
    const start = performance.now();
    const wasShared = isShared && this.share(kernel, elementwise(call, arrays, inputs, length));
    if (!wasShared) this.alone(kernel, () => kernel.run(call, arrays, inputs, length));
    if (trial.isMeasured) trial.learn(wasShared, (performance.now() - start) / length);
    return true;
  }

  runJob(kernel: BoundKernel<unknown>, job: Job, alone: () => void): void {
    const { call, parameters, work } = job;
    const isStaged = parameters.some((one) => typeof one === "object" && one.one.at < 0);
    const trial = this.trialFor(kernel, call, isStaged, work) as Trial;
    const isShared = this.isWorthIt(trial, work);
    const start = trial.isMeasured ? performance.now() : 0;
    const wasShared = isShared && this.share(kernel, job);
    if (!wasShared) this.alone(kernel, alone);
    if (trial.isMeasured) trial.learn(wasShared, (performance.now() - start) / work);
  }

  /** Runs what a kernel does without threads. */
  private alone(kernel: BoundKernel<unknown>, run: () => void): void {
    kernel.threads = undefined;
    try {
      run();
    } finally {
      kernel.threads = this;
    }
  }

  /** The times of calls like this one; undefined where the function is no export of a kernel. */
  private trialFor(kernel: BoundKernel<unknown>, call: KernelFunction, isStaged: boolean, work: number): Trial | undefined {
    let known = this.functions.get(call);
    if (!known) {
      const index = Object.values(kernel.exports as object).indexOf(call);
      if (index < 0) return undefined;
      known = { index, inMemory: [], staged: [] };
      this.functions.set(call, known);
    }
    const trials = isStaged ? known.staged : known.inMemory;
    const magnitude = work < 2 ** 31 ? 31 - Math.clz32(work) : 31;
    trials[magnitude] ??= new Trial();
    return trials[magnitude];
  }

  private isWorthIt(trial: Trial, work: number): boolean {
    return trial.decide(work, this.waking) && this.team.members.length > 0;
  }

  /** Shares a job, part by part where arrays are staged. False if there is no room for that. */
  private share(kernel: BoundKernel<unknown>, job: Job): boolean {
    const { index } = this.functions.get(job.call) as Known;
    const shared = this.kernels.of(kernel);
    const places = shared && new Places(kernel, job);
    if (!shared || !places?.isThere) return false;
    const { call, parameters, units } = job;
    const { part } = places;
    const [where] = kernel.code.name.split(".");
    const size = bytesOf(kernel.type);
    const strides = parameters.map((one) => (typeof one === "object" ? one.each * size : 0));
    const [count, context, workspace] = (["count", "context", "workspace"] as const).map((name) => parameters.indexOf(name));
    const parts = Math.ceil(units / part);
    let work: Work | undefined;
    for (let k = 0; k <= parts; k++) {
      // While others are at work on one part, the next is brought in.
      if (k < parts) places.load(k);
      if (work) this.team.finish(where, work);
      if (k < parts) {
        const starts = parameters.map((one) => (typeof one === "object" ? places.address(one, k) : typeof one === "number" ? one : 0));
        const length = Math.min(part, units - k * part);
        const step = this.stepFor(job, length);
        work = { kernel: shared, index, call, starts, strides, count, context, workspace, length, step };
        this.team.open(work);
      }
      if (k > 0) places.store(k - 1);
    }
    return true;
  }

  /** Units of a share of `length`. */
  private stepFor({ units, work, least = (LEAST * units) / work, isWhole }: Job, length: number): number {
    const even = length / (SHARES * (this.team.members.length + 1));
    const most = isWhole ? length : Math.max(1, (MOST * units) / work);
    const step = Math.min(most, Math.max(least, even));
    const multiple = work === units ? LINE : ROWS;
    return step < multiple ? Math.ceil(step) : Math.ceil(step / multiple) * multiple;
  }
}

/** The job of a function over elements: arrays, a number of elements, a context. */
function elementwise(call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): Job {
  const shared = arrays.map((one, i): SharedArray => ({ one, each: 1, isRead: i < inputs, isWritten: i >= inputs }));
  const parameters: Argument[] = [...shared, "count", "context"];
  return { call, parameters, units: length, isInPlace: true, work: length };
}
