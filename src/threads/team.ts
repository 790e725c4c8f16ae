import { fail } from "../call/errors.js";
import type { KernelFunction } from "../runtime/kernel.js";
import { type LinearMemory, workspaceOf } from "../runtime/memory.js";
import { type HostWorker, startWorker } from "./host.js";
import { keep } from "./keep.js";
import {
  ARGUMENTS,
  BUSY,
  CALL,
  CALLER,
  CODE,
  CODE_BYTES,
  CONTEXT,
  COUNT,
  FAILED,
  FUNCTION,
  GONE,
  KERNEL,
  LENGTH,
  NEXT,
  OWN,
  PER_CALL,
  RETURNED,
  SEAT,
  SEATS,
  SEEN,
  STARTS,
  STEP,
  STOP,
  STRIDES,
  WORKSPACE,
  WORKSPACES,
} from "./worker.js";

/** A kernel as workers have it: the module's bytes, and a context for each of them. */
export interface SharedKernel {
  /** Its number, by which workers know it again. */
  readonly number: number;
  readonly code: number;
  readonly codeBytes: number;
  /** The context of who calls. */
  readonly caller: number;
  readonly contexts: readonly number[];
  /** The workspaces of the workers; 0 for a kernel whose functions take none. */
  readonly workspaces: number;
}

/**
 * Calls of an export, over units from 0 to `length`, of which each share has `step`, and each call
 * `perCall`.
 */
export interface Work {
  readonly kernel: SharedKernel;
  /** The place of the function among the exports. */
  readonly index: number;
  readonly call: KernelFunction;
  /** Its arguments at unit 0, and the bytes that each moves on from unit to unit. */
  readonly starts: readonly number[];
  readonly strides: readonly number[];
  /**
   * The arguments that are the number of units, the context, the workspace, the address of what is
   * returned; -1 for none.
   */
  readonly count: number;
  readonly context: number;
  readonly workspace: number;
  readonly returned: number;
  readonly length: number;
  readonly step: number;
  readonly perCall: number;
}

/** Milliseconds that a worker may take to start; then it is given up. */
const START = 10_000;

/**
 * Milliseconds of a wait, and how many in a row may go by without a sign of a worker that is at
 * work: then it is given up. They are counted rather than added up, since a machine may sleep.
 */
const WAIT = 100;
const WAITS = 20;

/** Turns of a loop that waits for a worker without asking the clock: some 10 us. */
const TURNS = 1000;

/** A worker of a team. */
interface Member {
  readonly worker: HostWorker;
  readonly number: number;
  /** The word of its seat. */
  readonly seat: number;
}

/** Workers on one memory, and the control block by which they are told what to do. */
export class Team {
  /** Workers that are there. */
  members: readonly Member[] = [];
  /** Why there are fewer than were asked for. */
  loss: string | undefined;
  private readonly control: number;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;
  private readonly mayWait: boolean;

  /** `number` is how many workers there shall be. */
  constructor(
    private readonly memory: LinearMemory,
    readonly number: number,
  ) {
    const bytes = 4 * (SEATS + SEAT * number);
    this.control = keep(memory, bytes);
    this.words = new Int32Array(memory.buffer, this.control, bytes / 4).fill(0);
    this.numbers = new Float64Array(memory.buffer, this.control, SEATS / 2);
    this.mayWait = mayWait(this.words);
  }

  /** Starts the workers. Where some cannot be had, `loss` says why. */
  async start(source?: string): Promise<void> {
    await Promise.all(Array.from({ length: this.number }, (_, i) => this.add(i, source)));
  }

  private async add(number: number, source: string | undefined): Promise<void> {
    let timer: unknown;
    try {
      await new Promise<void>((resolve, reject) => {
        const onReady = () => {
          this.members = [...this.members, member];
          resolve();
        };
        const onEnd = (reason: unknown) => {
          this.lose(member, reason);
          reject(reason);
        };
        const data = { memory: this.memory.object, control: this.control, number };
        const member: Member = { worker: startWorker({ data, onReady, onEnd }, source), number, seat: SEATS + SEAT * number };
        timer = setTimeout(() => onEnd("it did not start in time"), START);
      });
    } catch (error) {
      this.loss ??= `a worker was refused: ${error}`;
    }
    clearTimeout(timer as number);
  }

  /** Ends the workers, which are asleep. */
  async stop(): Promise<void> {
    const { words, members } = this;
    this.members = [];
    Atomics.store(words, STOP, 1);
    Atomics.add(words, CALL, 2);
    Atomics.notify(words, CALL);
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  }

