/**
 * Rows, gates and layers that are split over threads: the same bits as on one thread, wherever the
 * arrays are, and nothing written beside them. What is split is decided by measurement; here all
 * that can be is.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { specification } from "../oracle/oracle.js";
import { internalsOf } from "../src/functions/internals.js";
import {
  alloc,
  dynamicTanh,
  free,
  gelu,
  gumbelSoftmax,
  prelu,
  dense as publicDense,
  rrelu,
  softmax,
  softmaxCrossEntropy,
  softmin,
  sparsemax,
  swiglu,
} from "../src/index.js";
import * as rowwise from "../src/rowwise/index.js";
import { Team } from "../src/threads/team.js";
import { startThreads, stopThreads } from "../src/threads.js";
import {
  type AnyActivation,
  all,
  channelled,
  type Floats,
  type Operation,
  type Options,
  operationsOf as operationsOfActivation,
  parameterSets,
} from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, type Residence, randomizer, residences, types } from "./support/arrays.js";
import { type AnyGated, allGated, fastGated, type GatedOperation, gatedOperationsOf } from "./support/gated.js";
import { type AnyDense, arraysOf, layouts, type Sizes, signed } from "./support/layer.js";
import { type LossKind, lossSubjects, probabilities, withTypes } from "./support/losses.js";
import { inputsOf, operationsOf, product, type RowFunction, subjectsIn } from "./support/rows.js";
import { decide, isThreaded, split } from "./support/threads.js";

const open = vi.spyOn(Team.prototype, "open");

beforeAll(async () => {
  await startThreads({ threads: 3 });
});
afterAll(async () => {
  decide.mockRestore();
  open.mockRestore();
  await stopThreads();
});

/** Arrays in guarded places, given back at the end. */
class Places {
  private readonly places: Place[] = [];

  constructor(private readonly residence: Residence) {}

  /** A copy of an array, or room for one, some elements off a cache line. */
  copy(array: Floats, isFilled = true): Floats {
    const place = new Place(this.residence, array.constructor as unknown as Constructor, array.length, this.places.length + 1);
    if (isFilled) place.view.set(array);
    this.places.push(place);
    return place.view;
  }

  free(about: string): void {
    if (!this.places.every(({ intact }) => intact)) expect.fail(`${about}: wrote beside an array`);
    for (const place of this.places) place.free();
  }
}

/** Runs the same on one thread and on several, and tells whether it was split. */
function both(run: (isShared: boolean) => readonly Floats[], about: string): boolean {
  split(false);
  const wanted = run(false);
  split(true);
  open.mockClear();
  run(true).forEach((result, i) => {
    expectSame(result, wanted[i] as Floats, about);
  });
  return open.mock.calls.length > 0;
}

const filled = (type: Constructor, length: number, seed = 1): Floats => {
  const array = new type(length);
  fillWith(array, seed);
  return array;
};

