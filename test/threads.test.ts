/**
 * Calls that are split over threads: of every function the same bits as on one thread, wherever the
 * arrays are, and nothing written beside them. What is split is decided by measurement; here all
 * that can be is.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { info } from "../src/index.js";
import { Team } from "../src/threads/team.js";
import { startThreads, stopThreads } from "../src/threads.js";
import { type Floats, fastOperations, type Operation, operations, parameterSets } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, type Residence, randomizer, residences, types } from "./support/arrays.js";
import { decide, isThreaded, split } from "./support/threads.js";

const THREADS = 3;

const cases = [
  ...operations.flatMap((operation) => types.map((make) => ({ path: operation.path, type: make.name, make, operation }))),
  ...fastOperations.map((operation) => ({ path: `fast ${operation.path}`, type: "Float32Array", make: Float32Array, operation })),
];

const open = vi.spyOn(Team.prototype, "open");

beforeAll(async () => {
  await startThreads({ threads: THREADS });
});
afterAll(async () => {
  decide.mockRestore();
  open.mockRestore();
  await stopThreads();
});

/** The reasons for one thread: of the js backend, and of hosts such as WebKitGTK. */
const WHY_NOT = /^(the js backend has one thread|the page is not cross-origin isolated|the host has no SharedArrayBuffer)$/;

test("there are as many as were asked for, where backend and host can have them, and else it is said why not", () => {
  const { count, reason } = info().threads;
  if (isThreaded) expect({ count, reason }).toEqual({ count: THREADS, reason: "started by startThreads" });
  else expect({ count, reason }).toEqual({ count: 1, reason: expect.stringMatching(WHY_NOT) });
});

/** Calls an operation on one thread, or on several; then it must have been split. */
function call(isShared: boolean, operation: Operation, inputs: readonly Floats[], outputs?: readonly Floats[], options?: object) {
  split(isShared);
  open.mockClear();
  const results = operation.call(inputs, outputs, options as never);
  expect(open.mock.calls.length > 0).toBe(isShared);
  return results;
}

const filled = (type: Constructor, length: number, seed: number): Floats => {
  const array = new type(length);
  fillWith(array, seed);
  return array;
};

describe.runIf(isThreaded)("the bits of one thread", () => {
  /**
   * The shortest length that is split, with a tail; several parts of a staged call, the last one
   * short.
   */
  const LENGTHS = [2049, 9_001];

  test.each(cases)("$path $type", ({ path, make: type, operation }) => {
    const { inputs, outputs } = operation;
    for (const [i, length] of LENGTHS.entries())
      for (const residence of residences.slice(0, 2)) {
        const given = inputs.map((_, k) => filled(type, length, 5 * k + 1 + i));
        const wanted = call(false, operation, given);
        const ins = given.map((array, k) => {
          const place = new Place(residence, type, length, k + i);
          place.view.set(array);
          return place;
        });
        const outs = outputs.map((_, k) => new Place(residence, type, length, 3 - k));
        const views = ins.map(({ view }) => view);
        call(
          true,
          operation,
          views,
          outs.map(({ view }) => view),
        );
        outs.forEach((place, k) => {
          expectSame(place.view, wanted[k], `${path}, ${length} elements, ${residence}`, views);
          if (!place.intact) expect.fail(`${path}, ${length} elements, ${residence}: wrote beside ${outputs[k]}`);
        });
        for (const place of [...ins, ...outs]) place.free();
      }
  });

  test("1e4 random calls, of any function, length, place and parameters", () => {
    const random = randomizer(7);
    const below = (n: number) => Math.floor(random() * n);
    for (let i = 0; i < 10_000; i++) {
      const { path, make: type, operation } = cases[below(cases.length)];
      const { inputs, outputs, activation, method } = operation;
      const length = below(20) === 0 ? 2048 + below(100_000) : 2048 + below(1500);
      const sets = method === "backwardFromOutput" ? [{}] : parameterSets(activation);
      const parameters = sets[below(sets.length)];
      const place = () => new Place(residences[below(residences.length)] as Residence, type, length, below(16));
      const ins = inputs.map(() => place());
      for (const { view } of ins) for (let k = 0; k < length; k++) view[k] = k % 64 ? view[k - 1] : (random() - 0.5) * 16;
      const views = ins.map(({ view }) => view);
      const wanted = call(false, operation, views, undefined, parameters);
      const isInPlace = below(4) === 0;
      const outs = outputs.map((_, k) => (isInPlace && k === 0 ? ins[0] : place()));
      call(
        true,
        operation,
        views,
        outs.map(({ view }) => view),
        parameters,
      );
      outs.forEach((out, k) => {
        expectSame(out.view, wanted[k], `call ${i}, ${path}, ${length} elements`);
        if (!out.intact) expect.fail(`call ${i}, ${path}: wrote beside ${outputs[k]}`);
      });
      for (const one of new Set([...ins, ...outs])) one.free();
    }
  });
});
