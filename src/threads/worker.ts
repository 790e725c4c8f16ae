import { CONSTANTS } from "../kernels/layout.js";
import { WORKSPACE as WORKSPACE_BYTES } from "../runtime/memory.js";

/**
 * The program of a worker, and the words by which it is told what to do.
 *
 * It knows nothing of hillock: it takes modules from the memory and calls their exports, and so is
 * a text, for which no bundler has to find a file. A call is open as long as the word CALL is odd.
 * A worker that finds it open takes its seat, looks once more whether it still is, and then takes
 * shares of the work, like everybody, until there are none. Who opened the call closes it when
 * there are none left, and waits for the seats to be empty: who sits down later finds it closed.
 */

/** Words of the control block, each group on cache lines of its own. */
export const CALL = 0;
export const STOP = 1;
export const NEXT = 16;
export const KERNEL = 32;
export const FUNCTION = 33;
export const LENGTH = 34;
export const STEP = 35;
/**
 * The number of arguments, and which of them are the number of units of a call, the context and
 * the workspace of the thread; -1 where none is.
 */
export const ARGUMENTS = 36;
export const COUNT = 37;
export const CONTEXT = 38;
export const WORKSPACE = 39;
/** The argument at which what a call returns is stored, -1 where it is not; units of a call. */
export const RETURNED = 44;
export const PER_CALL = 45;
/** The bytes of the module, the context of who calls, the workspaces of the workers. */
export const CODE = 40;
export const CODE_BYTES = 41;
export const CALLER = 42;
export const WORKSPACES = 43;
/** Arguments at the first unit, and the bytes that each moves on from unit to unit. */
export const STARTS = 32;
export const STRIDES = 48;
/** Words for each worker: whether it has a seat, the last call it has seen, its own context. */
export const SEATS = 128;
export const SEAT = 16;
export const SEEN = 1;
export const OWN = 2;

/** The most arguments that a function may have. */
export const MOST_ARGUMENTS = STRIDES - STARTS;

/** The seat of a worker that is at work, of one that failed there, and of one that went home. */
export const BUSY = 1;
export const FAILED = 2;
export const GONE = 3;

/** Microseconds for which a worker looks out for the next call before it sleeps. */
const SPIN = 20;

export const WORKER = `"use strict";
const work = ({ memory, control, number }) => {
  const words = new Int32Array(memory.buffer, control);
  const numbers = new Float64Array(memory.buffer, control);
  const seat = ${SEATS} + ${SEAT} * number;
  const kernels = [];
  let bytes = new Uint8Array(memory.buffer);
  let doubles = new Float64Array(memory.buffer);

  const make = () => {
    const code = bytes.slice(words[${CODE}] >>> 0, (words[${CODE}] >>> 0) + words[${CODE_BYTES}]);
    return Object.values(new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } }).exports);
  };

  const takeShares = () => {
    if (words[${LENGTH}] === 0) return 0;
    const [caller, own] = [words[${CALLER}] >>> 0, words[seat + ${OWN}] >>> 0];
    if (bytes.length < memory.buffer.byteLength) {
      bytes = new Uint8Array(memory.buffer);
      doubles = new Float64Array(memory.buffer);
    }
    let kernel = kernels[words[${KERNEL}]];
    try {
      kernel ??= kernels[words[${KERNEL}]] = make();
    } catch {
      return ${GONE};
    }
    bytes.copyWithin(own, caller, caller + ${CONSTANTS});
    const [length, step, perCall, count, context, workspace, returned] =
      [${[LENGTH, STEP, PER_CALL, COUNT, CONTEXT, WORKSPACE, RETURNED]}].map((word) => words[word]);
    const given = new Array(words[${ARGUMENTS}]).fill(0);
    for (;;) {
      const first = Atomics.add(words, ${NEXT}, 1) * step;
      if (first >= length) return 0;
      const end = Math.min(first + step, length);
      for (let from = first; from < end; from += perCall) {
        for (let i = 0; i < given.length; i++) given[i] = numbers[${STARTS} + i] + numbers[${STRIDES} + i] * from;
        if (count >= 0) given[count] = Math.min(perCall, end - from);
        if (context >= 0) given[context] = own;
        if (workspace >= 0) given[workspace] = (words[${WORKSPACES}] >>> 0) + number * ${WORKSPACE_BYTES};
        const result = kernel[words[${FUNCTION}]](...given);
        if (returned >= 0) doubles[given[returned] / 8] = result;
      }
    }
  };

  for (let done = 0; ; ) {
    let call = Atomics.load(words, ${CALL});
    const isIdle = () => call % 2 === 0 || call === done;
    for (const end = performance.now() + ${SPIN / 1000}; isIdle() && performance.now() < end; ) call = Atomics.load(words, ${CALL});
    if (isIdle()) Atomics.wait(words, ${CALL}, call);
    if (Atomics.load(words, ${STOP})) return;
    call = Atomics.load(words, ${CALL});
    if (isIdle()) continue;
    Atomics.store(words, seat, ${BUSY});
    Atomics.store(words, seat + ${SEEN}, (done = call));
    let left = 0;
    try {
      if (Atomics.load(words, ${CALL}) === call) left = takeShares();
    } catch {
      left = ${FAILED};
    }
    Atomics.store(words, seat, left);
    Atomics.notify(words, seat);
    if (left) return;
  }
};
`;

/** Beginnings of the program, in Node and in a page. */
export const IN_NODE = `const { parentPort, workerData } = require("node:worker_threads");
parentPort.postMessage("ready");
work(workerData);
`;
export const IN_PAGE = `onmessage = ({ data }) => {
  postMessage("ready");
  work(data);
  close();
};
`;
