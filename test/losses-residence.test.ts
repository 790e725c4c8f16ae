/** Where arrays live, how long they are and what else is computed changes no bit of a loss, and nothing is written beside it. */
import { describe, expect, inject, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { type Constructor, expectSame, Place, placements, type Residence, randomizer, residences, types } from "./support/arrays.js";

type Floats = Float32Array | Float64Array;
interface Result {
  mean: number;
  loss: Floats;
  gradient: Floats;
}
type Anything = (x: unknown, targets: unknown, options?: unknown) => Result;
const softmaxLoss = softmaxCrossEntropy as unknown as Anything;
const sigmoidLoss = sigmoidBinaryCrossEntropy as unknown as Anything;

function fill(array: Floats, seed: number): Floats {
  const random = randomizer(seed);
  for (let i = 0; i < array.length; i++) array[i] = (random() - 0.5) * (i % 7 === 0 ? 200 : 12);
  return array;
}

function fillProbabilities(array: Floats, seed: number): Floats {
  const random = randomizer(seed);
  for (let i = 0; i < array.length; i++) array[i] = Math.max(0, random() - 0.3);
  return array;
}

/** A copy of `values` at a residence, `offset` elements after a cache line. */
function place(residence: Residence, type: Constructor, values: Floats, offset: number): Place {
  const made = new Place(residence, type, values.length, offset);
  made.view.set(values);
  return made;
}

/** Calls with everything at these residences, with the gradient in place and apart, and compares with `wanted`. */
function checkEverywhere(
  type: Constructor,
  call: (x: Floats, targets: Floats, out: unknown) => Result,
  x: Floats,
  targets: Floats,
  wanted: Result,
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

describe.each(types.map((type) => ({ type, name: type.name })))("softmaxCrossEntropy, $name", ({ type }) => {
  const kinds = [
    { kind: "labels", options: {} },
    { kind: "labels, some ignored", options: { ignoreIndex: 3 } },
    { kind: "smoothed labels", options: { smoothing: 0.1 } },
    { kind: "smoothed labels, some ignored", options: { smoothing: 0.1, ignoreIndex: 3 } },
    { kind: "distributions", options: {} },
  ] as const;

  /** Through every residence: on arrays of the heap, and the same again everywhere. */
  function check(kind: string, rows: number, classes: number, options: object): void {
    const x = fill(new type(rows * classes), rows + classes);
    const labels = Uint32Array.from({ length: rows }, (_, row) => (row * 7 + 3) % classes);
    const targets = fillProbabilities(new type(rows * classes), classes);
    const given = (own: Floats) => (kind === "distributions" ? own : labels);
    const shape = [rows, classes];
    const wanted = softmaxLoss(x, given(targets), { shape, ...options });
    checkEverywhere(
      type,
      (logits, own, out) => softmaxLoss(logits, given(own), { shape, ...options, out }),
      x,
      targets,
      wanted,
      `${kind}, ${rows} rows of ${classes}`,
    );
  }

  test.each(kinds)("$kind: 1 to 40 classes", ({ kind, options }) => {
    for (let classes = 1; classes <= 40; classes++) check(kind, 1 + (classes % 4), classes, options);
  });

  test.each(kinds)("$kind: class weights", ({ kind, options }) => {
    for (const classes of [1, 2, 9, 10])
      check(kind, 5, classes, { ...options, classWeights: fillProbabilities(new type(classes), 4).map((w) => w + 1) });
    const classWeights = fillProbabilities(new type(5000), 4);
    check(kind, 2, 5000, { ...options, classWeights });
    const resident = place("memory", type, classWeights, 3);
    const x = fill(new type(5000), 1);
    const call = (weights: Floats) => softmaxLoss(x, Uint16Array.of(4000), { shape: [5000], ...options, classWeights: weights });
    expect(call(resident.view)).toEqual(call(classWeights));
    resident.free();
  });

  test.each(kinds)("$kind: as many rows as fit no slot", ({ kind, options }) => {
    check(kind, 3001, 3, options);
    check(kind, 450, 10, options);
  });

  test.each(kinds)("$kind: rows around the size of a block", ({ kind, options }) => {
    for (const classes of [1023, 1024, 2047, 2048, 2049, 4095, 4096, 4097]) check(kind, 2, classes, options);
  });

  test.each(kinds)("$kind: many blocks of classes", ({ kind, options }) => {
    check(kind, 1, inject("backend") === "js" ? 10_000 : 100_000, options);
  });

  /** With rows of classes apart from each other as with rows in one piece: [outer, rows of inner, classes] and [outer, classes, inner]. */
  function checkAlongAxis(kind: string, outer: number, classes: number, inner: number, options: object): void {
    const rows = outer * inner;
    const flat = { x: fill(new type(rows * classes), 3), targets: fillProbabilities(new type(rows * classes), 4) };
    const labels = Uint32Array.from({ length: rows }, (_, row) => (row * 7 + 3) % classes);
    const given = (own: Floats) => (kind === "distributions" ? own : labels);
    const turned = (array: Floats) =>
      new type(array.length).map((_, i) => {
        const row = Math.floor(i / (classes * inner)) * inner + (i % inner);
        return array[row * classes + (Math.floor(i / inner) % classes)] as number;
      }) as Floats;
    const wanted = softmaxLoss(flat.x, given(flat.targets), { shape: [rows, classes], ...options });
    const shape = [outer, classes, inner];
    checkEverywhere(
      type,
      (x, targets, out) => softmaxLoss(x, given(targets), { shape, axis: 1, ...options, out }),
      turned(flat.x),
      turned(flat.targets),
      { mean: wanted.mean, loss: wanted.loss, gradient: turned(wanted.gradient) },
      `${kind}, ${shape}`,
    );
  }

  test.each(kinds)("$kind: classes along another axis", ({ kind, options }) => {
    for (const [outer, classes, inner] of [
      [1, 1, 1],
      [1, 5, 3],
      [2, 4, 7],
      [3, 21, 40],
      [1, 2048, 3],
      [2, 2049, 2],
      [1, 5001, 3],
    ] as const) {
      checkAlongAxis(kind, outer, classes, inner, options);
      checkAlongAxis(kind, outer, classes, inner, { ...options, classWeights: fillProbabilities(new type(classes), 5) });
    }
  });

  test.each([1, 2, 3, 2500, 2501])("%d classes: any number of rows in a row may be ignored", (classes) => {
    const rows = 12;
    const x = fill(new type(rows * classes), 6);
    const labels = Int32Array.from({ length: rows }, (_, row) => (row * 5 + 1) % classes);
    for (const smoothing of [0, 0.1])
      for (const ignored of [[0], [11], [0, 1, 2], [5, 6], [1, 3, 5, 7, 9, 11], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]) {
        const kept = [...labels.keys()].filter((row) => !ignored.includes(row));
        const alone = softmaxLoss(
          type.from(kept.flatMap((row) => [...x.subarray(row * classes, (row + 1) * classes)])),
          labels.filter((_, row) => kept.includes(row)),
          { smoothing },
        );
        const own = x.map((value, i) => (ignored.includes(Math.floor(i / classes)) ? NaN : value)) as Floats;
        const marked = labels.map((label, row) => (ignored.includes(row) ? -7 : label));
        const { mean, loss, gradient } = softmaxLoss(own, marked, { smoothing, ignoreIndex: -7 });
        expect(mean).toBe(alone.mean);
        const wanted = { loss: new type(rows), gradient: new type(rows * classes) };
        for (const [i, row] of kept.entries()) {
          wanted.loss[row] = alone.loss[i] as number;
          wanted.gradient.set(alone.gradient.subarray(i * classes, (i + 1) * classes), row * classes);
        }
        expectSame(loss, wanted.loss, `${ignored}: loss`);
        expectSame(gradient, wanted.gradient, `${ignored}: gradient`);
      }
  });

  test.each([3, 2500])("%d classes: what is not wanted changes nothing", (classes) => {
    const rows = 4;
    const x = fill(new type(rows * classes), 2);
    const labels = Uint16Array.of(0, 2, 1, 2);
    for (const smoothing of [0, 0.2]) {
      const options = { shape: [rows, classes], smoothing };
      const wanted = softmaxLoss(x, labels, options);
      for (const residence of residences) {
        const own = place(residence, type, x, 1);
        const [loss, gradient] = [new Place(residence, type, rows, 2), new Place(residence, type, x.length, 3)];
        expect(softmaxLoss(own.view, labels, { ...options, out: { loss: loss.view } }).mean).toBe(wanted.mean);
        expect(softmaxLoss(own.view, labels, { ...options, out: { gradient: gradient.view } }).mean).toBe(wanted.mean);
        expect(softmaxLoss(own.view, labels, { ...options, out: {} }).mean).toBe(wanted.mean);
        expectSame(loss.view, wanted.loss, "loss alone");
        expectSame(gradient.view, wanted.gradient, "gradient alone");
        for (const one of [own, loss, gradient]) {
          expect(one.intact).toBe(true);
          one.free();
        }
      }
    }
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

describe.each(types.map((type) => ({ type, name: type.name })))("sigmoidBinaryCrossEntropy, $name", ({ type }) => {
  const call = (x: Floats, targets: Floats, out: unknown) => sigmoidLoss(x, targets, { positiveWeight: 1.5, out });

  test("lengths 0 to 40, and around those of tiles", () => {
    const lengths = [...Array.from({ length: 41 }, (_, length) => length), 2047, 2048, 2049, 4095, 4096, 4097, 20_001];
    for (const length of lengths) {
      const x = fill(new type(length), length + 1);
      const targets = fillProbabilities(new type(length), length + 2);
      checkEverywhere(type, call, x, targets, call(x, targets, undefined), `${length} elements`);
    }
  });

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
      const targets = fillProbabilities(new type(length), length + 2);
      const weights = fillProbabilities(new type(classes), 3);
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
      const targets = fillProbabilities(new type(rows * classes), 2);
      expect(sigmoidLoss(x, targets, { positiveWeight: new type(classes).fill(1.5) })).toEqual(call(x, targets, undefined));
    }
  });

  test("whole targets, wherever x is", () => {
    for (const length of [0, 1, 5, 40, 4097, 9001]) {
      const x = fill(new type(length), length);
      const targets = Uint8Array.from({ length }, (_, i) => Number(i % 3 === 0));
      const wanted = call(x, type.from(targets), undefined);
      checkEverywhere(
        type,
        (own, _, out) => call(own, targets as unknown as Floats, out),
        x,
        type.from(targets),
        wanted,
        `${length} elements`,
      );
    }
  });

  test("one value gives one result at every position", () => {
    for (const value of [0.3, -2, 50, Number.NaN, -Infinity]) {
      const { loss, gradient } = call(new type(67).fill(value), new type(67).fill(0.25), undefined);
      expectSame(loss, new type(67).fill(loss[0]), `loss of ${value}`);
      expectSame(gradient, new type(67).fill(gradient[0]), `gradient of ${value}`);
    }
  });

  test("what is not wanted changes nothing", () => {
    const x = fill(new type(5001), 2);
    const targets = fillProbabilities(new type(5001), 3);
    const wanted = call(x, targets, undefined);
    for (const residence of residences) {
      const ins = [place(residence, type, x, 1), place(residence, type, targets, 4)] as const;
      const out = new Place(residence, type, 5001, 2);
      expect(call(ins[0].view, ins[1].view, { loss: out.view }).mean).toBe(wanted.mean);
      expectSame(out.view, wanted.loss, "loss alone");
      expect(call(ins[0].view, ins[1].view, { gradient: out.view }).mean).toBe(wanted.mean);
      expectSame(out.view, wanted.gradient, "gradient alone");
      expect(call(ins[0].view, ins[1].view, {}).mean).toBe(wanted.mean);
      for (const one of [...ins, out]) {
        expect(one.intact).toBe(true);
        one.free();
      }
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