describe.runIf(isThreaded)("rows", () => {
  const functions = (Object.values(rowwise) as unknown as RowFunction[]).filter(({ name }) => name !== "gumbelSoftmax");
  const cases = functions
    .flatMap(subjectsIn)
    .flatMap((subject) =>
      operationsOf(subject.f).map((operation) => ({ path: operation.path, engine: subject.engine, subject, operation })),
    );

  /** Whether a method is split where whole rows lie one after the other: all but zeros are. */
  const isSplit = (path: string) => path !== "hardmax.backwardFromOutput";

  const shapes: readonly { rows: number; n: number; options: Options }[] = [
    { rows: 1000, n: 5, options: { shape: [1000, 5] } },
    { rows: 37, n: 301, options: { shape: [37, 301] } },
    { rows: 5, n: 2048, options: { shape: [5, 2048] } },
  ];

  test.each(cases)("$path, $engine", ({ path, subject, operation }) => {
    const wasSplit = new Set<boolean>();
    for (const { rows, n, options } of shapes)
      for (const temperature of [1, 0.7])
        for (const residence of residences.slice(0, 2)) {
          const settings = subject.name === "softmax2d" ? { shape: [...(options.shape as number[]), 1, 1] } : options;
          const given = inputsOf(operation, subject, rows, n, settings, filled);
          const about = `${path}, ${subject.engine}, ${rows} rows of ${n}, ${residence}`;
          const run = () => {
            const places = new Places(residence);
            const inputs = given.map((array) => places.copy(array));
            const length = operation.reduces ? rows : rows * n;
            const out = places.copy(new subject.type(length), false);
            operation.run(subject.f, inputs, { ...settings, temperature, out });
            const result = out.slice();
            places.free(about);
            return [result];
          };
          wasSplit.add(both(run, about));
        }
    expect([...wasSplit]).toEqual([isSplit(path)]);
  });

  /** Whether it is with masks that are added, and of rows in pieces. */
  const isSplitWhereAdded = (path: string) => /^(softmax|logSumExp.backward|logMeanExp.backward)$/.test(path);
  const isSplitWhereLong = (path: string, residence: Residence) =>
    !/^hardmax/.test(path) && (residence === "memory" || !/^(sparsemax|entmax15)$/.test(path));

  /**
   * Masks that are added: of some rows it is one number, some it makes so large that nothing may be
   * lost, and some it leaves nothing of.
   */
  const added = (type: Constructor) => {
    const mask = filled(type, 50 * 200, 3);
    for (const row of [3, 4, 5, 20]) mask.fill(0.75, row * 200, (row + 1) * 200);
    for (const row of [7, 48, 49]) mask.fill(3e30, row * 200 + 20, row * 200 + 90);
    mask.fill(-Infinity, 2000, 2400);
    return [
      { rows: 200, n: 200, options: { shape: [4, 50, 200], mask } },
      { rows: 200, n: 200, options: { shape: [4, 50, 200], mask, causal: { offset: 120 } } },
      { rows: 200, n: 50, options: { shape: [50, 200], axis: 0, mask } },
    ];
  };
  const isAdded = ({ mask }: Options) => mask !== undefined && !(mask instanceof Uint8Array);

  /** Rows that kernels get otherwise than one whole row after the other. */
  const arrangements = [
    { rows: 1200, n: 20, options: { shape: [20, 1200], axis: 0 } },
    { rows: 1210, n: 20, options: { shape: [11, 20, 110], axis: 1 } },
    { rows: 4, n: 6000, options: { shape: [4, 6000] } },
    { rows: 2, n: 6000, options: { shape: [6000, 2], axis: 0 } },
    { rows: 20, n: 1200, options: { shape: [20, 1200], mask: new Uint8Array(1200).fill(1, 3) } },
    { rows: 40, n: 600, options: { shape: [40, 600], causal: { offset: 560 } } },
    { rows: 320, n: 32, options: { shape: [320, 32], mask: new Uint8Array(320).fill(1, 9), maskShape: [320, 1] } },
    { rows: 300, n: 40, options: { shape: [300, 40], causal: { offset: -100 }, mask: new Uint8Array(300 * 40).fill(1, 50, 9000) } },
  ];

  test.each(cases)("$path, $engine: masks, other axes and long rows have the same bits, split or not", ({ path, subject, operation }) => {
    for (const { rows, n, options } of [...arrangements, ...added(subject.type)]) {
      const isMasked = "mask" in options || "causal" in options;
      if (subject.name === "softmax2d" || (isMasked && !operation.masked)) continue;
      const given = inputsOf(operation, subject, rows, n, options, filled);
      const settings = isMasked && !subject.f.backward ? { ...options, emptyRow: 2 } : options;
      const kept = alloc(subject.type as Float32ArrayConstructor, 20_000).fill(7);
      for (const residence of residences.slice(0, 2)) {
        const run = () => {
          const places = new Places(residence);
          const result = operation.run(
            subject.f,
            given.map((array) => places.copy(array)),
            settings,
          );
          places.free(path);
          return [result];
        };
        const wasSplit = both(run, `${path}, ${subject.engine}, ${Object.keys(options)}, ${residence}`);
        const isOfBands = "axis" in options;
        const isWhole = isSplit(path) && (!isAdded(options) || isSplitWhereAdded(path));
        if (n > 4096 && !isOfBands) expect(wasSplit).toBe(isSplitWhereLong(path, residence));
        else if (n < 4096 && (!isOfBands || residence === "memory")) expect(wasSplit).toBe(isWhole);
      }
      expect(kept.every((value) => value === 7)).toBe(true);
      free(kept);
    }
  });

  test("1000 random calls, of any function, shape, mask, place and temperature", () => {
    const random = randomizer(11);
    const below = (n: number) => Math.floor(random() * n);
    let wereSplit = 0;
    for (let i = 0; i < 1000; i++) {
      const { path, subject, operation } = cases[below(cases.length)] as (typeof cases)[number];
      const { f, name, type } = subject;
      const n = below(3) === 0 ? 1 + below(2048) : 1 + below(40);
      const rows = Math.ceil((2048 + below(20_000)) / n) + below(9);
      const isImage = name === "softmax2d";
      const shape = isImage ? [rows, n, 1, 1] : below(4) === 0 ? [n, rows] : [rows, n];
      const axis = shape[0] === n ? 0 : 1;
      const options: Record<string, unknown> = { shape, ...(isImage ? {} : { axis }), temperature: [1, 0.3, 40][below(3)] };
      if (operation.masked && below(3) === 0) options.mask = new Uint8Array(rows * n).map(() => below(4));
      if (operation.masked && below(6) === 0) options.mask = new type(rows * n).map(() => (below(4) ? 0 : -Infinity));
      if (operation.masked && axis === 1 && !isImage && below(6) === 0) options.causal = { offset: below(n) - 3 };
      if (operation.masked && !operation.reduces && !f.backward && below(3) === 0) options.emptyRow = below(3);
      const { mask: _, causal: __, emptyRow: ___, ...plain } = options;
      const number = () => (below(800) ? (random() - 0.5) * 20 : [Number.NaN, Infinity, -Infinity, 0][below(4)]);
      const given = inputsOf(operation, subject, rows, n, plain, (type, length) => type.from({ length }, number as () => number));
      const isInPlace = !operation.reduces && below(4) === 0;
      const mixed = given.map(() => below(residences.length));
      const about = `call ${i}, ${path}, ${subject.engine}, ${shape} along ${axis}, ${Object.keys(options)}`;
      const run = () => {
        const places = mixed.map((k) => new Places(residences[k] as Residence));
        const inputs = given.map((array, k) => (places[k] as Places).copy(array));
        const last = inputs.at(-1) as Floats;
        const length = operation.reduces ? rows : rows * n;
        const out = isInPlace ? last : (places[0] as Places).copy(new type(length), false);
        const result = operation.run(f, inputs, { ...options, out }).slice();
        for (const place of places) place.free(about);
        return [result];
      };
      if (both(run, about)) wereSplit++;
    }
    expect(wereSplit).toBeGreaterThan(700);
  });
});

