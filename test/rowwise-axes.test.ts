/**
 * Rows that are columns: the bits of rows that are not, from any place to any, in bands and panels
 * of every division, with much memory or none to borrow.
 */
import { describe, expect, inject, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { createRuntime, type Runtime } from "../src/runtime/runtime.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, Place, randomizer, residences } from "./support/arrays.js";
import { inputsOf, operationsOf, type RowFunction, type RowOperation, type RowSubject, subjects } from "./support/rows.js";
import { sample } from "./support/sample.js";

const random = randomizer(11);
const fill = (type: Constructor, length: number): Floats => type.from({ length }, () => (random() - 0.5) * 12);

/** Matrices of n rows that are `inner` wide, `outer` of them. */
interface Matrices {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** The same with columns as rows. */
function turned(array: Floats, { outer, n, inner }: Matrices): Floats {
  const result = array.slice();
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < n; i++) for (let k = 0; k < inner; k++) result[(o * inner + k) * n + i] = array[(o * n + i) * inner + k] as number;
  return result;
}

const back = (array: Floats, { outer, n, inner }: Matrices): Floats => turned(array, { outer, n: inner, inner: n });

const optionsOf = ({ outer, n, inner }: Matrices) => ({ shape: [outer, n, inner], axis: 1 });

const givenTo = (operation: RowOperation, subject: RowSubject, matrices: Matrices): Floats[] =>
  inputsOf(operation, subject, matrices.outer * matrices.inner, matrices.n, optionsOf(matrices), fill);

/** The results of the operation for the rows side by side, brought to where they belong. */
function wantedOf(operation: RowOperation, f: RowFunction, inputs: readonly Floats[], matrices: Matrices, more: Options = {}): Floats {
  const { outer, n, inner } = matrices;
  const own = inputs.map((array, i) => (operation.inputs[i] === "rows" ? array : turned(array, matrices)));
  const result = operation.run(f, own, { shape: [outer * inner, n], ...more });
  return operation.reduces ? result : back(result, matrices);
}

/**
 * Sides on both sides of a vector's, a square's, a line's and a tile's length; bands of several
 * matrices, and of parts of one.
 */
const divisions: readonly Matrices[] = [
  ...[1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33].flatMap((n) => [1, 2, 3, 4, 5, 6, 15, 16, 17, 66].map((inner) => ({ outer: 3, n, inner }))),
  { outer: 900, n: 10, inner: 5 },
  { outer: 2, n: 1000, inner: 70 },
  { outer: 1, n: 1024, inner: 64 },
  { outer: 2, n: 4100, inner: 35 },
  { outer: 1, n: 3, inner: 20_000 },
  { outer: 0, n: 3, inner: 4 },
  { outer: 3, n: 0, inner: 4 },
  { outer: 3, n: 4, inner: 0 },
];

describe.each(subjects)("$name, $engine", (subject) => {
  const { name, engine, type, f } = subject;
  const operations = operationsOf(f);

  test.each(operations)("$path from any place to any, and in place", (operation) => {
    for (const [number, matrices] of sample(divisions, `${name}, ${engine}, ${operation.path}`).entries()) {
      const { outer, n, inner } = matrices;
      const options = optionsOf(matrices);
      const given = givenTo(operation, subject, matrices);
      const wanted = wantedOf(operation, f, given, matrices);
      const about = `${operation.path} of ${outer} x ${n} x ${inner}`;
      for (const from of residences)
        for (const to of residences) {
          if (number % 4 && from === "shared" && to === "shared") continue;
          // Arrays of one call in places of their own, in turn.
          const ins = given.map((array, i) => placed(array, i % 2 ? to : from, type, i + 1));
          const out = new Place(to, type, wanted.length, 3);
          operation.run(
            f,
            ins.map(({ view }) => view),
            { ...options, out: out.view },
          );
          expectSame(out.view, wanted, `${about}, ${from} to ${to}`);
          expect(out.intact && ins.every(({ intact }) => intact)).toBe(true);
          ins.forEach(({ view }, i) => {
            expectSame(view, given[i] as Floats, `input ${i} itself, ${about}`);
          });
          for (const [i, kind] of operation.inputs.entries()) {
            if (operation.reduces || kind === "rows") continue;
            const own = given.map((array, k) => placed(array, k === i ? to : from, type, k));
            const { view } = own[i] as Place;
            operation.run(
              f,
              own.map((place) => place.view),
              { ...options, out: view },
            );
            expectSame(view, wanted, `${about} in place of input ${i}, ${from} and ${to}`);
            expect(own.every(({ intact }) => intact)).toBe(true);
            for (const place of own) place.free();
          }
          for (const place of [...ins, out]) place.free();
        }
    }
  });

  test.each(operations)("$path of more than is brought at once", (operation) => {
    const matrices = { outer: 1, n: 33, inner: 2 ** 22 / type.BYTES_PER_ELEMENT / 32 };
    const given = givenTo(operation, subject, matrices);
    expectSame(operation.run(f, given, optionsOf(matrices)), wantedOf(operation, f, given, matrices), operation.path);
  });

  test.each(operations.filter(({ masked }) => masked))("$path with masks and temperatures", (operation) => {
    const matrices = { outer: 5, n: 9, inner: 300 };
    const { outer, n, inner } = matrices;
    const given = givenTo(operation, subject, matrices);
    const added = fill(type, outer * n * inner);
    const left = Uint8Array.from(added, (value) => Number(value > -3));
    const [addedToRows, leftInRows] = [turned(added, matrices), Uint8Array.from(turned(type.from(left), matrices))];
    for (const temperature of [1, 0.7])
      for (const [mask, own] of [
        [added, addedToRows],
        [left, leftInRows],
      ]) {
        const got = operation.run(f, given, { ...optionsOf(matrices), mask, temperature });
        expectSame(got, wantedOf(operation, f, given, matrices, { mask: own, temperature }), `${operation.path} at ${temperature}`);
      }
  });
});

describe.runIf(inject("backend") !== "js" && typeof WebAssembly === "object")("memory that is borrowed", () => {
  const MEBI = 2 ** 20;
  const created = (bytes: number) =>
    createRuntime({ backend: inject("backend"), memory: new WebAssembly.Memory({ initial: 128 }), region: { base: 0, bytes } });
  const at = (f: RowFunction, runtime: Runtime) => onRuntime(f as never, runtime) as RowFunction;
  test.each([
    ["half a mebibyte", 0],
    ["a few bytes", 500 * 1024],
    ["nothing", 512 * 1024],
  ])("%s is left", (_, taken) => {
    const runtime = created(MEBI);
    const held = taken > 0 ? runtime.alloc(Float32Array, taken / 4).fill(7) : undefined;
    for (const subject of subjects)
      for (const operation of operationsOf(subject.f))
        for (const matrices of [
          { outer: 2, n: 10, inner: 50 },
          { outer: 1, n: 1000, inner: 40 },
          { outer: 1, n: 5000, inner: 9 },
        ]) {
          const given = givenTo(operation, subject, matrices);
          const options = optionsOf(matrices);
          const got = operation.run(at(subject.f, runtime), given, options);
          expectSame(got, wantedOf(operation, subject.f, given, matrices), `${operation.path} of ${options.shape} in ${subject.engine}`);
        }
    expect(held?.every((value) => value === 7)).not.toBe(false);
  });

  test.each(subjects)("is given back by $name, $engine: it neither counts as taken nor shows in what is taken after", ({ type, f }) => {
    const runtime = createRuntime({ backend: inject("backend") });
    const run = at(f, runtime);
    const first = runtime.alloc(Float32Array, 100).fill(3);
    run(fill(type, 64 * 500), { shape: [64, 500], axis: 0 });
    const second = runtime.alloc(Float32Array, 10_000);
    expect(second.every((value) => value === 0)).toBe(true);
    expect(second.byteOffset).toBe(first.byteOffset + 448);
    run(fill(type, 64 * 500), { shape: [64, 500], axis: 0 });
    expect(first.every((value) => value === 3)).toBe(true);
    expect(second.every((value) => value === 0)).toBe(true);
    runtime.free(second);
    expect(runtime.alloc(Float32Array, 20_000).every((value) => value === 0)).toBe(true);
  });
});

function placed(array: Floats, residence: (typeof residences)[number], type: Constructor, offset: number): Place {
  const place = new Place(residence, type, array.length, offset);
  place.view.set(array);
  return place;
}
