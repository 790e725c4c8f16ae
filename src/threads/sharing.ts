import type { CheckedArray } from "../call/arguments.js";
import { bytesOf } from "../call/arrays.js";
import {
  type Argument,
  arrayOf,
  type BoundKernel,
  type Job,
  type KernelFunction,
  LEAST_SHARED,
  type SharedArray,
  type SharedCall,
  type SharedPart,
  setParameters,
  stagedOf,
  type Threads,
  type UnitNumber,
} from "../runtime/kernel.js";
import { Places } from "./places.js";
import type { SharedKernels } from "./sharedKernels.js";
import type { Team, Work } from "./team.js";
import { Trial } from "./trial.js";
import { sameOf, type Twins } from "./twins.js";

/** The shares of each thread, so that one that began late has fewer. */
const SHARES = 4;

/** Elements of a share: so many at least, and at most. */
const LEAST = 1024;
const MOST = 65536;

/**
 * How much longer another function of the same kernel may take. A call that is shorter than waking
 * by more than that tells that no call of its length is worth a thought.
 */
const SLOWEST = 4;

/** A share has a multiple of so many elements, which fill cache lines. */
const LINE = 16;

/** Units of a share, at most, of a job in which each share costs something of its own. */
const MOST_WHOLE = 480;

/**
 * The key of what is known of a function of a kernel, on the function itself: a map would take 15
 * ns to look it up.
 */
const KNOWN = Symbol("known");

interface Marked {
  [KNOWN]?: Known;
}

/** A function on the twin of its kernel. */
interface Twin {
  readonly kernel: BoundKernel<unknown>;
  readonly call: KernelFunction;
}

/** A function of a kernel, and its times at each magnitude of calls, in memory and staged. */
interface Known {
  readonly to: Sharing;
  /** Its place among the exports. */
  readonly index: number;
  readonly twin: Twin | undefined;
  readonly inMemory: Trial[];
  readonly staged: Trial[];
}

/** Shares long calls among the threads of a team, where that is faster. */
export class Sharing implements Threads {
  constructor(
    private readonly team: Team,
    private readonly kernels: SharedKernels,
    private readonly twins: Twins,
    /** Milliseconds to wake the workers. */
    private readonly waking: number,
  ) {}

  adopt(kernel: BoundKernel<unknown>): void {
    kernel.threads = this;
    kernel.least = LEAST_SHARED;
    kernel.twin = () => this.twins.of(kernel);
  }

  prepare(kernel: BoundKernel<unknown>): void {
    this.kernels.of(kernel);
  }

  run(kernel: BoundKernel<unknown>, call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): boolean {
    const known = this.find(kernel, call);
    if (!known) return false;
    const last = arrays[arrays.length - 1];
    const isFirstStaged = arrays[0].at < 0;
    const isAnyStaged = isFirstStaged || arrays[1].at < 0 || last.at < 0;
    const twin = isFirstStaged && arrays[1].at < 0 && last.at < 0 ? known.twin : undefined;
    if (length <= LEAST_SHARED || this.team.members.length === 0) {
      if (twin) runTwin(twin, kernel, arrays, inputs, length);
      return twin !== undefined;
    }
    const trial = trialOf(known, isAnyStaged, length);
    const isShared = trial.decide(length, this.waking);
    const start = trial.isMeasured ? performance.now() : 0;
    const wasShared = isShared && this.share(kernel, known, elementwise(call, arrays, inputs, length));
    if (!wasShared) {
      if (twin) runTwin(twin, kernel, arrays, inputs, length);
      else if (trial.isMeasured) this.alone(kernel, () => kernel.run(call, arrays, inputs, length));
      else return false;
    }
    if (trial.isMeasured) {
      const time = performance.now() - start;
      trial.learn(wasShared, time / length);
      if (!isAnyStaged && !wasShared && time < this.waking / SLOWEST) kernel.least = Math.max(kernel.least as number, length);
    }
    return true;
  }