describe.runIf(isThreaded)("gates", () => {
  const operations = [...allGated, ...fastGated].flatMap(gatedOperationsOf);

  test.each(operations.map((operation, i) => ({ label: operation.label, i, operation })))("$label ($i)", ({ label, operation }) => {
    const { f, inputs, outputs } = operation;
    for (const type of fastGated.includes(f) ? [Float32Array] : types)
      for (const residence of residences.slice(0, 2)) {
        const run = () => {
          const places = new Places(residence);
          const ins = inputs.map(([, width], i) => places.copy(filled(type, width * 5001, i + 1)));
          const outs = outputs.map(([, width]) => places.copy(new type(width * 5001), false));
          operation.call(ins, outs);
          const results = outs.map((array) => array.slice());
          places.free(label);
          return results;
        };
        expect(both(run, `${label}, ${type.name}, ${residence}`)).toBe(true);
      }
  });

  test("600 random calls of packed arrays, of any function, layout, shape and place", () => {
    const random = randomizer(29);
    const below = (n: number) => Math.floor(random() * n);
    const packed = operations.filter(({ label }) => label.includes("acked"));
    for (let i = 0; i < 600; i++) {
      const { f, label, inputs, outputs, call } = packed[below(packed.length)] as GatedOperation;
      const type = fastGated.includes(f) ? Float32Array : (types[i % 2] as Constructor);
      const n = [1 + below(64), 64 + below(2000), 64 + below(2000), 32_768 + below(3000)][below(i % 10 === 0 ? 4 : 3)] as number;
      const rows = Math.ceil((2048 + below(10_000)) / n) + below(3);
      const residence = residences[below(residences.length)] as Residence;
      const given = inputs.map(([, width], k) => filled(type, width * rows * n, i + k));
      const about = `call ${i}, ${label}, ${type.name}, ${rows} rows of ${n}, ${residence}`;
      const wasSplit = both(() => {
        const places = new Places(residence);
        const ins = given.map((array) => places.copy(array));
        const outs = outputs.map(([, width]) => places.copy(new type(width * rows * n), false));
        call(ins, outs, { shape: [rows, 2 * n] });
        const results = outs.map((array) => array.slice());
        places.free(about);
        return results;
      }, about);
      expect(wasSplit, about).toBe(n >= 64 || label.includes("interleaved"));
    }
  });
});

