/**
 * Threads start, stop, start again and die, and memory grows meanwhile: nothing is lost, and what
 * cannot be is refused.
 */
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  alloc,
  entmax15,
  free,
  gelu,
  hardmax,
  info,
  logSoftmax,
  relu,
  reserve,
  scope,
  softmax,
  softmaxCrossEntropy,
  sparsemax,
} from "../src/index.js";
import { defaultRuntime } from "../src/runtime/runtime.js";
import { SharedKernels } from "../src/threads/sharedKernels.js";
import { Sharing } from "../src/threads/sharing.js";
import { Team } from "../src/threads/team.js";
import { Twins } from "../src/threads/twins.js";
import { WORKER } from "../src/threads/worker.js";
import { startThreads, stopThreads } from "../src/threads.js";
import { expectSame, fillWith } from "./support/arrays.js";
import { detached, expectRefusal } from "./support/errors.js";
import { decide, isThreaded, split } from "./support/threads.js";

const x = new Float32Array(20_000);
fillWith(x, 3);
const wanted = gelu(x);

afterEach(async () => {
  decide.mockReset();
  await stopThreads();
});

/** Calls gelu on threads, and fails unless all is right. */
function expectRight(about: string): void {
  split(true);
  expectSame(gelu(x), wanted, about);
  scope((s) => {
    const y = s.alloc(Float32Array, x.length);
    y.set(x);
    expectSame(gelu(y, { out: y }), wanted, `${about}, in memory`);
  });
}

test("options are checked, and before they are started there is one thread", async () => {
  expect(info().threads).toEqual({ count: 1, reason: "startThreads of hillock/threads was not called" });
  for (const [options, message] of [
    [{ thread: 2 }, 'unknown option "thread", expected one of threads'],
    [{ threads: "2" }, 'threads is "2", expected a number'],
    [{ threads: 0 }, "threads is 0, expected a whole number from 1 to 64"],
    [{ threads: 1.5 }, "threads is 1.5, expected a whole number from 1 to 64"],
    [{ threads: 65 }, "threads is 65, expected a whole number from 1 to 64"],
  ] as const)
    await expect(startThreads(options as never)).rejects.toMatchObject({
      code: "HILLOCK_OPTION",
      message: `hillock.startThreads: ${message}`,
    });
});

test.runIf(isThreaded)("arrays in use on a memory that cannot be shared are told, and stay as they are", async () => {
  const y = alloc(Float32Array, 10).fill(1);
  await expect(startThreads({ threads: 2 })).rejects.toMatchObject({
    code: "HILLOCK_MEMORY",
    message:
      "hillock.startThreads: 1 array of alloc is in use, on a memory that threads cannot share; call startThreads before the first alloc, or free them",
  });
  expect(relu(y)).toEqual(new Float32Array(10).fill(1));
  free(y);
  await startThreads({ threads: 2 });
  expectRefusal(() => relu(y), detached("relu", "x"));
});

test.runIf(isThreaded)("what is kept for a kernel that is split for the first time is not taken from terms of its long rows", async () => {
  await startThreads({ threads: 2 });
  const y = alloc(Float32Array, 300_000);
  for (let i = 0; i < y.length; i++) y[i] = 9 * Math.sin(i);
  const gradient = alloc(Float32Array, y.length);
  const calls = {
    softmaxCrossEntropy: () => softmaxCrossEntropy(y, Uint16Array.of(7), { shape: [1, y.length], out: { gradient } }).gradient,
    softmax: () => softmax(y, { out: gradient }),
    logSoftmax: () => logSoftmax(y, { out: gradient }),
  };
  for (const [name, call] of Object.entries(calls)) {
    split(false);
    const wanted = call().slice();
    split(true);
    // What was overwritten would show in the calls after that.
    for (let i = 0; i < 3; i++) expectSame(call(), wanted, name);
  }
  expect(info().threads.count).toBe(2);
  free(y);
  free(gradient);
});

test("they start twice, stop, and start again", async () => {
  const counts: number[] = [];
  for (const threads of [2, 2, 3, 1, 2]) {
    const report = await startThreads({ threads });
    expect(report).toEqual(info().threads);
    counts.push(report.count);
    if (isThreaded && threads > 1) expectRight(`${threads} threads`);
  }
  expect(counts).toEqual(isThreaded ? [2, 2, 3, 1, 2] : [1, 1, 1, 1, 1]);
  await stopThreads();
  await stopThreads();
  expect(info().threads).toEqual({ count: 1, reason: "stopped by stopThreads" });
  expectSame(gelu(x), wanted, "stopped");
  const [first, second] = await Promise.all([startThreads({ threads: 2 }), startThreads({ threads: 3 }), stopThreads()]);
  expect([first.count, second.count, info().threads.count]).toEqual(isThreaded ? [2, 3, 1] : [1, 1, 1]);
});

