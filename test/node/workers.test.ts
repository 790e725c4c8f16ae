/** One shared memory, a region of it for every worker: real threads, the same bits. */
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { codeOf } from "../../proof/catalog.js";
import * as hillock from "../../src/index.js";
import { type AnyActivation, all } from "../support/activations.js";
import { expectSame, fillWith } from "../support/arrays.js";

const MEBI = 2 ** 20;
const THREADS = 4;
const LENGTH = 40_000;

/**
 * Waits until all are there, then runs every activation on its share of `x`, in place of `y` and
 * staged, some times over.
 */
const code = `
  import { parentPort, workerData } from "node:worker_threads";
  const { hillock, memory, base, from, to, threads, names, x, y } = workerData;
  const { activations, alloc, configure, info } = await import(hillock);
  configure({ memory, region: { base, bytes: ${MEBI} } });
  const own = alloc(Float32Array, to - from);
  const ready = new Int32Array(memory.buffer, 0, 1);
  Atomics.add(ready, 0, 1);
  Atomics.notify(ready, 0);
  while (Atomics.load(ready, 0) < threads) Atomics.wait(ready, 0, Atomics.load(ready, 0), 100);
  names.map((name) => activations[name]).forEach((f, row) => {
    const target = y.subarray(row * x.length + from, row * x.length + to);
    for (let i = 0; i < 20; i++) {
      f(x.subarray(from, to), { out: target });
      own.set(x.subarray(from, to));
      f(own, { out: own });
      const staged = f(new Float32Array(own.length).fill(0.5));
      if (!own.every((value, k) => Object.is(value, target[k]) || Number.isNaN(value)) || staged[0] !== staged[staged.length - 1]) throw new Error(f.name);
    }
  });
  parentPort.postMessage(info());
`;

test(`${THREADS} threads on one memory, each in its region`, async () => {
  const rows = all.length;
  // Relatives share kernels, such as leakyRelu and prelu.
  const modules = [...new Set(all.map(({ name }) => codeOf(name, "float32")?.name))].sort();
  const heap = (1 + THREADS) * MEBI;
  const bytes = heap + 4 * LENGTH * (rows + 1);
  const pages = Math.ceil(bytes / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const x = new Float32Array(memory.buffer, heap, LENGTH);
  const y = new Float32Array(memory.buffer, heap + 4 * LENGTH, LENGTH * rows);
  fillWith(x, 5);
  const share = LENGTH / THREADS;
  const workers = Array.from(
    { length: THREADS },
    (_, i) =>
      new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
        workerData: {
          hillock: pathToFileURL("dist/index.js").href,
          memory,
          base: (1 + i) * MEBI,
          from: i * share,
          to: (i + 1) * share,
          threads: THREADS,
          names: all.map(({ name }) => name),
          x,
          y,
        },
      }),
  );
  const reports = await Promise.all(workers.map(async (worker) => (await once(worker, "message"))[0] as hillock.Info));
  for (const report of reports) {
    expect(report.backend).toBe(hillock.info().backend);
    expect(report.kernels.toSorted()).toEqual(modules);
  }
  all.forEach((activation: AnyActivation, row) => {
    expectSame(y.subarray(row * LENGTH, (row + 1) * LENGTH), activation(new Float32Array(x)), activation.name, [x]);
  });
});