describe.runIf(isThreaded)("gradients of parameters", () => {
  type Learnable = Pick<AnyGated, "name" | "spec"> & { readonly parameterGradients?: (...values: unknown[]) => Record<string, number> };
  const learnable = ([...all, ...allGated] as unknown as Learnable[]).filter(({ parameterGradients }) => parameterGradients);
  /** Whether a kernel adds up the gradients, and not JavaScript. */
  const hasKernel = (f: Learnable) => {
    const { kernels } = internalsOf(f.name, "f", f);
    return Boolean(kernels && ("gradients64" in kernels || "channels64" in kernels));
  };

  /** Whether a call was split, with the bits of one thread. */
  const isSplit = (f: Learnable, arrays: readonly Floats[], residence: Residence, options: object | undefined, about: string) =>
    both(() => {
      const places = new Places(residence);
      const gradients = f.parameterGradients?.(...arrays.map((array) => places.copy(array)), options) ?? {};
      places.free(about);
      return [Float64Array.from(Object.values(gradients))];
    }, about);

  const arraysFor = (
    { name }: Learnable,
    type: Constructor,
    length: number,
    fill: (type: Constructor, length: number, seed: number) => Floats,
  ) => (allGated.some((gated) => gated.name === name) ? [1, 2, 3] : [1, 2]).map((seed) => fill(type, length, seed));

  test.each(learnable.map((f) => ({ name: f.name, f })))("$name", ({ name, f }) => {
    for (const type of types)
      for (const length of [8193, 8 * 4096 + 3, 70_001])
        for (const residence of residences)
          for (const fill of [filled, (type: Constructor, length: number, seed: number) => type.from({ length }, signed(seed, 4))]) {
            const about = `${name}, ${type.name}, ${length} elements, ${residence}`;
            expect(isSplit(f, arraysFor(f, type, length, fill), residence, undefined, about), about).toBe(hasKernel(f));
          }
  });

  test("200 random calls, of any function, length, place and parameters", () => {
    const random = randomizer(17);
    const below = (n: number) => Math.floor(random() * n);
    for (let i = 0; i < 200; i++) {
      const f = learnable[below(learnable.length)] as Learnable;
      const type = types[below(2)] as Constructor;
      const number = () => (random() - 0.5) * 2 ** below(8);
      const arrays = arraysFor(f, type, 4100 + below(40_000), (type, length) => type.from({ length }, number));
      const sets = parameterSets(f as never);
      const residence = residences[below(residences.length)] as Residence;
      const wasSplit = isSplit(f, arrays, residence, sets[below(sets.length)], `call ${i}, ${f.name}`);
      expect(wasSplit).toBe(hasKernel(f));
    }
  });
});