test.runIf(isThreaded)("kernels used before keep their parameters, and arrays stay when the memory grows", async () => {
  await startThreads({ threads: 2 });
  const y = alloc(Float32Array, x.length);
  y.set(x);
  const { bytes } = info().memory;
  reserve(2 * bytes);
  const z = alloc(Float32Array, bytes / 4);
  expect(info().memory.bytes).toBeGreaterThan(2 * bytes);
  split(true);
  expectSame(gelu(y, { out: z.subarray(0, x.length) }), wanted, "from before to after growth");
  z.set(x, z.length - x.length);
  const end = z.subarray(z.length - x.length);
  expectSame(gelu(end, { out: y }), wanted, "from after to before growth");
  free(y);
  free(z);
  expectRight("after growth");
});

test.runIf(isThreaded)("what is kept for a kernel that is split for the first time is not taken from bands of its rows", async () => {
  await startThreads({ threads: 2 });
  const y = alloc(Float32Array, x.length);
  for (const f of [softmax, sparsemax, entmax15, hardmax]) {
    const options = { shape: [20, 1000], axis: 0 };
    y.set(x);
    split(false);
    const wanted = f(y, { ...options, out: y }).slice();
    y.set(x);
    split(true);
    expectSame(f(y, { ...options, out: y }), wanted, f.name);
  }
  free(y);
});

test.runIf(isThreaded)("they are measured, and short calls are not split", async () => {
  await startThreads({ threads: 2 });
  const open = vi.spyOn(Team.prototype, "open");
  for (let i = 0; i < 100; i++) relu(x.subarray(0, 2100));
  expect(open).not.toHaveBeenCalled();
  for (let i = 0; i < 100; i++) expectSame(gelu(x), wanted, `call ${i}`);
  open.mockRestore();
});

describe.runIf(isThreaded)("a worker that dies", () => {
  /** Threads whose first worker has another program than the others. */
  async function started(source: string): Promise<Team> {
    await startThreads({ threads: 2 });
    const runtime = defaultRuntime();
    const team = new Team(runtime.memory(), 2);
    await team.start(source);
    runtime.threads = new Sharing(team, new SharedKernels(runtime, 2), new Twins(runtime), 0);
    for (const kernel of runtime.kernels.values()) runtime.threads.adopt(kernel);
    split(true);
    return team;
  }
  /**
   * Calls gelu until a worker took a share, which on a busy machine may take a while. Returns what
   * was thrown.
   */
  function fall(team: Team): unknown {
    for (const end = performance.now() + 20_000; team.members.length === 2 && performance.now() < end; )
      try {
        expectSame(gelu(x), wanted, "as long as all are there");
      } catch (error) {
        return error;
      }
  }
  const replaced = (part: string, by: string) => {
    expect(WORKER).toContain(part);
    return WORKER.replace(part, by);
  };

  test("at work, by an error: the call says that its results are not whole, later ones run on what is left", async () => {
    const team = await started(replaced("      const end =", "      if (number === 0) throw new Error();\n      const end ="));
    expect(fall(team)).toMatchObject({
      code: "HILLOCK_THREAD",
      message: "hillock.gelu: a worker has died at work: the results are not whole; later calls run on the threads that are left",
    });
    expect(team.members).toHaveLength(1);
    expectRight("on what is left");
    await team.stop();
  });

  test("at work, without a word: the call waits for a bounded time", async () => {
    const team = await started(
      replaced("      const end =", "      if (number === 0) for (;;) Atomics.wait(words, 1, 0);\n      const end ="),
    );
    expect(fall(team)).toMatchObject({ code: "HILLOCK_THREAD" });
    expect(team.members).toHaveLength(1);
    expectRight("on what is left");
    await team.stop();
  });

  test("in its sleep, or that cannot make a kernel: nothing is lost", async () => {
    const team = await started(replaced("new WebAssembly.Module(code)", "new WebAssembly.Module(number === 0 ? code.slice(1) : code)"));
    expect(fall(team)).toBe(undefined);
    expect(team.members).toHaveLength(1);
    await Promise.all(team.members.map(({ worker }) => worker.terminate()));
    expectRight("without any");
    await team.stop();
  });
});
