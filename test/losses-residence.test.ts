/**
 * Where arrays live, how long they are and what else is computed changes no bit of a loss, and
 * nothing is written beside it.
 */
import { describe, expect, inject, test, vi } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { LinearMemory } from "../src/runtime/memory.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, Place, placements, type Residence, randomizer, residences, types } from "./support/arrays.js";
import {
  type AnyLoss,
  elementLosses,
  formsOf,
  type LossKind,
  type LossResult,
  lossSubjects,
  probabilities,
  rowLosses,
  withTypes,
} from "./support/losses.js";
import { lengthsTo, sample } from "./support/sample.js";

const softmaxLoss = softmaxCrossEntropy as unknown as AnyLoss;
const sigmoidLoss = sigmoidBinaryCrossEntropy as unknown as AnyLoss;

function fill(array: Floats, seed: number): Floats {
  const random = randomizer(seed);
  for (let i = 0; i < array.length; i++) array[i] = (random() - 0.5) * (i % 7 === 0 ? 200 : 12);
  return array;
}

const labelsOf = (rows: number, classes: number) => Uint32Array.from({ length: rows }, (_, row) => (row * 7 + 3) % classes);

/** A copy of `values` at a residence, `offset` elements after a cache line. */
function place(residence: Residence, type: Constructor, values: Floats, offset: number): Place {
  const made = new Place(residence, type, values.length, offset);
  made.view.set(values);
  return made;
}

/**
 * Calls with everything at these residences, with the gradient in place and apart, and compares
 * with `wanted`.
 */
function checkEverywhere(
  type: Constructor,
  call: (x: Floats, targets: Floats, out: unknown) => LossResult,
  x: Floats,
  targets: Floats,
  wanted: LossResult,
  about: string,
): void {
  for (const [i, [from, to]] of placements.entries())
    for (const inPlace of [false, true]) {
      const where = `${about}, ${from} to ${to}${inPlace ? ", in place" : ""}`;
      const ins = [place(from, type, x, i), place(from, type, targets, i + 3)] as const;
      const loss = new Place(to, type, wanted.loss.length, i + 1);
      const gradient = inPlace ? ins[0] : new Place(to, type, x.length, i + 5);
      const result = call(ins[0].view, ins[1].view, { loss: loss.view, gradient: gradient.view });
      expect(result.mean, where).toBe(wanted.mean);
      expectSame(loss.view, wanted.loss, `${where}: loss`);
      expectSame(gradient.view, wanted.gradient, `${where}: gradient`);
      expectSame(ins[1].view, targets, `${where}: targets`);
      if (!inPlace) expectSame(ins[0].view, x, `${where}: x`);
      for (const one of new Set([...ins, loss, gradient])) {
        expect(one.intact, where).toBe(true);
        one.free();
      }
    }
}

/**
 * Calls with a part of the outputs, at every residence, and compares with a call for all of them.
 */
function checkParts(type: Constructor, call: (x: Floats, out?: unknown) => LossResult, x: Floats): void {
  const wanted = call(x);
  for (const residence of residences) {
    const own = place(residence, type, x, 1);
    const [loss, gradient] = [new Place(residence, type, wanted.loss.length, 2), new Place(residence, type, x.length, 3)];
    for (const out of [{ loss: loss.view }, { gradient: gradient.view }, {}]) expect(call(own.view, out).mean).toBe(wanted.mean);
    expectSame(loss.view, wanted.loss, "loss alone");
    expectSame(gradient.view, wanted.gradient, "gradient alone");
    for (const one of [own, loss, gradient]) {
      expect(one.intact).toBe(true);
      one.free();
    }
  }
}

test("every loss has its place in these tables", () => {
  for (const { name, kinds } of lossSubjects) expect(kinds.length, name).toBeGreaterThan(1);
});