describe.runIf(isThreaded)("slopes by channel", () => {
  const activations = [...new Set(channelled.map(({ activation }) => activation))];
  const namesOf = (activation: AnyActivation) => channelled.flatMap((one) => (one.activation === activation ? [one.parameter] : []));
  const cases = activations.flatMap((activation) => [
    ...operationsOfActivation(activation).map((operation) => ({ ...operation, isLearnt: false })),
    {
      ...(operationsOfActivation(activation)[0] as Operation),
      path: `${activation.name}.parameterGradients`,
      inputs: ["dy", "x"],
      isLearnt: true,
    },
  ]);

  /** Shapes whose slopes are a table that is repeated, stretches of one, and runs. */
  const shapes: readonly { shape: readonly number[]; slopeShape: readonly number[] }[] = [
    { shape: [300, 30], slopeShape: [30] },
    { shape: [3, 2049], slopeShape: [2049] },
    { shape: [7, 5000], slopeShape: [5000] },
    { shape: [11, 7, 61], slopeShape: [7, 1] },
    { shape: [3, 5, 2500], slopeShape: [5, 1] },
    { shape: [9, 300, 70], slopeShape: [300, 1] },
    { shape: [2, 3, 9000], slopeShape: [3, 1] },
    { shape: [5, 4, 3, 1100], slopeShape: [4, 1, 1100] },
    { shape: [70, 3, 61], slopeShape: [70, 1, 61] },
  ];

  /** Runs a case, and tells whether it was split. */
  function isSplit(
    { path, activation, method, inputs, outputs, call, isLearnt }: (typeof cases)[number],
    shape: readonly number[],
    slopeShape: readonly number[],
    arrays: readonly string[],
    type: Constructor,
    residence: Residence,
    seed: number,
  ): boolean {
    const length = product(shape);
    const slopes = (place: number) =>
      type.from(
        { length: product(slopeShape) },
        (_, i) => ((i * 7 + place + seed) % 31) / 16 + (method === "backwardFromOutput" ? 0 : 0.25),
      );
    const options = { ...Object.fromEntries(arrays.map((name, place) => [name, slopes(place)])), shape, slopeShape };
    const given = inputs.map((_, k) => filled(type, length, seed + k));
    const about = `${path}, ${type.name}, [${shape}] with [${slopeShape}] of ${arrays}, ${residence}`;
    return both(() => {
      const places = new Places(residence);
      const ins = given.map((array) => places.copy(array));
      const outs = isLearnt ? [] : outputs.map(() => places.copy(new type(length), false));
      const results = isLearnt
        ? Object.values((activation as unknown as Learnable).parameterGradients(...ins, options)).map((sum) =>
            typeof sum === "number" ? Float64Array.of(sum) : sum,
          )
        : call(ins, outs, options as never).map((array) => array.slice());
      places.free(about);
      return results;
    }, about);
  }

  interface Learnable {
    parameterGradients(...values: unknown[]): Record<string, number | Floats>;
  }

  test.each(cases)("$path", (one) => {
    const names = namesOf(one.activation);
    const wasSplit = new Set<boolean>();
    for (const { shape, slopeShape } of shapes)
      for (const type of types)
        for (const residence of residences)
          for (const arrays of [names, names.slice(0, 1)]) wasSplit.add(isSplit(one, shape, slopeShape, arrays, type, residence, 1));
    expect(wasSplit).toContain(true);
  });

  test("400 random calls, of any function, shape and place", () => {
    const random = randomizer(31);
    const below = (n: number) => Math.floor(random() * n);
    let wereSplit = 0;
    for (let i = 0; i < 400; i++) {
      const one = cases[below(cases.length)] as (typeof cases)[number];
      const inner = [1, 1, 1 + below(80), 1000 + below(200)][below(4)] as number;
      const channels = 1 + below(Math.min([4, 60, 2000][below(3)] as number, 40_000 / inner));
      const shape = [Math.ceil((2048 + below(8000)) / (inner * channels)) + below(3), channels, inner];
      const slopeShape = [below(8) ? 1 : (shape[0] as number), channels, below(8) ? 1 : inner];
      const names = namesOf(one.activation);
      const residence = residences[below(residences.length)] as Residence;
      if (isSplit(one, shape, slopeShape, names.slice(0, 1 + below(names.length)), types[i % 2] as Constructor, residence, i)) wereSplit++;
    }
    expect(wereSplit).toBeGreaterThan(150);
  });
});

describe.runIf(isThreaded)("random numbers", () => {
  const operations = all.filter(({ name }) => specification[name]?.random).flatMap(operationsOfActivation);

  test.each(operations.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
    const { inputs, outputs } = operation;
    const random = randomizer(23);
    for (let i = 0; i < 60; i++) {
      const type = types[i % 2] as Constructor;
      const residence = residences[i % residences.length] as Residence;
      const length = 2048 + Math.floor(random() * (i % 5 === 0 ? 100_000 : 3000));
      const offset = [0, Math.floor(random() * 1e6), Number.MAX_SAFE_INTEGER - 200_000][i % 3];
      const given = inputs.map((_, k) => filled(type, length, i + k));
      const wasSplit = both(() => {
        const places = new Places(residence);
        const ins = given.map((array) => places.copy(array));
        const outs = outputs.map((_, k) => (i % 4 === 3 && k === 0 ? ins[0] : places.copy(given[0] as Floats, false)) as Floats);
        const results = operation.call(ins, outs, { training: true, seed: i, offset }).map((array) => array.slice());
        places.free(path);
        return results;
      }, `${path}, ${type.name}, ${length} elements from ${offset}, ${residence}`);
      expect(wasSplit).toBe(true);
    }
  });

  test.each(types)("of rows: $name", (type) => {
    for (const residence of residences)
      for (const hard of [false, true])
        for (const shape of [
          [70, 101],
          [3, 2048],
        ]) {
          const options = { shape, seed: 5, offset: 2 ** 40 + 3, hard };
          const x = filled(type, (shape[0] as number) * (shape[1] as number));
          const wasSplit = both(() => {
            const places = new Places(residence);
            const [dy, given] = [places.copy(x), places.copy(x)] as [Float32Array, Float32Array];
            const results = [gumbelSoftmax(given, options), gumbelSoftmax.backward(dy, given, options)];
            places.free("gumbelSoftmax");
            return results;
          }, `${type.name}, ${residence}, ${shape}, ${hard}`);
          expect(wasSplit).toBe(true);
        }
  });
});

