/** Axes, masks, places: a row gives the same bits wherever its entries are, and what is left out might as well be -Infinity. */
import { describe, expect, test } from "vitest";
import { formats } from "../oracle/formats.js";
import { ExactRow } from "../oracle/rows.js";
import { logSoftmax, logSumExp, softmax } from "../src/rowwise/index.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, Place, type Residence, randomizer, residences } from "./support/arrays.js";
import { broadcastIndices, broadcastShapes, engines, Float32, pick, product, rowsOf } from "./support/rows.js";
import { sample } from "./support/sample.js";

const random = randomizer(7);
const fill = (type: Constructor, length: number): Floats => type.from({ length }, () => (random() - 0.5) * 12);

const shapes = [[5], [3, 7], [2, 3, 4], [4, 1, 5], [2, 3, 4, 5], [3, 2, 2, 9], [2, 70, 33], [1, 2100, 3], [2, 4500, 2]];

describe.each(engines)("$engine", ({ type, softmax: f, logSoftmax: g, logSumExp: h, bounds }) => {
  const places = shapes.flatMap((shape) => shape.map((_, i) => ({ shape, axis: i % 2 ? i : i - shape.length })));

  test.each(places)("axis $axis of $shape: the bits of the same rows, one by one", ({ shape, axis }) => {
    const length = product(shape);
    const [x, dy] = [fill(type, length), fill(type, length)];
    const rows = rowsOf(shape, axis);
    const weights = fill(type, rows.length);
    const [y, z, s] = [f(x, { shape, axis }), g(x, { shape, axis }), h(x, { shape, axis })];
    const [dySoftmax, dyLogSoftmax] = [f.backwardFromOutput(dy, y, { shape, axis }), g.backwardFromOutput(dy, z, { shape, axis })];
    const dyLogSumExp = h.backward(weights, x, { shape, axis });
    expect(s).toHaveLength(rows.length);
    for (const [r, row] of rows.entries()) {
      const [own, ownDy] = [pick(x, row, type), pick(dy, row, type)];
      const about = `row ${r} of ${shape} along ${axis}`;
      expectSame(pick(y, row, type), f(own), `softmax, ${about}`);
      expectSame(pick(z, row, type), g(own), `logSoftmax, ${about}`);
      expectSame(s.subarray(r, r + 1), h(own), `logSumExp, ${about}`);
      expectSame(pick(dySoftmax, row, type), f.backwardFromOutput(ownDy, f(own)), `softmax.backwardFromOutput, ${about}`);
      expectSame(pick(dyLogSoftmax, row, type), g.backwardFromOutput(ownDy, g(own)), `logSoftmax.backwardFromOutput, ${about}`);
      expectSame(pick(dyLogSumExp, row, type), h.backward(weights.subarray(r, r + 1), own), `logSumExp.backward, ${about}`);
    }
  });

  /** Every function of x, masked or not, as arrays. */
  const all = (x: Floats, options: Options): Floats[] => {
    const rows = rowsOf(options.shape as number[], (options.axis as number | undefined) ?? -1).length;
    return [f(x, options), g(x, options), h(x, options), h.backward(new type(rows).fill(0.7), x, options)];
  };

  /** Masks that are broadcast over any dimensions, those before the others missing or 1, for one axis after the other. */
  const masked = shapes.flatMap((shape) =>
    broadcastShapes(shape).map((maskShape, i) => {
      const first = maskShape.findIndex((dimension) => dimension !== 1);
      return { shape, axis: i % shape.length, maskShape: i % 2 && first > 0 ? maskShape.slice(first) : maskShape };
    }),
  );

  test.each(sample(masked))("a boolean mask of $maskShape on $shape, axis $axis", ({ shape, axis, maskShape }) => {
    const x = fill(type, product(shape));
    const mask = Uint8Array.from({ length: product(maskShape) }, () => (random() < 0.6 ? 1 + Math.floor(random() * 255) : 0));
    const kept = broadcastIndices(shape, maskShape).map((index) => mask[index] !== 0);
    const left = x.map((entry, i) => (kept[i] ? entry : -Infinity));
    const wanted = all(left, { shape, axis });
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
    const [x, dy] = [Float64Array.of(1, -2, 0.5, 3, 2, -1), Float64Array.of(1, 2)].map((array) => type.from(array));
    const added = type.from([0, -Infinity, 0, -Infinity, 0, 0]);
    const kept = Uint8Array.of(1, 0, 1, 0, 1, 1);
    for (const temperature of [1, 0.3, 7]) {
      const options = { shape: [2, 3], temperature };
      for (const one of [f, g, h]) expectSame(one(x, { ...options, mask: added }), one(x, { ...options, mask: kept }), "results");
      expectSame(h.backward(dy, x, { ...options, mask: added }), h.backward(dy, x, { ...options, mask: kept }), "gradients");
    }
  });

  test.each(sample(masked))("an additive mask of $maskShape on $shape, axis $axis", ({ shape, axis, maskShape }) => {
    const format = type === Float32 ? formats.float32 : formats.float64;
    const x = fill(type, product(shape));
    const mask = type.from({ length: product(maskShape) }, () => (random() < 0.3 ? -Infinity : (random() - 0.5) * 3000));
    const whole = type.from(broadcastIndices(shape, maskShape).map((index) => mask[index] as number));
    const masking = { mask, maskShape };
    for (const temperature of [1, 0.3]) {
      const [y, z, s] = [
        f(x, { shape, axis, ...masking, temperature }),
        g(x, { shape, axis, ...masking, temperature }),
        h(x, { shape, axis, ...masking, temperature }),
      ];
      const gradient = h.backward(new type(s.length).fill(1), x, { shape, axis, ...masking, temperature });
      for (const [r, row] of rowsOf(shape, axis).entries()) {
        if (r % 7 && (r > 20 || row.length > 100)) continue;
        const own = pick(whole, row, type);
        if (own.every((entry) => entry === -Infinity)) {
          expect([y, z].every((one) => row.every((i) => Number.isNaN(one[i])))).toBe(true);
          expect(s[r]).toBe(-Infinity);
          continue;
        }
        const exact = new ExactRow({ x: pick(x, row, type), mask: own, temperature });
        for (const [k, i] of row.entries()) {
          if (row.length > 30 && k % 53) continue;
          const about = `entry ${k} of row ${r}, temperature ${temperature}`;
          expect(exact.softmax(format, k, y[i] as number), `softmax, ${about}`).toBeLessThanOrEqual(softmax.spec.bounds[bounds].value);
          expect(exact.logSoftmax(format, k, z[i] as number), `logSoftmax, ${about}`).toBeLessThanOrEqual(
            logSoftmax.spec.bounds[bounds].value,
          );
          expect(exact.gradient(format, k, 1, temperature, gradient[i] as number), `logSumExp.backward, ${about}`).toBeLessThanOrEqual(4);
        }
        expect(exact.logSumExp(format, s[r] as number).relative).toBeLessThanOrEqual(
          logSumExp.spec.bounds[bounds].value * 2 ** -format.mantissaBits,
        );
        exact.free();
      }
    }
  });

  /** Square matrices, and others with every offset that there is a reason for: aligned at either end, and with rows that see nothing, or all. */
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

  test.each(sample(diagonals))("causal $causal for $shape", ({ shape, causal, offset }) => {
    const [rows, columns] = shape.slice(-2) as [number, number];
    const x = fill(type, product(shape));
    const later = (i: number) => i % columns > (Math.floor(i / columns) % rows) + offset;
    const left = x.map((entry, i) => (later(i) ? -Infinity : entry));
    const mask = Uint8Array.from({ length: columns }, (_, i) => (i % 3 === 0 ? 1 : i % 3 === 1 ? 7 : 0));
    const leftToo = left.map((entry, i) => (mask[i % columns] ? entry : -Infinity));
    const added = type.from({ length: rows * columns }, (_, i) => (later(i) ? Infinity : 0.5));
    const maskShape = [columns];
    all(x, { shape, causal }).forEach((got, i) => {
      expectSame(got, all(left, { shape })[i] as Floats, `function ${i}`);
    });
    all(x, { shape, causal, mask, maskShape }).forEach((got, i) => {
      expectSame(got, all(leftToo, { shape })[i] as Floats, `function ${i} with a mask`);
    });
    const shifted = f(x, { shape, causal, mask: added, maskShape: [rows, columns] });
    const wanted = f(left, { shape });
    for (let i = 0; i < x.length; i++)
      if (Math.abs((shifted[i] as number) - (wanted[i] as number)) > 1e-6 * (wanted[i] as number)) expect.fail(`entry ${i}`);
    expectSame(f.with({ causal })(x, { shape }), f(x, { shape, causal }), "bound");
    expectSame(f.with({ causal })(x, { shape, causal: false }), f(x, { shape }), "bound and taken back");
  });

  /** Each function, on arrays at any place: what it reads, how long its output is. */
  const operations = [
    { path: "softmax", inputs: ["x"], run: ([x]: Floats[], options: Options) => f(x as Floats, options), reduced: false },
    { path: "logSoftmax", inputs: ["x"], run: ([x]: Floats[], options: Options) => g(x as Floats, options), reduced: false },
    { path: "logSumExp", inputs: ["x"], run: ([x]: Floats[], options: Options) => h(x as Floats, options), reduced: true },
    {
      path: "softmax.backwardFromOutput",
      inputs: ["dy", "y"],
      run: ([dy, y]: Floats[], options: Options) => f.backwardFromOutput(dy as Floats, y as Floats, options),
      reduced: false,
    },
    {
      path: "logSoftmax.backwardFromOutput",
      inputs: ["dy", "y"],
      run: ([dy, y]: Floats[], options: Options) => g.backwardFromOutput(dy as Floats, y as Floats, options),
      reduced: false,
    },
    {
      path: "logSumExp.backward",
      inputs: ["weights", "x"],
      run: ([dy, x]: Floats[], options: Options) => h.backward(dy as Floats, x as Floats, options),
      reduced: false,
    },
  ];
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

  test.each(operations)("$path wherever its arrays live, and in place", ({ path, inputs, run, reduced }) => {
    for (const shape of lengths as [number, number][]) {
      const [rows, n] = shape;
      const given = inputs.map((name) => {
        const array = fill(type, name === "weights" ? rows : rows * n);
        return name === "y" ? (path.startsWith("soft") ? f(array, { shape }) : g(array, { shape })) : array;
      });
      const wanted = run(given, { shape });
      expect(wanted).toHaveLength(reduced ? rows : rows * n);
      for (const from of residences)
        for (const to of residences) {
          const ins = given.map((array, i) => placed(array, from, type, i + 1));
          const out = new Place(to, type, wanted.length, 3);
          const views = ins.map(({ view }) => view);
          expect(run(views, { shape, out: out.view })).toBe(out.view);
          expectSame(out.view, wanted, `${path} of ${shape}, ${from} to ${to}`);
          expect(out.intact && ins.every(({ intact }) => intact)).toBe(true);
          views.forEach((view, i) => {
            expectSame(view, given[i] as Floats, `${inputs[i]} itself`);
          });
          for (const [i, name] of inputs.entries()) {
            if (from !== to || reduced || name === "weights") continue;
            const own = given.map((array, k) => placed(array, from, type, k));
            const target = (own[i] as Place).view;
            run(
              own.map(({ view }) => view),
              { shape, out: target },
            );
            expectSame(target, wanted, `${path} of ${shape} in place of ${name}, ${from}`);
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
