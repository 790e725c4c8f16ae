/**
 * Masks that are added, from small numbers to the lowest of the type: what is added to all of a row
 * makes no difference.
 */
import { describe, expect, test } from "vitest";
import { float64 } from "../oracle/formats.js";
import type { Floats, Options } from "./support/activations.js";
import { expectSame, Place, randomizer, residences } from "./support/arrays.js";
import { RowJudge } from "./support/rowJudge.js";
import { Float32, inputsOf, operationsOf, pick, product, rowsOf, subjects } from "./support/rows.js";
import { lengthsTo, sample } from "./support/sample.js";

const random = randomizer(8);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const oneOf = (numbers: readonly number[]): number => numbers[Math.floor(random() * numbers.length)] as number;

const temperatures = [1, 0.7, 8, 22.627416997969522, 1e3, 1e-3];

describe.each(subjects)("$name, $engine", (subject) => {
  const { name, engine, type, f } = subject;
  const title = `${name}, ${engine}`;
  const judge = new RowJudge(subject);
  const operations = operationsOf(f).filter(({ masked }) => masked);
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
    const where = `${about}, temperature ${temperature}: ${x.length > 100 ? x.length : x}, mask ${mask.length > 100 ? "" : mask}`;
    judge.value({ x, mask, temperature }, f(x, { mask, temperature }), where, step);
    if (f.backward) judge.gradient({ x, mask, temperature }, type.from([oneOf([1, -3.7])]), where, step);
  };

  const rowWith = (n: number, mask: () => number): { readonly x: Floats; readonly mask: Floats } => {
    const x = type.from({ length: n }, () => 5 * normal());
    const added = type.from({ length: n }, mask);
    if (!added.some((entry) => entry > -Infinity)) added[n - 1] = -1;
    return { x, mask: added };
  };

  test.each(Object.entries(masks))("%s", (about, entry) => {
    for (const n of lengthsTo(70, `${title}, ${about}`)) {
      const { x, mask } = rowWith(n, entry);
      check(x, mask, temperatures[n % temperatures.length] as number, about);
    }
  });

  test.each(sample([2048, 4097, 4098, 9003], title))("rows of %d entries, whole ones or in pieces", (n) => {
    for (const entry of Object.values(masks).filter((_, i) => i % 6 === n % 6)) {
      const { x, mask } = rowWith(n, entry);
      check(x, mask, oneOf(temperatures), `${n} entries`, 211);
    }
    // Padding at the end fills whole pieces.
    const { x, mask } = rowWith(n, masks["position biases"] as () => number);
    check(x, mask.fill(oneOf(steps), n >> 1), oneOf(temperatures), `${n} entries, half of them padding`, 211);
  });

  test("entries and masks that cancel", () => {
    for (const n of lengthsTo(40, title)) {
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

  test.each(operations)("$path: one number for all of a row gives the bits of the row without it, where the formula does", (operation) => {
    const { reference } = judge;
    const inputs = [Float64Array.of(1), Float64Array.of(1, 3)].slice(operation.inputs.length === 1 ? 1 : 0) as Floats[];
    const [row, added] = [Float64Array.of(1, 3), [5, 5]];
    const judgeOther =
      operation.inputs.length === 1 ? reference.value({ x: row, mask: added }) : reference.gradient({ dy: [1], x: row, mask: added }, 8);
    const plain = operation.run(subjects.find((one) => one.name === name && one.engine === "float64")?.f ?? f, inputs);
    if (plain.some((result, i) => judgeOther(float64, i, result) > 8)) return;
    for (const n of sample([1, 3, 16, 37, 300, 4097, 5000], `${title}, ${operation.path}`))
      for (const added of [0.5, -7, 1e4, ...steps]) {
        const temperature = oneOf(temperatures);
        const given = inputsOf(operation, subject, 1, n, {}, (type, length) => type.from({ length }, () => 5 * normal()));
        const mask = new type(n).fill(added);
        const got = operation.run(f, given, { mask, temperature });
        expectSame(got, operation.run(f, given, { temperature }), `${operation.path} of ${n} and ${added}`);
      }
  });

  test("a row of padding", () => {
    for (const added of steps) check(type.from([7, -2, 3]), new type(3).fill(added), 1, "padding");
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
      // A mask of 0 and -Infinity alone is taken as a boolean one, whose results in f32 lanes have
      // other last digits.
      if (kind >= 0.9) mask[row[0] as number] = 1;
    }
    return mask;
  };

  test.each(sample(places, title))("axis $axis of $shape: the bits of the same rows, one by one, wherever they live", ({ shape, axis }) => {
    const length = product(shape);
    const rows = rowsOf(shape, axis);
    const temperature = oneOf(temperatures);
    const mask = mixed(rows, length);
    for (const operation of operations) {
      const given = inputsOf(operation, subject, rows.length, length / rows.length, {}, (type, length) =>
        type.from({ length }, () => 5 * normal()),
      );
      const run = (inputs: readonly Floats[], options: Options) => operation.run(f, inputs, { temperature, ...options });
      const wanted = run(given, { shape, axis, mask });
      for (const [r, row] of rows.entries()) {
        const own = given.map((array, i) => (operation.inputs[i] === "rows" ? array.slice(r, r + 1) : pick(array, row, type)));
        const alone = run(own, { mask: pick(mask, row, type) });
        expectSame(operation.reduces ? wanted.slice(r, r + 1) : pick(wanted, row, type), alone, `${operation.path}, row ${r}`);
      }
      for (const residence of residences) {
        const places = [...given, mask].map((array, i) => {
          const place = new Place(residence, type, array.length, i);
          place.view.set(array);
          return place;
        });
        const views = places.map(({ view }) => view);
        expectSame(run(views.slice(0, -1), { shape, axis, mask: views.at(-1) }), wanted, `${operation.path}, ${residence}`);
        for (const place of places) place.free();
      }
    }
  });

  test("a mask over the last dimensions is that of every row it is repeated for, also where causal leaves out entries", () => {
    for (const shape of [[3, 40, 40], [5, 7, 7], ...sample([[2, 300, 300]], title)]) {
      const [, rows = 0, columns = 0] = shape;
      const x = type.from({ length: product(shape) }, () => 5 * normal());
      const mask = mixed(rowsOf([rows, columns], -1), rows * columns);
      const temperature = oneOf(temperatures);
      const later = (i: number) => i % columns > Math.floor(i / columns) % rows;
      const whole = x.map((_, i) => mask[i % mask.length] as number);
      const without = x.map((_, i) => (later(i) ? -Infinity : (whole[i] as number)));
      const spoilt = x.map((entry, i) => (later(i) ? NaN : entry));
      expectSame(f(x, { shape, mask, temperature }), f(x, { shape, mask: whole, temperature }), "repeated");
      const [causal, left] = [f(spoilt, { shape, mask, temperature, causal: true }), f(x, { shape, mask: without, temperature })];
      // A row whose mask is one number up to the diagonal is taken without it: other bits, no other
      // digits.
      for (const [i, got] of causal.entries()) {
        const wanted = left[i] as number;
        if (!Object.is(got, wanted) && !(Math.abs(got - wanted) <= 1e-6 * Math.abs(wanted)))
          expect.fail(`causal, ${i} of ${shape}: ${got}, not ${wanted}`);
      }
    }
  });

  test("NaN, Infinity and nothing at all", () => {
    for (const n of [1, 2, 9, 40, ...sample([5000], title)])
      for (const bad of [NaN, Infinity])
        for (const where of ["x", "mask"]) {
          const { x, mask } = rowWith(n, normal);
          (where === "x" ? x : mask)[n >> 1] = bad;
          judge.value({ x, mask }, f(x, { mask }), `${bad} in ${where} of ${n}`, n > 100 ? 997 : 1);
        }
    for (const n of [2, 9, 40, ...sample([5000], title)]) {
      const [x, mask] = [
        type.from({ length: n }, (_, i) => (i % 2 ? -Infinity : 3)),
        type.from({ length: n }, (_, i) => (i % 2 ? 5 : -Infinity)),
      ];
      judge.value({ x, mask }, f(x, { mask }), `nothing of ${n}`, n > 100 ? 997 : 1);
      if (f.backward) judge.gradient({ x, mask }, type.from([2]), `nothing of ${n}`, n > 100 ? 997 : 1);
      else expectSame(f(x, { mask, emptyRow: 0.25 }), f(new type(n).fill(-Infinity), { emptyRow: 0.25 }), "emptyRow");
    }
  });
});