describe.each(withTypes(rowLosses))("$name, $array", ({ loss, kinds: all, type }) => {
  const kinds = formsOf(all);
  const optionsOf = ({ options }: LossKind, classes: number) => options(type, classes);

  /** Compares a loss in every residence with the same on arrays of the heap. */
  function check(kind: LossKind, rows: number, classes: number): void {
    const x = fill(new type(rows * classes), rows + classes);
    const targets = probabilities(type, rows * classes, classes);
    const given = (own: Floats) => (kind.targets === "distributions" ? own : labelsOf(rows, classes));
    const options = { shape: [rows, classes], ...optionsOf(kind, classes) };
    checkEverywhere(
      type,
      (logits, own, out) => loss(logits, given(own), { ...options, out }),
      x,
      targets,
      loss(x, given(targets), options),
      `${kind.kind}, ${rows} rows of ${classes}`,
    );
  }

  test.each(kinds)("$kind: 1 to 40 classes", (kind) => {
    for (const classes of lengthsTo(40, kind.kind)) check(kind, 1 + (classes % 4), classes);
  });

  test.each(kinds)("$kind: as many rows as fit no slot", (kind) => {
    check(kind, 3001, 3);
    check(kind, 450, 10);
  });

  test.each(kinds)("$kind: rows around the size of a block", (kind) => {
    for (const classes of sample([1023, 1024, 2047, 2048, 2049, 4095, 4096, 4097], `${type.name}, ${kind.kind}`)) check(kind, 2, classes);
  });

  test.each(kinds)("$kind: many blocks of classes", (kind) => {
    check(kind, 1, inject("backend") === "js" ? 10_000 : 100_000);
  });

  /**
   * Compares a loss of rows of classes that lie apart with that of rows in one piece: [outer,
   * classes, inner] and [outer, rows of inner, classes].
   */
  function checkAlongAxis(kind: LossKind, outer: number, classes: number, inner: number): void {
    const rows = outer * inner;
    const flat = { x: fill(new type(rows * classes), 3), targets: probabilities(type, rows * classes, 4) };
    const given = (own: Floats) => (kind.targets === "distributions" ? own : labelsOf(rows, classes));
    const turned = (array: Floats) =>
      new type(array.length).map((_, i) => {
        const row = Math.floor(i / (classes * inner)) * inner + (i % inner);
        return array[row * classes + (Math.floor(i / inner) % classes)] as number;
      }) as Floats;
    const options = optionsOf(kind, classes);
    const wanted = loss(flat.x, given(flat.targets), { shape: [rows, classes], ...options });
    const shape = [outer, classes, inner];
    checkEverywhere(
      type,
      (x, targets, out) => loss(x, given(targets), { shape, axis: 1, ...options, out }),
      turned(flat.x),
      turned(flat.targets),
      { mean: wanted.mean, loss: wanted.loss, gradient: turned(wanted.gradient) },
      `${kind.kind}, ${shape}`,
    );
  }

  test.each(kinds)("$kind: classes along another axis", (kind) => {
    for (const [outer, classes, inner] of [
      [1, 1, 1],
      [1, 5, 3],
      [2, 4, 7],
      [3, 21, 40],
      [1, 2048, 3],
      [2, 2049, 2],
      [1, 5001, 3],
    ] as const)
      checkAlongAxis(kind, outer, classes, inner);
  });

  test.each([1, 2, 3, 2500, 2501])("%d classes: any number of rows in a row may be ignored", (classes) => {
    const rows = 12;
    const x = fill(new type(rows * classes), 6);
    const labels = Int32Array.from({ length: rows }, (_, row) => (row * 5 + 1) % classes);
    for (const { options } of kinds.filter(({ targets, options }) => targets === "labels" && "ignoreIndex" in options(type, classes)))
      for (const ignored of [[0], [11], [0, 1, 2], [5, 6], [1, 3, 5, 7, 9, 11], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]) {
        const kept = [...labels.keys()].filter((row) => !ignored.includes(row));
        const alone = loss(
          type.from(kept.flatMap((row) => [...x.subarray(row * classes, (row + 1) * classes)])),
          labels.filter((_, row) => kept.includes(row)),
          { ...options(type, classes), ignoreIndex: undefined },
        );
        const own = x.map((value, i) => (ignored.includes(Math.floor(i / classes)) ? NaN : value)) as Floats;
        const marked = labels.map((label, row) => (ignored.includes(row) ? -7 : label));
        const result = loss(own, marked, { ...options(type, classes), ignoreIndex: -7 });
        expect(result.mean).toBe(alone.mean);
        const wanted = { loss: new type(rows), gradient: new type(rows * classes) };
        for (const [i, row] of kept.entries()) {
          wanted.loss[row] = alone.loss[i] as number;
          wanted.gradient.set(alone.gradient.subarray(i * classes, (i + 1) * classes), row * classes);
        }
        expectSame(result.loss, wanted.loss, `${ignored}: loss`);
        expectSame(result.gradient, wanted.gradient, `${ignored}: gradient`);
      }
  });

  test.each(kinds)("$kind: what is not wanted changes nothing", (kind) => {
    for (const classes of [3, 2500]) {
      const x = fill(new type(4 * classes), 2);
      const targets = kind.targets === "distributions" ? probabilities(type, 4 * classes, 3) : labelsOf(4, classes);
      checkParts(type, (own, out) => loss(own, targets, { shape: [4, classes], ...optionsOf(kind, classes), out }), x);
    }
  });
});