  runJob(kernel: BoundKernel<unknown>, job: Job, alone: () => void): void {
    const { call, parameters, work } = job;
    if (this.team.members.length === 0) {
      alone();
      return;
    }
    const known = this.find(kernel, call) as Known;
    const isAnyStaged = parameters.some((one) => stagedOf(one)?.one);
    const trial = trialOf(known, isAnyStaged, work);
    const isShared = trial.decide(work, this.waking);
    const start = trial.isMeasured ? performance.now() : 0;
    const wasShared = isShared && this.share(kernel, known, job);
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

  /** Looks a function of a kernel up; undefined for one of JavaScript. */
  private find(kernel: BoundKernel<unknown>, call: KernelFunction & Marked): Known | undefined {
    const known = call[KNOWN];
    if (known?.to === this) return known;
    // The name of an export is its number.
    if (!/^\d/.test(call.name)) return undefined;
    const index = Object.values(kernel.exports as object).indexOf(call);
    const twin = this.twins.of(kernel);
    call[KNOWN] = { to: this, index, twin: twin && { kernel: twin, call: sameOf(twin, kernel, call) }, inMemory: [], staged: [] };
    return call[KNOWN];
  }

  /** Shares a job, part by part where arrays are staged. False if there is no room for that. */
  private share(kernel: BoundKernel<unknown>, { index }: Known, job: Job): boolean {
    const shared = this.kernels.of(kernel);
    const places = shared && new Places(kernel, job);
    if (!shared || !places?.isThere) return false;
    const { units, second } = job;
    const { part } = places;
    const [where] = kernel.code.name.split(".");
    const size = bytesOf(kernel.type);
    const open = (index: number, { call, parameters }: SharedCall, k: number): Work => {
      const length = Math.min(part, units - k * part);
      const step = this.stepFor(job, length);
      const [count, context, workspace] = (["count", "context", "workspace"] as const).map((name) => parameters.indexOf(name));
      const work = {
        kernel: shared,
        index,
        call,
        starts: parameters.map((one) => startOf(one, size, places, k)),
        strides: parameters.map((one) => strideOf(one, size)),
        count,
        context,
        workspace,
        returned: parameters.findIndex((one) => arrayOf(one)?.isReturned),
        length,
        step,
        perCall: job.perCall ?? step,
      };
      this.team.open(work);
      return work;
    };
    const secondIndex = second && (this.find(kernel, second.call) as Known).index;
    const parts = Math.ceil(units / part);
    let work: Work | undefined;
    for (let k = 0; k <= parts; k++) {
      // While others are at work on one part, the next is brought in.
      if (k < parts) places.load(k);
      if (work) this.team.finish(where, work);
      if (k < parts) work = open(index, job, k);
      if (k > 0) places.store(k - 1);
      if (k === parts || !second) continue;
      this.team.finish(where, work as Work);
      places.turn(k);
      work = open(secondIndex as number, second, k);
    }
    return true;
  }

  /** Units of a share of `length`. */
  private stepFor(job: Job, length: number): number {
    const { units, work, perCall = 1, least = (LEAST * units) / work, multiple = perCall, isWhole } = job;
    const threads = this.team.members.length + 1;
    const most = job.most ?? (isWhole ? MOST_WHOLE : Math.max(1, (MOST * units) / work));
    const step = Math.min(most, Math.max(least, length / (isWhole ? threads : SHARES * threads)));
    return Math.ceil(step / multiple) * multiple;
  }
}

/** An argument at the first unit of a part; 0 for what each call has for itself. */
function startOf(one: Argument, size: number, places: Places, part: number): number {
  const array = arrayOf(one);
  if (array) return places.address(array, part) + ("from" in (one as object) ? (one as SharedPart).from * size : 0);
  return typeof one === "object" ? (one as UnitNumber).first + part * places.part : typeof one === "number" ? one : 0;
}

/** How much an argument is more from one unit to the next. */
function strideOf(one: Argument, size: number): number {
  const array = arrayOf(one);
  return array ? array.each * size : typeof one === "object" ? 1 : 0;
}

/** The times of calls of one magnitude. */
function trialOf({ staged, inMemory }: Known, isStaged: boolean, work: number): Trial {
  const trials = isStaged ? staged : inMemory;
  const magnitude = work < 2 ** 31 ? 31 - Math.clz32(work) : 31;
  trials[magnitude] ??= new Trial();
  return trials[magnitude];
}

/** Runs a function on its twin, with the parameters that the kernel has. */
function runTwin({ kernel, call }: Twin, { parameters }: BoundKernel<unknown>, arrays: readonly CheckedArray[], inputs: number, n: number) {
  if (parameters) setParameters(kernel, parameters);
  kernel.run(call, arrays, inputs, n);
}

/** The job of a function over elements: arrays, a number of elements, a context. */
function elementwise(call: KernelFunction, arrays: readonly CheckedArray[], inputs: number, length: number): Job {
  const shared = arrays.map((one, i): SharedArray => ({ one, each: 1, isRead: i < inputs, isWritten: i >= inputs }));
  const parameters: Argument[] = [...shared, "count", "context"];
  return { call, parameters, units: length, multiple: LINE, isInPlace: true, work: length };
}