describe.runIf(isThreaded)("losses", () => {
  const cases = withTypes(lossSubjects).flatMap(({ name, loss, kinds, type, array }) =>
    kinds.map((kind) => ({ name, array, label: kind.kind, loss, kind, type })),
  );

  const isOfRows = ({ targets }: LossKind) => targets === "labels" || targets === "distributions";
  /** Whether there is a weight for each class of elements. */
  const isOfClasses = ({ options }: LossKind) => typeof options(Float32Array, 3).positiveWeight === "object";
  /** Whether the pieces of rows of more than 2048 classes are split. */
  const isSplitWhereLong = (name: string, { targets, options }: LossKind) =>
    name.startsWith("softmaxCrossEntropy") && targets === "labels" && !("smoothing" in options(Float32Array, 3));

  const shapes = [
    [700, 6],
    [37, 301],
    [9, 2048],
    [3, 9001],
  ] as const;

  test.each(cases)("$name, $label, $array", ({ name, label, loss, kind, type }) => {
    for (const [rows, classes] of shapes)
      for (const residence of residences.slice(0, 2))
        for (const outputs of [["loss", "gradient"], ["gradient"], []]) {
          const length = rows * classes;
          const shape = isOfRows(kind) || isOfClasses(kind) ? { shape: [rows, classes] } : {};
          const targets = {
            labels: () => Uint16Array.from({ length: rows }, (_, row) => (row * 7 + 3) % classes),
            whole: () => Uint8Array.from({ length }, (_, i) => (i % 3) & 1),
            distributions: () => probabilities(type, length, 5),
            probabilities: () => probabilities(type, length, 5),
          }[kind.targets]();
          const about = `${name}, ${label}, ${type.name}, ${rows} rows of ${classes}, ${residence}, ${outputs}`;
          const wasSplit = both(() => {
            const places = new Places(residence);
            const x = places.copy(filled(type, length));
            const own = kind.targets === "distributions" || kind.targets === "probabilities" ? places.copy(targets as Floats) : targets;
            const out = {
              loss: outputs.includes("loss") ? places.copy(new type(isOfRows(kind) ? rows : length), false) : undefined,
              gradient: outputs.includes("gradient") ? places.copy(new type(length), false) : undefined,
            };
            const { mean } = loss(x, own, { ...kind.options(type, classes), ...shape, out });
            const results = [Float64Array.of(mean), out.loss ?? x, out.gradient ?? x].map((array) => array.slice());
            places.free(about);
            return results;
          }, about);
          expect(wasSplit, about).toBe(!(isOfRows(kind) && classes > 2048) || isSplitWhereLong(name, kind));
        }
  });
});

describe("calls have the bits that they had before threads were started", () => {
  /** The calls, made once before threads are started. */
  const calls: Readonly<Record<string, () => readonly Floats[]>> = {
    "slopes by channel": () => [prelu(filled(Float32Array, 5000), { alpha: filled(Float32Array, 50, 2).map(Math.abs) })],
    "arrays of parameters": () => {
      const [x, gamma, beta] = [3000, 30, 30].map((length, i) => filled(Float64Array, length, i + 1)) as Float64Array[];
      const learnt = dynamicTanh.parameterGradients(x, x, { alpha: 0.5, gamma, beta });
      return [dynamicTanh(x, { alpha: 0.5, gamma, beta }), Float64Array.of(learnt.alpha), learnt.gamma, learnt.beta];
    },
    "random slopes": () => [rrelu(filled(Float32Array, 5000), { training: true, seed: 3 })],
    "random rows": () => [gumbelSoftmax(filled(Float32Array, 5000), { shape: [50, 100], seed: 3 })],
    "masks and long rows": () => [
      softmax(filled(Float32Array, 5000), { shape: [50, 100], mask: new Uint8Array(100).fill(1, 9) }),
      sparsemax(filled(Float32Array, 12_000), { shape: [2, 6000] }),
      softmin(filled(Float32Array, 6000), { shape: [3, 2000], temperature: 2 }),
    ],
    losses: () => {
      const { loss, gradient } = softmaxCrossEntropy(filled(Float32Array, 5000), new Uint8Array(50).fill(7), { shape: [50, 100] });
      return [loss, gradient];
    },
    "a small layer": () => [
      publicDense(filled(Float32Array, 60), filled(Float32Array, 30, 2), null, { inputs: 6, outputs: 5, activation: gelu }),
    ],
  };
  const wanted = Object.entries(calls).map(([name, call]) => ({ name, call, results: call() }));

  test.each(wanted)("$name", ({ name, call, results }) => {
    call().forEach((result, i) => {
      expectSame(result, results[i] as Floats, name);
    });
  });
});