describe.each(types.map((type) => ({ type, name: type.name })))("softmaxCrossEntropy, $name", ({ type }) => {
  test("class weights, wherever they are", () => {
    const classWeights = probabilities(type, 5000, 4);
    const resident = place("memory", type, classWeights, 3);
    const x = fill(new type(5000), 1);
    for (const smoothing of [0, 0.1]) {
      const call = (weights: Floats) => softmaxLoss(x, Uint16Array.of(4000), { shape: [5000], smoothing, classWeights: weights });
      expect(call(resident.view)).toEqual(call(classWeights));
    }
    resident.free();
  });

  test("a long row without probabilities is NaN, whatever the option, and no other", () => {
    for (const classes of [2049, 4098, 5003, 6144]) {
      const good = fill(new type(classes), classes);
      const label = classes - 1;
      for (const options of [{}, { smoothing: 0.1 }, { classWeights: new type(classes).fill(2) }]) {
        const alone = softmaxLoss(good, Uint16Array.of(label), options);
        for (const at of [0, 2047, 2048, classes - 2, classes - 1])
          for (const bad of [NaN, Infinity]) {
            const x = type.from([...good, ...good, ...good]);
            x[classes + at] = bad;
            const { mean, loss, gradient } = softmaxLoss(x, Uint16Array.of(label, label, label), { ...options, ignoreIndex: -1 });
            expect([mean, loss[1], loss[0], loss[2]], `${classes}, ${at}`).toEqual([NaN, NaN, alone.loss[0], alone.loss[0]]);
            expect(gradient.subarray(classes, 2 * classes).every(Number.isNaN)).toBe(true);
            expect(gradient.subarray(0, classes).some(Number.isNaN) || gradient.subarray(2 * classes).some(Number.isNaN)).toBe(false);
          }
        const none = softmaxLoss(new type(classes).fill(-Infinity), Uint16Array.of(label), options);
        expect([none.mean, none.loss[0], none.gradient.every(Number.isNaN)]).toEqual([NaN, NaN, true]);
      }
    }
  });

  test("the ends of the formats in long rows", () => {
    const largest = type === Float32Array ? 3.4028234663852886e38 : Number.MAX_VALUE / 2;
    for (const classes of [2049, 4100]) {
      const x = new type(classes).fill(-largest);
      const low = softmaxLoss(x, Uint16Array.of(classes - 1), {});
      expect(Math.abs((low.loss[0] as number) / Math.log(classes) - 1)).toBeLessThanOrEqual(2 ** (type === Float32Array ? -24 : -51));
      expect(new Set(low.gradient).size).toBe(2);
      x[7] = largest;
      const { loss, gradient } = softmaxLoss(x, Uint16Array.of(classes - 1), {});
      expect([loss[0], gradient[7], gradient[classes - 1], new Set(gradient).size]).toEqual([type.from([2 * largest])[0], 1, -1, 3]);
      x[classes - 1] = -Infinity;
      expect(softmaxLoss(x, Uint16Array.of(classes - 1), {}).loss[0]).toBe(Infinity);
      const classWeights = new type(classes).fill(1, 0, classes - 1);
      const weightless = softmaxLoss(type.from([...x, ...x]), Uint16Array.of(classes - 1, 7), { classWeights });
      expect([weightless.mean, ...weightless.loss]).toEqual([0, 0, 0]);
    }
  });

  test("a block of nothing but -Infinity is part of its row", () => {
    const classes = 6000;
    for (const at of [0, 2048, 4096, 5999]) {
      const x = new type(classes).fill(-Infinity);
      x[at] = 2;
      x[(at + 3000) % classes] = 2;
      const { loss, gradient } = softmaxLoss(x, Uint16Array.of(at), { shape: [classes] });
      expect(loss[0]).toBe(type.from([Math.LN2])[0]);
      expect([gradient[at], gradient[(at + 3000) % classes]]).toEqual([-0.5, 0.5]);
      expect(Array.from(gradient).filter((value) => value !== 0).length).toBe(2);
      x[(at + 1500) % classes] = Number.NaN;
      const lost = softmaxLoss(x, Uint16Array.of(at), { shape: [classes] });
      expect([lost.mean, lost.loss[0]]).toEqual([NaN, NaN]);
      expect(lost.gradient.every(Number.isNaN)).toBe(true);
    }
  });
});

