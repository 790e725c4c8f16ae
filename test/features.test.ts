/** Functions of features: the specification, any axis, any place, properties, what is refused. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FeatureReference } from "../oracle/features.js";
import { formats } from "../oracle/formats.js";
import { onRuntime } from "../src/functions/variants.js";
import { type HillockErrorCode, load } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, randomizer, residences, special, take, types } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { allFeatures, type FeatureFunction, type FeatureOperation, groupsOf, operationsOf, sizesOf } from "./support/features.js";

const product = (dimensions: readonly number[]) => dimensions.reduce((a, b) => a * b, 1);
const formatOf = (type: Constructor) => (type.name === "Float32Array" ? formats.float32 : formats.float64);

/** The numbers of features that become one, where a function has that parameter. */
const pieces = ({ spec }: FeatureFunction) => (spec.parameters.k ? [2, ...spec.parameters.k.examples] : [2]);
const optionsOf = ({ spec }: FeatureFunction, k: number): Options => (spec.parameters.k ? { k } : {});

/** A shape whose axis is a multiple of the size of groups. */
interface Layout {
  readonly shape: readonly number[];
  readonly axis: number;
}

/**
 * Layouts of arrays, of groups of `x` features: short, beside a vector, of many blocks, and longer
 * than a staging slot.
 */
function layoutsOf(x: number): Layout[] {
  const n = [x, 3 * x, 8 * x, 11 * x];
  return [
    ...n.flatMap((n) => [
      { shape: [n], axis: 0 },
      { shape: [5, n], axis: -1 },
      { shape: [n, 3], axis: 0 },
      { shape: [2, n, 7], axis: 1 },
      { shape: [3, n, 2, 2], axis: -3 },
    ]),
    { shape: [0], axis: 0 },
    { shape: [0, x], axis: 1 },
    { shape: [2, 0, 3], axis: 1 },
    { shape: [x, 0], axis: 0 },
    { shape: [700, x], axis: 1 },
    { shape: [2, x, 2500], axis: 1 },
    { shape: [2 * x, 5003], axis: 0 },
    { shape: [4100 * x], axis: 0 },
  ];
}

const cases = allFeatures.flatMap((f) => types.map((type) => ({ name: f.name, type: type.name, f, make: type })));

/** The arrays of an operation for one layout, filled. */
function inputsOf({ names }: FeatureOperation, type: Constructor, lengths: { readonly x: number; readonly y: number }): Floats[] {
  return names.map((name, i) => {
    const array = new type(name === "x" ? lengths.x : lengths.y);
    fillWith(array, 3 * i + 2);
    return array;
  });
}

function lengthsOf(f: FeatureFunction, { shape }: Layout, k: number) {
  const { x, y } = sizesOf(f, k);
  return { x: product(shape), y: (product(shape) / x) * y };
}

