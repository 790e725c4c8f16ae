/**
 * Surrogates of derivatives: what the specification says of each, in numbers and arrays, for every
 * parameter; and in errors.
 */
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { type Format, float32, float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { specification } from "../oracle/oracle.js";
import { all, type Floats, on, parameterSets } from "./support/activations.js";
import { randomizer, special, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";

const cases = all.flatMap((activation) =>
  Object.entries(specification[activation.name]?.surrogates ?? {}).map(([surrogate, formula]) => ({
    name: activation.name,
    surrogate,
    formula,
    backward: on(activation, "backward"),
    sets: parameterSets(activation),
    defaults: Object.fromEntries(Object.entries(activation.spec.parameters).map(([name, { default: value }]) => [name, value])),
  })),
);

/** A product with f' rounded before it is twice as far off, and rounds once more. */
const BOUNDS = { float32: 0.51, float64: 8 } as const;

describe.each(cases)("$name, $surrogate", ({ surrogate, formula, backward, sets, defaults }) => {
  test.each(sets)("within its bound, with %o", (values) => {
    const at = { ...defaults, ...values };
    const exact = new Exact(parse(`dy*(${formula})`));
    const random = randomizer(3);
    const ends = [...new Set(Object.values(at))].flatMap((value) => [value - 1, value, value + 1]);
    const near = ends.flatMap((end) => [end, end * (1 + 2 ** -23), end * (1 - 2 ** -23), end * (1 + 2 ** -52), end * (1 - 2 ** -52)]);
    const points = [...special.filter(Number.isFinite), ...near, ...Array.from({ length: 200 }, () => (random() - 0.5) * 60)];
    for (const type of types) {
      const format: Format = type === Float32Array ? float32 : float64;
      const x = type.from(points);
      const dy = type.from(points, () => random() - 0.5);
      const [results] = backward.call([dy, x], undefined, { ...values, surrogate }) as [Floats];
      x.forEach((_, i) => {
        const inputs = { dy: dy[i] as number, x: x[i] as number };
        const number = backward.numbers([inputs.dy, inputs.x], { ...values, surrogate })[0] as number;
        for (const result of [results[i], type === Float32Array ? Math.fround(number) : number]) {
          const { ulp, rounded } = exact.judge(format, { ...at, ...inputs }, result);
          if (!(ulp <= BOUNDS[format.name as keyof typeof BOUNDS])) expect.fail(`at ${inputs.x} it is ${result}, expected ${rounded}`);
        }
      });
    }
  });

  test("NaN stays, infinities give a zero, and results may go where dy was", () => {
    for (const type of types) {
      const dy = type.from([1, NaN, 1, -1]);
      const out = backward.raw(dy, type.from([NaN, 0, Infinity, -Infinity]), { surrogate, out: dy });
      expect(out).toBe(dy);
      expect([...dy].map(Math.abs)).toEqual([NaN, NaN, 0, 0]);
    }
  });

  test("an option of `backward` alone, which may be undefined or none", () => {
    expect(backward.numbers([3, 0.25], { surrogate: "none" })).toEqual(backward.numbers([3, 0.25]));
    expect(backward.numbers([3, 0.25], { surrogate: undefined })).toEqual(backward.numbers([3, 0.25]));
    for (const method of ["value", "derivative", "with"])
      expect(() =>
        method === "with" ? backward.activation.with({ surrogate }) : on(backward.activation, method).raw(1, { surrogate }),
      ).toThrow('unknown option "surrogate"');
  });
});

test.each(cases.map(({ backward }) => backward))("$path: other words, and other errors, as everywhere", (backward) => {
  const refuse = (options: object, message: string) =>
    expectRefusal(() => backward.raw(new Float32Array(2), new Float32Array(2), options), {
      kind: TypeError,
      code: "HILLOCK_OPTION",
      message: `hillock.${backward.path}: ${message}`,
    });
  refuse({ surrogate: "tanh" }, 'surrogate is "tanh", expected "none", "identity" or "sigmoid"');
  refuse({ surrogate: null }, 'surrogate is null, expected "none", "identity" or "sigmoid"');
  refuse({ surrogate: "identity", slope: 1 }, 'unknown option "slope", expected one of threshold, valueAtThreshold, out, surrogate');
  expect(() => backward.raw(new Float32Array(2), new Float32Array(3), { surrogate: "identity" })).toThrow(
    `hillock.${backward.path}: x has length 3, expected 2`,
  );
});