describe.each(withTypes(elementLosses))("$name, $array", ({ loss, kinds: all, type }) => {
  const kinds = formsOf(all);
  const targetsOf = ({ targets }: LossKind, length: number): Floats =>
    targets === "whole" ? (new type(length).map((_, i) => Number(i % 3 === 0)) as Floats) : probabilities(type, length, length + 2);

  test.each(kinds)("$kind: lengths 0 to 40, and around those of tiles", (kind) => {
    const lengths = [...Array.from({ length: 41 }, (_, length) => length), 2047, 2048, 2049, 4095, 4096, 4097, 20_001];
    for (const length of sample(lengths)) {
      const x = fill(new type(length), length + 1);
      const targets = targetsOf(kind, length);
      const call = (own: Floats, t: Floats, out?: unknown) => loss(own, t, { ...kind.options(type, 1), out });
      const wanted = call(x, targets);
      checkEverywhere(type, call, x, targets, wanted, `${length} elements`);
      if (kind.targets !== "whole") continue;
      const whole = Uint8Array.from(targets);
      checkEverywhere(type, (own, _, out) => call(own, whole as never, out), x, targets, wanted, `${length} elements, whole`);
    }
  });

  test.each(kinds)("$kind: one value gives one result at every position", (kind) => {
    for (const value of [0.3, -2, 50, Number.NaN, -Infinity]) {
      const result = loss(new type(67).fill(value), new type(67).fill(kind.targets === "whole" ? 1 : 0.25), kind.options(type, 1));
      expectSame(result.loss, new type(67).fill(result.loss[0] as number), `loss of ${value}`);
      expectSame(result.gradient, new type(67).fill(result.gradient[0] as number), `gradient of ${value}`);
    }
  });

  test.each(kinds)("$kind: what is not wanted changes nothing", (kind) => {
    const targets = targetsOf(kind, 5001);
    checkParts(type, (x, out) => loss(x, targets, { ...kind.options(type, 1), out }), fill(new type(5001), 2));
  });
});

