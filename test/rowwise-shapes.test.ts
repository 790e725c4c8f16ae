/**
 * Axes, masks, places: a row gives the same bits wherever its entries are, and what is left out
 * might as well be -Infinity.
 */
import { describe, expect, test, vi } from "vitest";
import { LinearMemory } from "../src/runtime/memory.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, Place, type Residence, randomizer, residences } from "./support/arrays.js";
import {
  broadcastIndices,
  broadcastShapes,
  inputsOf,
  operationsOf,
  pick,
  product,
  reduces,
  rowsOf,
  subjects,
  withoutThem,
} from "./support/rows.js";
import { sample } from "./support/sample.js";

const random = randomizer(7);
const fill = (type: Constructor, length: number): Floats => type.from({ length }, () => (random() - 0.5) * 12);

const shapes = [[5], [3, 7], [2, 3, 4], [4, 1, 5], [2, 3, 4, 5], [3, 2, 2, 9], [2, 70, 33], [1, 2100, 3], [2, 4500, 2]];

describe.each(subjects)("$name, $engine", (subject) => {
  const { name, engine, type, f } = subject;
  const title = `${name}, ${engine}`;
  const operations = operationsOf(f);
  const places = shapes.flatMap((shape) => shape.map((_, i) => ({ shape, axis: i % 2 ? i : i - shape.length })));

  test.each(sample(places, title))("axis $axis of $shape: the bits of the same rows, one by one", ({ shape, axis }) => {
    const rows = rowsOf(shape, axis);
    for (const operation of operations) {
      const given = inputsOf(operation, subject, rows.length, shape.at(axis) as number, { shape, axis }, fill);
      const got = operation.run(f, given, { shape, axis });
      expect(got).toHaveLength(operation.reduces ? rows.length : product(shape));
      for (const [r, row] of rows.entries()) {
        const own = given.map((array, i) => (operation.inputs[i] === "rows" ? array.subarray(r, r + 1) : pick(array, row, type)));
        const ofRow = operation.reduces ? got.subarray(r, r + 1) : pick(got, row, type);
        expectSame(ofRow, operation.run(f, own), `${operation.path}, row ${r} of ${shape} along ${axis}`);
      }
    }
  });

  /** The results of every operation that takes masks, for entries x. */
  const all = (x: Floats, options: Options): Floats[] => {
    const rows = rowsOf(options.shape as number[], (options.axis as number | undefined) ?? -1).length;
    return operations
      .filter(({ masked }) => masked)
      .map((operation) =>
        operation.run(
          f,
          operation.inputs.map((kind) => (kind === "rows" ? new type(rows).fill(0.7) : x)),
          options,
        ),
      );
  };

  /**
   * Masks that are broadcast over any dimensions, those before the others missing or 1, for one
   * axis after the other.
   */
  const masked = shapes.flatMap((shape) =>
    broadcastShapes(shape).map((maskShape, i) => {
      const first = maskShape.findIndex((dimension) => dimension !== 1);
      return { shape, axis: i % shape.length, maskShape: i % 2 && first > 0 ? maskShape.slice(first) : maskShape };
    }),
  );

  test.each(sample(masked, title))("a boolean mask of $maskShape on $shape, axis $axis", ({ shape, axis, maskShape }) => {
    const x = fill(type, product(shape));
    const mask = Uint8Array.from({ length: product(maskShape) }, () => (random() < 0.6 ? 1 + Math.floor(random() * 255) : 0));
    const kept = broadcastIndices(shape, maskShape).map((index) => mask[index] !== 0);
    const left = x.map((entry, i) => (kept[i] ? entry : -Infinity));
    const wanted = all(left, { shape, axis, ...withoutThem(f, left, type) });
    const spoilt = x.map((entry, i) => (kept[i] ? entry : NaN));
    for (const given of [x, spoilt])
      all(given, { shape, axis, mask, maskShape }).forEach((got, i) => {
        expectSame(got, wanted[i] as Floats, `function ${i}`);
      });
  });

  test("a mask whose length says how it lies, without maskShape", () => {
    for (const [shape, maskShape, axes] of [
      [
        [3, 4],
        [3, 4],
        [0, 1],
      ],
      [[3, 4], [4], [0, 1]],
      [
        [1, 12, 9, 9],
        [9, 9],
        [2, 3],
      ],
      [
        [2, 3, 5],
        [3, 5],
        [0, 1, 2],
      ],
    ] as const)
      for (const axis of axes) {
        const x = fill(type, product(shape));
        const mask = Uint8Array.from({ length: product(maskShape) }, () => Math.floor(random() * 2));
        expectSame(f(x, { shape, axis, mask }), f(x, { shape, axis, mask, maskShape }), `${maskShape} on ${shape}, axis ${axis}`);
        expectSame(f.with({ shape, axis, maskShape })(x, { mask }), f(x, { shape, axis, mask }), "bound");
      }
  });

  test("an added mask is not the same for all of a row, where that would make no difference", () => {
    for (const [shape, maskShape] of [
      [[3, 3], [3]],
      [[2, 4, 8, 8], [8]],
    ] as const) {
      const x = fill(type, product(shape));
      const mask = fill(type, product(maskShape));
      expectSame(f(x, { shape, mask }), f(x, { shape, mask, maskShape }), `${maskShape} on ${shape}`);
    }
  });

  test("an additive mask of 0 and -Infinity leaves out what a boolean one does, at any temperature", () => {
    const x = type.from([1, -2, 0.5, 3, 2, -1]);
    const added = type.from([0, -Infinity, 0, -Infinity, 0, 0]);
    const kept = Uint8Array.of(1, 0, 1, 0, 1, 1);
    for (const temperature of [1, 0.3, 7]) {
      const options = { shape: [2, 3], temperature };
      const wanted = all(x, { ...options, mask: kept });
      all(x, { ...options, mask: added }).forEach((got, i) => {
        expectSame(got, wanted[i] as Floats, `operation ${i}`);
      });
    }
  });

  /** The mask that a row has; what it gives with it is judged in rowwise-masks.test.ts. */
  test.each(sample(masked, `${title}, additive`))("an additive mask of $maskShape on $shape, axis $axis", ({ shape, axis, maskShape }) => {
    const x = fill(type, product(shape));
    const mask = type.from({ length: product(maskShape) }, () => (random() < 0.3 ? -Infinity : (random() - 0.5) * 3000));
    const whole = type.from(broadcastIndices(shape, maskShape).map((index) => mask[index] as number));
    for (const temperature of [1, 0.3]) {
      const options = { shape, axis, mask, maskShape, temperature };
      const y = f(x, options);
      const rows = rowsOf(shape, axis);
      const dy = new type(rows.length).fill(1);
      const dx = f.backward?.(dy, x, options);
      for (const [r, row] of rows.entries()) {
        if (r > 20 && r % 7) continue;
        const own = { mask: pick(whole, row, type), temperature };
        const entries = pick(x, row, type);
        expectSame(reduces(f) ? y.slice(r, r + 1) : pick(y, row, type), f(entries, own), `row ${r}, temperature ${temperature}`);
        if (dx) expectSame(pick(dx, row, type), f.backward?.(dy.subarray(r, r + 1), entries, own) as Floats, `gradient of row ${r}`);
      }
    }
  });

  /**
   * Square matrices, and others with every offset that there is a reason for: aligned at either
   * end, and with rows that see nothing, or all.
   */
  const diagonals = [
    [4, 4],
    [3, 6],
    [6, 3],
    [1, 5],
    [2, 5, 5],
    [2, 3, 4, 7],
    [40, 40],
    [3, 4300],
  ].flatMap((shape) => {
    const [rows, columns] = shape.slice(-2) as [number, number];
    const offsets = [...new Set([0, columns - rows, 1, -2, -rows, columns, 1e300, -1e300])];
    return [
      ...(rows === columns ? [{ shape, causal: true, offset: 0 }] : []),
      ...offsets.map((offset) => ({ shape, causal: { offset }, offset })),
    ];
  });

  /** A number that makes no difference if it is added to all of a row. */
  const [plain, shifted] = [f(type.from([1, 3])), f(type.from([1025, 1027]))];
  const shift = plain.every((result, i) => result === shifted[i]) ? 0.5 : 0;

  test.each(sample(diagonals, title))("causal $causal for $shape", ({ shape, causal, offset }) => {
    const [rows, columns] = shape.slice(-2) as [number, number];
    const x = fill(type, product(shape));
    const later = (i: number) => i % columns > (Math.floor(i / columns) % rows) + offset;
    const left = x.map((entry, i) => (later(i) ? -Infinity : entry));
    const mask = Uint8Array.from({ length: columns }, (_, i) => (i % 3 === 0 ? 1 : i % 3 === 1 ? 7 : 0));
    const leftToo = left.map((entry, i) => (mask[i % columns] ? entry : -Infinity));
    const added = type.from({ length: rows * columns }, (_, i) => (later(i) ? Infinity : shift));
    const maskShape = [columns];
    all(x, { shape, causal }).forEach((got, i) => {
      expectSame(got, all(left, { shape, ...withoutThem(f, left, type) })[i] as Floats, `function ${i}`);
    });
    all(x, { shape, causal, mask, maskShape }).forEach((got, i) => {
      expectSame(got, all(leftToo, { shape, ...withoutThem(f, leftToo, type) })[i] as Floats, `function ${i} with a mask`);
    });
    const masked = f(x, { shape, causal, mask: added, maskShape: [rows, columns] });
    const wanted = f(left, { shape, ...withoutThem(f, left, type) });
    for (const [i, got] of masked.entries())
      if (!Object.is(got, wanted[i]) && !(Math.abs(got - (wanted[i] as number)) <= 1e-6 * Math.abs(wanted[i] as number)))
        expect.fail(`entry ${i}: ${got}, not ${wanted[i]}`);
    expectSame(f.with({ causal })(x, { shape }), f(x, { shape, causal }), "bound");
    expectSame(f.with({ causal })(x, { shape, causal: false }), f(x, { shape }), "bound and taken back");
  });

  const lengths = [
    ...Array.from({ length: 41 }, (_, n) => [3, n]),
    [1, 2048],
    [2, 2049],
    [3, 4095],
    [1, 4096],
    [2, 4097],
    [1, 9000],
    [1500, 3],
    [700, 13],
  ];

  test("long rows have the same bits where there is no memory to keep their terms in", () => {
    const [rows, n] = [3, 9001];
    for (const operation of operations) {
      const given = inputsOf(operation, subject, rows, n, { shape: [rows, n] }, fill);
      const run = () => operation.run(f, given, { shape: [rows, n] });
      const wanted = run();
      const borrow = vi.spyOn(LinearMemory.prototype, "borrow").mockReturnValue(-1);
      try {
        expectSame(run(), wanted, operation.path);
      } finally {
        borrow.mockRestore();
      }
    }
  });

  test.each(operations)("$path wherever its arrays live, and in place", (operation) => {
    const { path, names, inputs } = operation;
    const run = (views: readonly Floats[], options: Options) => operation.run(f, views, options);
    for (const shape of sample(lengths as [number, number][], `${title}, ${operation.path}`)) {
      const [rows, n] = shape;
      const given = inputsOf(operation, subject, rows, n, { shape }, fill);
      const wanted = run(given, { shape });
      expect(wanted).toHaveLength(operation.reduces ? rows : rows * n);
      for (const from of residences)
        for (const to of residences) {
          const ins = given.map((array, i) => placed(array, from, type, i + 1));
          const out = new Place(to, type, wanted.length, 3);
          const views = ins.map(({ view }) => view);
          expect(run(views, { shape, out: out.view })).toBe(out.view);
          expectSame(out.view, wanted, `${path} of ${shape}, ${from} to ${to}`);
          expect(out.intact && ins.every(({ intact }) => intact)).toBe(true);
          views.forEach((view, i) => {
            expectSame(view, given[i] as Floats, `${names[i]} itself`);
          });
          for (const [i, kind] of inputs.entries()) {
            if (from !== to || operation.reduces || kind === "rows") continue;
            const own = given.map((array, k) => placed(array, from, type, k));
            const target = (own[i] as Place).view;
            run(
              own.map(({ view }) => view),
              { shape, out: target },
            );
            expectSame(target, wanted, `${path} of ${shape} in place of ${names[i]}, ${from}`);
            expect(own.every(({ intact }) => intact)).toBe(true);
            for (const place of own) place.free();
          }
          for (const place of [...ins, out]) place.free();
        }
    }
  });
});

function placed(array: Floats, residence: Residence, type: Constructor, offset: number): Place {
  const place = new Place(residence, type, array.length, offset);
  place.view.set(array);
  return place;
}