describe.runIf(isThreaded)("layers", () => {
  const dense = publicDense as unknown as AnyDense;
  const sizes: readonly Omit<Sizes, "weightsLayout">[] = [
    { batch: 131, inputs: 70, outputs: 33 },
    { batch: 1030, inputs: 70, outputs: 1 },
    { batch: 300, inputs: 9, outputs: 200 },
    { batch: 65, inputs: 600, outputs: 40 },
    { batch: 20, inputs: 131, outputs: 203 },
    { batch: 1030, inputs: 3, outputs: 150 },
  ];
  const cases = sizes.flatMap((size) => layouts.flatMap((weightsLayout) => types.map((type) => ({ ...size, weightsLayout, type }))));

  test.each(cases)("$batch x $inputs -> $outputs, $weightsLayout, $type.name", ({ type, ...layer }) => {
    const arrays = arraysOf(layer, type, signed(5));
    for (const residence of residences.slice(0, 2))
      for (const accumulate of [false, true]) {
        const options = { ...layer, activation: gelu };
        const run = () => {
          const places = new Places(residence);
          const [x, weights, bias, dy] = [arrays.x, arrays.weights, arrays.bias, arrays.dy].map((array) => places.copy(array)) as [
            Floats,
            Floats,
            Floats,
            Floats,
          ];
          const preactivation = places.copy(dy, false);
          const out = places.copy(dy, false);
          dense(x, weights, accumulate ? bias : null, { ...options, preactivation, out });
          const gradients = { x: places.copy(x), weights: places.copy(weights), bias: places.copy(bias) };
          dense.backward(dy, x, weights, { ...options, preactivation, accumulate, out: gradients });
          const results = [out, preactivation, gradients.x, gradients.weights, gradients.bias].map((array) => array.slice());
          places.free("dense");
          return results;
        };
        expect(both(run, `${JSON.stringify(layer)}, ${residence}`)).toBe(true);
      }
  });

  test("the gradient of the bias alone", () => {
    for (const type of types)
      for (const residence of residences.slice(0, 2))
        for (const accumulate of [false, true]) {
          const layer = { batch: 1030, inputs: 3, outputs: 150 };
          const { x, weights, dy, bias } = arraysOf({ ...layer, weightsLayout: "inputsOutputs" }, type, signed(5));
          const run = () => {
            const places = new Places(residence);
            const out = { bias: places.copy(bias) };
            dense.backward(places.copy(dy), x, weights, { ...layer, accumulate, out });
            const results = [out.bias.slice()];
            places.free("the gradient of the bias");
            return results;
          };
          expect(both(run, `${type.name}, ${residence}`)).toBe(true);
        }
  });

  test("with a gate, and where the place of arrays is mixed", () => {
    const random = randomizer(5);
    const layer: Sizes = { batch: 200, inputs: 50, outputs: 24, weightsLayout: "inputsOutputs" };
    for (let i = 0; i < 40; i++) {
      const type = types[i % 2] as Constructor;
      const { x, weights, bias } = arraysOf({ ...layer, outputs: 2 * layer.outputs }, type, signed(i));
      const places = new Places(residences[Math.floor(random() * residences.length)] as Residence);
      const mixed = [x, weights, bias].map((array) => (random() < 0.5 ? places.copy(array) : array));
      expect(both(() => [dense(...mixed, { ...layer, activation: swiglu, layout: "interleaved" })], `call ${i}`)).toBe(true);
      places.free(`call ${i}`);
    }
  });
});