describe.each(types.map((type) => ({ type, name: type.name })))("sigmoidBinaryCrossEntropy, $name", ({ type }) => {
  test("weights of classes, along any axis", () => {
    for (const [outer, classes, inner] of [
      [1, 1, 1],
      [7, 3, 1],
      [300, 10, 1],
      [5, 1000, 1],
      [3, 2049, 1],
      [2, 5003, 1],
      [2, 3, 50],
      [3, 7, 999],
      [1, 2, 3000],
    ] as const) {
      const length = outer * classes * inner;
      const x = fill(new type(length), length + 1);
      const targets = probabilities(type, length, length + 2);
      const weights = probabilities(type, classes, 3);
      const options = { positiveWeight: weights, shape: [outer, classes, inner], axis: 1 };
      const wanted = sigmoidLoss(x, targets, options);
      for (let i = 0; i < length; i += 1 + Math.floor(length / 50)) {
        const alone = sigmoidLoss(x.subarray(i, i + 1), targets.subarray(i, i + 1), {
          positiveWeight: weights[Math.floor(i / inner) % classes],
        });
        expect(wanted.loss[i], `${options.shape}: ${i}`).toBe(alone.loss[0]);
      }
      checkEverywhere(type, (own, t, out) => sigmoidLoss(own, t, { ...options, out }), x, targets, wanted, `${options.shape}`);
    }
  });

  test("as many equal weights as classes are one", () => {
    for (const [rows, classes] of [
      [1001, 3],
      [5, 2047],
      [2, 5001],
    ] as const) {
      const x = fill(new type(rows * classes), 1);
      const targets = probabilities(type, rows * classes, 2);
      expect(sigmoidLoss(x, targets, { positiveWeight: new type(classes).fill(1.5) })).toEqual(
        sigmoidLoss(x, targets, { positiveWeight: 1.5 }),
      );
    }
  });
});

describe("on another runtime", () => {
  test("the same functions, the same bits", () => {
    const runtime = createRuntime({ backend: inject("backend") });
    const [theirs, sigmoidOfTheirs] = [onRuntime(softmaxCrossEntropy, runtime), onRuntime(sigmoidBinaryCrossEntropy, runtime)];
    const x = fill(new Float32Array(60), 3) as Float32Array;
    const own = runtime.alloc(Float32Array, 60);
    own.set(x);
    const labels = Uint8Array.of(1, 2, 3);
    const options = { shape: [3, 20] };
    expect(theirs(own, labels, options)).toEqual(softmaxCrossEntropy(x, labels, options));
    const targets = new Float32Array(60).fill(0.25);
    expect(sigmoidOfTheirs(own, targets)).toEqual(sigmoidBinaryCrossEntropy(x, targets));
    expect([theirs.name, theirs.spec]).toEqual([softmaxCrossEntropy.name, softmaxCrossEntropy.spec]);
  });

  test("in a region of a shared memory, which grows", () => {
    if (inject("backend") === "js" || typeof SharedArrayBuffer !== "function") return;
    const memory = new WebAssembly.Memory({ initial: 64, maximum: 128, shared: true });
    const runtime = createRuntime({ backend: inject("backend"), memory, region: { base: 1 << 20, bytes: 2 << 20 } });
    const loss = onRuntime(softmaxCrossEntropy, runtime);
    const x = fill(new Float32Array(3 * 5000), 3) as Float32Array;
    const labels = Uint16Array.of(1, 4000, 3);
    for (const classes of [5000, 15]) {
      const rows = x.subarray(0, 3 * classes);
      const own = labels.map((label) => label % classes);
      const options = { shape: [3, classes], smoothing: 0.1 };
      expect(loss(rows, own, options)).toEqual(softmaxCrossEntropy(rows, own, options));
      memory.grow(1);
      expect(loss(rows, own, { shape: [3, classes] })).toEqual(softmaxCrossEntropy(rows, own, { shape: [3, classes] }));
    }
  });
});

test.each(types)("long rows of a %o have the same bits where there is no memory to keep their powers in", (type) => {
  const [rows, classes] = [3, 5003];
  const x = fill(new type(rows * classes), 5);
  const run = () => softmaxLoss(x, labelsOf(rows, classes), { shape: [rows, classes] });
  const wanted = run();
  const borrow = vi.spyOn(LinearMemory.prototype, "borrow").mockReturnValue(-1);
  try {
    const got = run();
    expectSame(got.gradient, wanted.gradient, "gradient");
    expectSame(got.loss, wanted.loss, "loss");
  } finally {
    borrow.mockRestore();
  }
});
