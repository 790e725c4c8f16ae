/** Masks that are added, from small numbers to the lowest of the type: what is added to all of a row makes no difference. */
import { describe, expect, test } from "vitest";
import { formats } from "../oracle/formats.js";
import { ExactRow } from "../oracle/rows.js";
import { logSoftmax, logSumExp, softmax } from "../src/rowwise/index.js";
import type { Floats, Options } from "./support/activations.js";
import { expectSame, Place, randomizer, residences } from "./support/arrays.js";
import { engines, Float32, pick, product, rowsOf } from "./support/rows.js";
import { sample, times } from "./support/sample.js";

const random = randomizer(8);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const oneOf = (numbers: readonly number[]): number => numbers[Math.floor(random() * numbers.length)] as number;

const temperatures = [1, 0.7, 8, 22.627416997969522, 1e3, 1e-3];

describe.each(engines)("$engine", ({ type, softmax: f, logSoftmax: g, logSumExp: h, bounds }) => {
  const format = type === Float32 ? formats.float32 : formats.float64;
  const lowest = type === Float32 ? -3.4028234663852886e38 : -Number.MAX_VALUE;
  const steps = [-1e4, -1e6, -1e9, -3e15, -1e30, lowest];

  /** Entry i of a mask. */
  const masks: Readonly<Record<string, () => number>> = {
    "position biases": () => 3 * normal(),
    "wide biases": () => 1000 * normal(),
    "biases and the lowest number": () => (random() < 0.3 ? lowest : 3 * normal()),
    "biases and -1e30": () => (random() < 0.5 ? -1e30 : normal()),
    "biases, -1e4 and -Infinity": () => oneOf([normal(), -1e4, -Infinity]),
    "0 and -1e9": () => oneOf([0, -1e9]),
    "all steps": () => oneOf(steps),
    "what swallows every entry": () => oneOf([-1e30, lowest]),
    "numbers near -3e15": () => -3e15 + Math.round(4 * normal()),
    "numbers near -1e6": () => -1e6 + normal(),
    "numbers of either sign up to 1e9": () => 1e9 * normal(),
    "all sizes down to the lowest": () => lowest * random() ** 40,
  };

  const check = (x: Floats, mask: Floats, temperature: number, about: string, step = 1): void => {
    const n = x.length;
    const exact = new ExactRow({ x, mask, temperature });
    const options = { mask, temperature };
    const weight = type.from([oneOf([1, -3.7])]);
    const [y, z, s, d] = [f(x, options), g(x, options), h(x, options), h.backward(weight, x, options)];
    const within = (what: string, error: number, bound: number | undefined) => {
      if (!(error <= (bound as number))) expect.fail(`${what}, ${about}, temperature ${temperature}: ${error} of ${x}, mask ${mask}`);
    };
    for (let i = 0; i < n; i += step) {
      within(`softmax ${i}`, exact.softmax(format, i, y[i] as number), softmax.spec.bounds[bounds].value);
      within(`logSoftmax ${i}`, exact.logSoftmax(format, i, z[i] as number), logSoftmax.spec.bounds[bounds].value);
      const gradient = exact.gradient(format, i, weight[0] as number, temperature, d[i] as number);
      within(`logSumExp.backward ${i}`, gradient, logSumExp.spec.bounds[bounds].backward);
    }
    const { ulp, relative } = exact.logSumExp(format, s[0] as number);
    within("logSumExp", ulp <= 1 ? ulp : relative * 2 ** (format.mantissaBits + 1), logSumExp.spec.bounds[bounds].value);
    exact.free();
  };

  const rowWith = (n: number, mask: () => number): { readonly x: Floats; readonly mask: Floats } => {
    const x = type.from({ length: n }, () => 5 * normal());
    const added = type.from({ length: n }, mask);
    if (!added.some((entry) => entry > -Infinity)) added[n - 1] = -1;
    return { x, mask: added };
  };

  test.each(Object.entries(masks))("%s", (name, entry) => {
    for (let n = 1; n <= times(70); n++) {
      const { x, mask } = rowWith(n, entry);
      check(x, mask, temperatures[n % temperatures.length] as number, name);
    }
  });

  test.each(sample([2049, 4095, 4096, 9000]))("rows of %d entries, whole ones or in pieces", (n) => {
    for (const entry of Object.values(masks)) {
      const { x, mask } = rowWith(n, entry);
      check(x, mask, oneOf(temperatures), `${n} entries`, 211);
    }
    // Padding at the end fills whole pieces.
    const { x, mask } = rowWith(n, masks["position biases"] as () => number);
    check(x, mask.fill(oneOf(steps), n >> 1), oneOf(temperatures), `${n} entries, half of them padding`, 211);
  });

  test("entries and masks that cancel", () => {
    for (let n = 1; n <= 40; n++) {
      const temperature = temperatures[n % temperatures.length] as number;
      const size = oneOf([1, 1e4, 1e9, 1e20]);
      const x = type.from({ length: n }, () => size * normal());
      check(
        x,
        x.map((entry) => -entry / temperature),
        temperature,
        "masks that take entries away",
      );
    }
  });

  test("one number for all of a row gives the bits of the row without it", () => {
    for (const n of [1, 3, 16, 37, 300, 4097, 5000])
      for (const added of [0.5, -7, 1e4, ...steps]) {
        const temperature = oneOf(temperatures);
        const x = type.from({ length: n }, () => 5 * normal());
        const mask = new type(n).fill(added);
        expectSame(f(x, { mask, temperature }), f(x, { temperature }), `softmax of ${n} and ${added}`);
        expectSame(g(x, { mask, temperature }), g(x, { temperature }), `logSoftmax of ${n} and ${added}`);
        const dy = type.from([1]);
        expectSame(h.backward(dy, x, { mask, temperature }), h.backward(dy, x, { temperature }), `logSumExp.backward of ${n} and ${added}`);
      }
  });

  test("the values of a padding row", () => {
    for (const added of steps) {
      const mask = new type(3).fill(added);
      const [x, wanted, logarithms] = [
        [7, -2, 3],
        [0.9818947940807183, 0.00012117544417123201, 0.017984030475110446],
        [-0.018271110704318253, -9.018271110704319, -4.018271110704318],
      ].map((numbers) => type.from(numbers)) as [Floats, Floats, Floats];
      const digits = type === Float32 ? 6 : 15;
      for (const [i, y] of f(x, { mask }).entries()) expect(y).toBeCloseTo(wanted[i] as number, digits);
      for (const [i, y] of g(x, { mask }).entries()) expect(y).toBeCloseTo(logarithms[i] as number, digits - 1);
    }
  });

  const shapes = [[6], [3, 7], [2, 3, 40], [4, 1, 5], [2, 70, 9], [2, 4500, 2]];
  const places = shapes.flatMap((shape) => shape.map((_, axis) => ({ shape, axis })));
  /** Rows of every kind side by side: biases, padding, and what has to be taken exactly. */
  const mixed = (rows: readonly number[][], length: number): Floats => {
    const mask = new type(length);
    for (const row of rows) {
      const [kind, padding] = [random(), oneOf(steps)];
      for (const i of row)
        mask[i] = kind < 0.4 ? 3 * normal() : kind < 0.7 ? padding : kind < 0.9 ? oneOf(steps) : oneOf([0, -Infinity, 1]);
    }
    return mask;
  };

  test.each(places)("axis $axis of $shape: the bits of the same rows, one by one, wherever they live", ({ shape, axis }) => {
    const length = product(shape);
    const rows = rowsOf(shape, axis);
    const temperature = oneOf(temperatures);
    const x = type.from({ length }, () => 5 * normal());
    const weights = type.from({ length: rows.length }, normal);
    const mask = mixed(rows, length);
    const all = (entries: Floats, dy: Floats, options: Options): Floats[] => [
      f(entries, options),
      g(entries, options),
      h(entries, options),
      h.backward(dy, entries, options),
    ];
    const wanted = all(x, weights, { shape, axis, mask, temperature });
    for (const [r, row] of rows.entries()) {
      const own = all(pick(x, row, type), weights.slice(r, r + 1), { mask: pick(mask, row, type), temperature });
      own.forEach((result, k) => {
        const whole = wanted[k] as Floats;
        expectSame(k === 2 ? whole.slice(r, r + 1) : pick(whole, row, type), result, `function ${k}, row ${r}`);
      });
    }
    for (const residence of residences) {
      const [entries, dy, added] = [x, weights, mask].map((array, i) => {
        const place = new Place(residence, type, array.length, i);
        place.view.set(array);
        return place;
      }) as [Place, Place, Place];
      all(entries.view, dy.view, { shape, axis, mask: added.view, temperature }).forEach((result, k) => {
        expectSame(result, wanted[k] as Floats, `function ${k}, ${residence}`);
      });
      for (const place of [entries, dy, added]) place.free();
    }
  });

  test("a mask over the last dimensions is that of every row it is repeated for, also where causal leaves out entries", () => {
    for (const shape of [
      [3, 40, 40],
      [5, 7, 7],
      [2, 300, 300],
    ]) {
      const [, rows = 0, columns = 0] = shape;
      const x = type.from({ length: product(shape) }, () => 5 * normal());
      const mask = mixed(rowsOf([rows, columns], -1), rows * columns);
      const temperature = oneOf(temperatures);
      const later = (i: number) => i % columns > Math.floor(i / columns) % rows;
      const whole = x.map((_, i) => mask[i % mask.length] as number);
      const without = x.map((_, i) => (later(i) ? -Infinity : (whole[i] as number)));
      const spoilt = x.map((entry, i) => (later(i) ? NaN : entry));
      for (const one of [f, g, h]) {
        expectSame(one(x, { shape, mask, temperature }), one(x, { shape, mask: whole, temperature }), "repeated");
        const [causal, left] = [one(spoilt, { shape, mask, temperature, causal: true }), one(x, { shape, mask: without, temperature })];
        // A row whose mask is one number up to the diagonal is taken without it: other bits, no other digits.
        for (const [i, got] of causal.entries()) {
          const wanted = left[i] as number;
          if (!Object.is(got, wanted) && !(Math.abs(got - wanted) <= 1e-6 * Math.abs(wanted)))
            expect.fail(`causal, ${i} of ${shape}: ${got}, not ${wanted}`);
        }
      }
    }
  });

  test("NaN, Infinity and nothing at all", () => {
    for (const n of [1, 2, 9, 40, 5000])
      for (const [bad, sum] of [
        [NaN, NaN],
        [Infinity, Infinity],
      ] as const)
        for (const where of ["x", "mask"]) {
          const { x, mask } = rowWith(n, normal);
          (where === "x" ? x : mask)[n >> 1] = bad;
          expect(f(x, { mask }).every(Number.isNaN), `${bad} in ${where}`).toBe(true);
          expect(g(x, { mask }).every(Number.isNaN)).toBe(true);
          expect(h(x, { mask })[0]).toBe(sum);
        }
    for (const n of [2, 9, 40, 5000]) {
      const [x, mask] = [
        type.from({ length: n }, (_, i) => (i % 2 ? -Infinity : 3)),
        type.from({ length: n }, (_, i) => (i % 2 ? 5 : -Infinity)),
      ];
      expectSame(f(x, { mask, emptyRow: 0.25 }), new type(n).fill(0.25), "softmax");
      expectSame(g(x, { mask, emptyRow: 7 }), new type(n).fill(7), "logSoftmax");
      expect(h(x, { mask })[0]).toBe(-Infinity);
      expectSame(h.backward(type.from([2]), x, { mask }), new type(n), "logSumExp.backward");
    }
  });

  test("quotients and differences beyond the type", () => {
    const largest = -lowest;
    for (const temperature of [1e-3, 1e-30, 1]) {
      expectSame(f(type.from([largest, largest]), { temperature }), type.from([0.5, 0.5]), "equal ones");
      expectSame(f(type.from([largest, -largest, -largest / 3]), { temperature }), type.from([1, 0, 0]), "opposite ones");
      expectSame(f(type.from([largest, largest * -1.1e-20, largest * 1.7e-10]), { temperature }), type.from([1, 0, 0]), "small ones");
      expectSame(g(type.from([largest, -largest]), { temperature }), type.from([0, -Infinity]), "logarithms");
    }
    const far = (g(type.from([largest / 2, -largest]), { temperature: 10 })[1] as number) / largest;
    expect(far).toBeCloseTo(-0.15, 6);
  });
});