describe.each(cases)("$name, $type", ({ name, f, make: type }) => {
  const reference = new FeatureReference(name);
  const format = formatOf(type);
  const operations = operationsOf(f);

  describe.each(pieces(f))("groups of %i", (k) => {
    test.each(layoutsOf(sizesOf(f, k).x))("results of $shape along $axis are those of the specification", ({ shape, axis }) => {
      const options = { shape, axis, ...optionsOf(f, k) };
      const [dy, x] = inputsOf(operations[1] as FeatureOperation, type, lengthsOf(f, { shape, axis }, k)) as [Floats, Floats];
      const [y, dx] = [f(x, options), f.backward(dy, x, options)];
      expect([y.length, dx.length]).toEqual([dy.length, x.length]);
      const groups = groupsOf(f, shape, axis, k);
      expect(groups.flatMap((group) => group.y).sort((a, b) => a - b)).toEqual(Array.from(dy.keys()));
      for (const group of groups.filter((_, i) => i < 60 || i % 211 === 0)) {
        const own = { x: group.x.map((i) => x[i] as number), dy: group.y.map((i) => dy[i] as number) };
        for (const [i, at] of group.y.entries())
          if (reference.error(format, { x: own.x }, i, y[at] as number) !== 0) expect.fail(`${y[at]} is not number ${i} of ${own.x}`);
        for (const [i, at] of group.x.entries())
          if (reference.error(format, own, i, dx[at] as number) !== 0)
            expect.fail(`${dx[at]} is not gradient ${i} of ${own.x} by ${own.dy}`);
      }
    });

    test.each(operations)("$path: the same bits from any place to any, and in place", (operation) => {
      for (const layout of layoutsOf(sizesOf(f, k).x)) {
        const { shape, axis } = layout;
        const options = { shape, axis, ...optionsOf(f, k) };
        const given = inputsOf(operation, type, lengthsOf(f, layout, k));
        const wanted = inJavaScript(operation, f, given, options);
        const about = `${operation.path} of ${shape} along ${axis}`;
        for (const from of residences)
          for (const to of residences) {
            const ins = given.map((array, i) => placed(array, i % 2 ? to : from, type, i + 1));
            const out = new Place(to, type, wanted.length, 3);
            const views = ins.map(({ view }) => view);
            expect(operation.run(f, views, { ...options, out: out.view })).toBe(out.view);
            expectSame(out.view, wanted, `${about}, ${from} to ${to}`);
            for (const [i, view] of views.entries()) expectSame(view, given[i] as Floats, `input ${i}, ${about}`);
            expect([...ins, out].every(({ intact }) => intact)).toBe(true);
            if (operation.names.length > 1) {
              const x = ins.at(-1) as Place;
              operation.run(f, views, { ...options, out: x.view });
              expectSame(x.view, wanted, `${about} in place, ${from} and ${to}`);
              expect(x.intact).toBe(true);
            }
            for (const place of [...ins, out]) place.free();
          }
      }
    });
  });

  test("special values, all beside all", () => {
    for (const a of special)
      for (const b of special) {
        const x = type.from([a, b]);
        const dy = f(x).map((_, i) => [7, -3, NaN, Infinity][i] as number);
        const y = f(x);
        expectSame(y, inJavaScript(operations[0] as FeatureOperation, f, [x], {}), `${a}, ${b}`);
        const dx = f.backward(dy, x);
        expectSame(dx, inJavaScript(operations[1] as FeatureOperation, f, [dy, x], {}), `gradient at ${a}, ${b}`);
      }
  });

  test("the same function with other defaults, and on another runtime", async () => {
    const x = type.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const options = { shape: [6, 2], axis: 0, ...optionsOf(f, 3) };
    const bound = f.with(options);
    expect(bound(x)).toEqual(f(x, options));
    expect(bound.with({ axis: 1, ...optionsOf(f, 2) })(x)).toEqual(f(x, { shape: [6, 2] }));
    expect(bound.name).toBe(name);
    expect([f.spec, f.spec.bounds.float32, f.spec.parameters].every(Object.isFrozen)).toBe(true);
    for (const [key, value] of Object.entries(optionsOf(f, 3))) expect(bound.spec.parameters[key]?.default).toBe(value);
    await load(f as never);
    const runtime = createRuntime({ backend: "js" });
    const elsewhere = onRuntime(f as never, runtime) as FeatureFunction;
    const own = runtime.alloc(type as Float32ArrayConstructor, 12);
    own.set(x);
    expect(elsewhere(own, options)).toEqual(f(x, options));
    const mine = take(type, 12);
    expectRefusal(() => elsewhere(mine), foreign(name, "x"));
  });
});

/** The results on a runtime without kernels. */
function inJavaScript(operation: FeatureOperation, f: FeatureFunction, inputs: readonly Floats[], options: Options): Floats {
  return operation.run(onRuntime(f as never, createRuntime({ backend: "js" })) as FeatureFunction, inputs, options);
}

function placed(array: Floats, residence: (typeof residences)[number], type: Constructor, offset: number): Place {
  const place = new Place(residence, type, array.length, offset);
  place.view.set(array);
  return place;
}

const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(...special)), { minLength: 1, maxLength: 40 });

describe.each(cases.filter(({ name }) => name === "crelu"))("crelu, $type", ({ f, make: type }) => {
  test("the first half less the second is x, its sign as well", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const x = type.from(values);
        const y = f(x);
        expectSame(
          x.map((_, i) => (y[i] as number) - (y[x.length + i] as number)),
          x,
          "difference",
        );
        expect(y.every((result) => !(result < 0))).toBe(true);
      }),
    );
  });

  test("what has no slope has no gradient, whatever dy is", () => {
    const x = type.from([2, -2, 0]);
    const dy = type.from([1, NaN, Infinity, NaN, 4, NaN]);
    expectSame(f.backward(dy, x), type.from([1, -4, 0]), "gradient");
  });
});