  /**
   * Milliseconds until the workers have seen a call, asleep before: the median of several. They
   * are woken from the loop of events, which lets others in between.
   */
  async measureWaking(): Promise<number> {
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const start = performance.now();
      this.words[LENGTH] = 0;
      const call = this.announce();
      for (const { seat } of this.members) while (Atomics.load(this.words, seat + SEEN) !== call && performance.now() < start + WAIT);
      times.push(performance.now() - start);
      this.close("startThreads");
    }
    return times.sort((a, b) => a - b)[times.length >> 1];
  }

  /** Opens a call to the workers, which take shares of it until it is finished. */
  open({ kernel, index, starts, strides, count, context, workspace, returned, length, step, perCall }: Work): void {
    const { words, numbers } = this;
    words[KERNEL] = kernel.number;
    words[FUNCTION] = index;
    words[LENGTH] = length;
    words[STEP] = step;
    words[PER_CALL] = perCall;
    words[ARGUMENTS] = starts.length;
    words[COUNT] = count;
    words[CONTEXT] = context;
    words[WORKSPACE] = workspace;
    words[RETURNED] = returned;
    words[CODE] = kernel.code;
    words[CODE_BYTES] = kernel.codeBytes;
    words[CALLER] = kernel.caller;
    for (const { seat, number } of this.members) words[seat + OWN] = kernel.contexts[number];
    words[WORKSPACES] = kernel.workspaces;
    for (let i = 0; i < starts.length; i++) {
      numbers[STARTS + i] = starts[i];
      numbers[STRIDES + i] = strides[i];
    }
    Atomics.store(words, NEXT, 0);
    this.announce();
  }

  private announce(): number {
    const call = (Atomics.add(this.words, CALL, 1) + 1) | 0;
    Atomics.notify(this.words, CALL);
    return call;
  }

  /** Takes shares until there are none, and returns when all are done. */
  finish(where: string, work: Work): void {
    const { kernel, call, starts, strides, count, context, workspace, returned, length, step, perCall } = work;
    const given = [...starts];
    for (;;) {
      const first = Atomics.add(this.words, NEXT, 1) * step;
      if (first >= length) break;
      const end = Math.min(first + step, length);
      for (let from = first; from < end; from += perCall) {
        for (let i = 0; i < given.length; i++) given[i] = starts[i] + strides[i] * from;
        if (count >= 0) given[count] = Math.min(perCall, end - from);
        if (context >= 0) given[context] = kernel.caller;
        if (workspace >= 0) given[workspace] = workspaceOf(this.memory);
        const result = call(...given) as unknown;
        if (returned >= 0) this.memory.view("Float64Array")[given[returned] / 8] = result as number;
      }
    }
    this.close(where);
  }

  /** Closes the call, and waits until nobody is at work. */
  private close(where: string): void {
    Atomics.add(this.words, CALL, 1);
    let failed = 0;
    for (const member of this.members) {
      const left = this.leaving(member);
      if (left !== 0) this.lose(member, left === GONE ? "it could not make a kernel" : "it has died at work");
      if (left === BUSY || left === FAILED) failed++;
    }
    if (failed > 0)
      fail(
        "HILLOCK_THREAD",
        where,
        `${failed === 1 ? "a worker has" : `${failed} workers have`} died at work: the results are not whole; later calls run on the threads that are left`,
        Error,
      );
  }

  /** The seat of a worker when it has left, or when it was given up. */
  private leaving({ seat }: Member): number {
    const { words } = this;
    for (let turn = 0; turn < TURNS; turn++) {
      const state = Atomics.load(words, seat);
      if (state !== BUSY) return state;
    }
    for (let i = 0; i < WAITS && Atomics.load(words, seat) === BUSY; i++) {
      if (this.mayWait) Atomics.wait(words, seat, BUSY, WAIT);
      else for (const end = performance.now() + WAIT; Atomics.load(words, seat) === BUSY && performance.now() < end; );
    }
    return Atomics.load(words, seat);
  }

  private lose(member: Member, reason: unknown): void {
    if (!this.members.includes(member)) return;
    this.members = this.members.filter((one) => one !== member);
    this.loss = `a worker was lost: ${reason}`;
    member.worker.terminate();
  }
}

/** Whether this thread may sleep: the main thread of a page may not. */
function mayWait(words: Int32Array): boolean {
  try {
    Atomics.wait(words, CALL, 1, 0);
    return true;
  } catch {
    return false;
  }
}