describe.each(cases.filter(({ name }) => name === "maxout"))("maxout, $type", ({ f, make: type }) => {
  const random = randomizer(Math.floor(Math.random() * 2 ** 31));

  test("a result is the first of the largest, which has all of the gradient", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 9 }), (values, k) => {
        const x = type.from(values.slice(0, values.length - (values.length % k)));
        const y = f(x, { k });
        const dx = f.backward(y.map((_, i) => i + 1) as Floats, x, { k });
        for (let j = 0; j < y.length; j++) {
          const group = Array.from(x.subarray(j * k, j * k + k));
          const [result, gradients] = [y[j] as number, Array.from(dx.subarray(j * k, j * k + k))];
          if (group.some(Number.isNaN)) expect([result, ...gradients].every(Number.isNaN)).toBe(true);
          else {
            const first = group.indexOf(Math.max(...group));
            expect(Object.is(result, group[first])).toBe(true);
            expect(gradients).toEqual(group.map((_, i) => (i === first ? j + 1 : 0)));
          }
        }
      }),
    );
  });

  test.each([4095, 4096, 4097, 8192, 8193, 30_000])("groups of %i, about as many as a staging slot has and more", (k) => {
    const x = type.from({ length: 3 * k }, () => Math.floor(1000 * random()));
    x[k + 17] = 1000;
    const wanted = [0, 1, 2].map((j) => Math.max(...x.subarray(j * k, j * k + k)));
    expect(Array.from(f(x, { k }))).toEqual(wanted);
    const dx = f.backward(type.from([5, 6, 7]), x, { k });
    expect(dx[k + 17]).toBe(6);
    expect(dx.filter((gradient) => gradient !== 0)).toEqual(type.from([5, 6, 7]));
    const columns = f(type.from([...x, ...x]), { k, shape: [2 * k, 3], axis: 0 });
    expect(columns).toHaveLength(6);
    expect(columns[0]).toBe(Math.max(...x.filter((_, i) => i % 3 === 0)));
  });

  test("the example in the documents of PaddlePaddle", () => {
    const x = [
      0.5002636, 0.22272532, 0.17402348, 0.2874594, 0.95313174, 0.6228939, 0.7129065, 0.7087491, 0.02879342, 0.88725346, 0.61093384,
      0.38833922, 0.5231306, 0.03807496, 0.91661984, 0.15602879, 0.666127, 0.616567, 0.30741522, 0.24044901, 0.7142536, 0.7351477,
      0.31588817, 0.23782359,
    ];
    const y = [
      0.5231306, 0.22272532, 0.91661984, 0.2874594, 0.95313174, 0.6228939, 0.7129065, 0.7087491, 0.7142536, 0.88725346, 0.61093384,
      0.38833922,
    ];
    expect(f(type.from(x), { shape: [1, 2, 3, 4], axis: 1 })).toEqual(type.from(y));
  });
});

describe.each(allFeatures.map((f) => ({ name: f.name, f })))("$name refuses", ({ name, f }) => {
  const x = Float32Array.of(1, 2, 3, 4, 5, 6);
  const y = f(x);
  const gathers = sizesOf(f, 2).x > 1;

  type Call = () => unknown;
  function refused(call: Call, kind: ErrorConstructor, code: HillockErrorCode, message: string): void {
    const before = x.slice();
    expectRefusal(call, { kind, code, message: `hillock.${message}` });
    expect(x).toEqual(before);
  }
  const type = (call: Call, code: HillockErrorCode, message: string) => refused(call, TypeError, code, `${name}${message}`);
  const range = (call: Call, code: HillockErrorCode, message: string) => refused(call, RangeError, code, `${name}${message}`);
  const own = gathers ? "k, " : "";
  const length = gathers ? "x.length / k = 6 / 2 = 3" : "2 * x.length = 2 * 6 = 12";

  test("things that are no arrays, or of another type", () => {
    type(() => f(3 as never), "HILLOCK_TYPE", ": x is 3, expected a Float32Array or Float64Array");
    type(
      () => f([1] as never),
      "HILLOCK_TYPE",
      ": x is an Array, expected a Float32Array or Float64Array; convert it with Float32Array.from or Float64Array.from",
    );
    type(() => f(x, { out: new Float64Array(y.length) }), "HILLOCK_TYPE", ": out is a Float64Array, expected a Float32Array like x");
    type(
      () => f.backward(new Float64Array(y.length), x),
      "HILLOCK_TYPE",
      ".backward: dy is a Float64Array, expected a Float32Array like x",
    );
  });

  test("options that there are not, or of a wrong kind", () => {
    type(() => f(x, { dim: 1 } as never), "HILLOCK_OPTION", `: unknown option "dim", expected one of ${own}shape, axis, out`);
    type(() => f.with({ out: x } as never), "HILLOCK_OPTION", `.with: unknown option "out", expected one of ${own}shape, axis`);
    type(() => f(x, null as never), "HILLOCK_OPTION", ": options is null, expected an object");
    type(() => f(x, { shape: "6" } as never), "HILLOCK_SHAPE", ': shape is "6", expected an array such as [64, 1000]');
    range(() => f(x, { shape: [2, 4] }), "HILLOCK_SHAPE", ": x has length 6, expected that of shape, 2 * 4 = 8");
    range(() => f(x, { axis: 1 }), "HILLOCK_SHAPE", ": axis is 1, expected a whole number from -1 to 0 for a shape of 1 dimension");
  });

  test("lengths that do not fit, and outputs on what they may not be", () => {
    range(() => f(x, { out: new Float32Array(5) }), "HILLOCK_LENGTH", `: out has length 5, expected ${length}`);
    range(() => f.backward(x.subarray(1), x), "HILLOCK_LENGTH", `.backward: dy has length 5, expected ${length}`);
    range(() => f.backward(y, x, { out: new Float32Array(5) }), "HILLOCK_LENGTH", ".backward: out has length 5, expected 6");
    const whole = new Float32Array(20);
    const [a, b] = [whole.subarray(0, 6), whole.subarray(2, 2 + y.length)];
    range(() => f(a, { out: b }), "HILLOCK_OVERLAP", ": out overlaps x; it needs memory of its own");
    range(
      () => f.backward(whole.subarray(0, y.length), whole.subarray(14, 20), { out: whole.subarray(1, 7) }),
      "HILLOCK_OVERLAP",
      ".backward: out overlaps dy; it needs memory of its own",
    );
    range(
      () => f.backward(y, whole.subarray(0, 6), { out: whole.subarray(1, 7) }),
      "HILLOCK_OVERLAP",
      ".backward: out overlaps x in part; pass x itself to work in place, or a separate array",
    );
    expect(whole.every((value) => value === 0)).toBe(true);
  });

  test("arrays that are gone", () => {
    const gone = new Float32Array(6);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expectRefusal(() => f(gone), detached(name, "x"));
  });

  test.runIf(gathers)("a k that does not fit", () => {
    for (const k of [1, 0, -2, 1.5, 2.5, NaN, Infinity])
      range(() => f(x, { k }), "HILLOCK_PARAMETER", `: k is ${k}, expected a whole number of at least 2`);
    range(() => f.with({ k: 2.5 }), "HILLOCK_PARAMETER", ".with: k is 2.5, expected a whole number of at least 2");
    type(() => f(x, { k: "2" } as never), "HILLOCK_PARAMETER", ': k is "2", expected a number');
    type(() => f(x, 3 as never), "HILLOCK_OPTION", ": options is 3, expected an object such as { k: 3 }");
    range(() => f(x, { k: 4 }), "HILLOCK_SHAPE", ": x has length 6, expected a multiple of k, 4");
    range(() => f(x, { shape: [2, 3] }), "HILLOCK_SHAPE", ": shape[1] is 3, expected a multiple of k, 2");
    range(() => f.backward(y, x, { shape: [3, 2], axis: 0 }), "HILLOCK_SHAPE", ".backward: shape[0] is 3, expected a multiple of k, 2");
  });
});
