/**
 * Every gradient against differences of the function it is the gradient of: all that the registries
 * have, with all their parameters. What is added to a registry is checked without a line here.
 */
import { describe, expect, test } from "vitest";
import { exactly } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { specification, withStandIns } from "../oracle/oracle.js";
import type { ActivationEntry } from "../specification/schema.js";
import * as gated from "../src/gated/index.js";
import { isHillockError } from "../src/index.js";
import * as losses from "../src/losses/index.js";
import * as rowwise from "../src/rowwise/index.js";
import {
  type AnyActivation,
  all,
  allows,
  type Floats,
  type Options,
  on,
  operationsOf,
  type Parameter,
  parameterSets,
  type Values,
} from "./support/activations.js";
import { expectGradients, grid, numbers, slopeOf, smooth } from "./support/differences.js";
import { layouts, unpack } from "./support/gated.js";
import { subjectsOf } from "./support/rows.js";
import { sample } from "./support/sample.js";

type Method = (...values: unknown[]) => Floats;
type Methods = { readonly name: string; readonly spec: AnyActivation["spec"] } & Method & { readonly [method: string]: Method | undefined };

const shown = JSON.stringify;

/** Points in the tails, and down to beside zero, where parameters as steep as 50 bend. */
const points = [6, 3, 1.5, 0.7, 0.3, 0.125, 0.0625].flatMap((x) => [grid(x), grid(-x)]);

describe("differences", () => {
  test("tell slopes as closely as they say", () => {
    for (const [f, slope] of [
      [Math.exp, Math.E],
      [Math.sin, Math.cos(1)],
      [(x: number) => 1 / x, -1],
      [(x: number) => Math.tanh(20 * (x - 1)), 20],
    ] as const) {
      const { value, error } = slopeOf((t) => Float64Array.of(f(1 + t)), Float64Array.of(1));
      expect(Math.abs(value - slope)).toBeLessThan(error);
      expect(error).toBeLessThan(1e-9 * Math.abs(slope));
    }
  });

  const x = Float64Array.of(1, 2);
  const claim = (gradient: Floats, f = (x: number) => x ** 3) => ({
    inputs: { x },
    f: ({ x }: Record<"x", Floats>) => x.map(f) as Floats,
    dy: Float64Array.of(1, 1),
    gradients: { x: gradient },
  });

  test("find a gradient that is wrong in the eighth digit, and accept the right one", () => {
    expectGradients("cube", claim(Float64Array.of(3, 12)));
    expect(() => expectGradients("cube", claim(Float64Array.of(3, 12 + 1e-7)))).toThrow(
      /^cube: gradient 1 of x is 12\.0000001, but differences tell 1[12][.\d]*, within [-\de.]+$/,
    );
    expect(() => expectGradients("cube", claim(Float64Array.of(3, NaN)))).toThrow("gradient 1 of x is NaN");
  });

  test("refuse to judge beside a kink", () => {
    expect(() =>
      expectGradients(
        "kink",
        claim(Float64Array.of(0, 1), (x) => Math.max(x, 1.0001)),
      ),
    ).toThrow("only within");
  });
});

describe.each(all.map((activation) => ({ name: activation.name, activation })))("$name", ({ activation }) => {
  const pointsAt = (values: Values) => Float64Array.from(points.filter((point) => smooth(activation.with(values), [point])));

  test.each(sample(parameterSets(activation)))("derivatives, with %o", (values) => {
    const x = pointsAt(values);
    const dy = numbers(x.length, 5);
    const times = (factors: Floats): Floats => factors.map((factor, i) => dy[i] * factor) as Floats;
    const call = (method: string, ...inputs: Floats[]) => on(activation, method).call(inputs, undefined, values);
    const [y] = call("value", x);
    const gradients: Record<string, Floats> = {
      derivative: times(call("derivative", x)[0]),
      valueAndDerivative: times(call("valueAndDerivative", x)[1]),
      backward: call("backward", dy, x)[0],
    };
    const fromOutput = operationsOf(activation).find(({ method }) => method === "backwardFromOutput");
    if (fromOutput && allows(fromOutput, values)) gradients.backwardFromOutput = call("backwardFromOutput", dy, y)[0];
    for (const [method, gradient] of Object.entries(gradients)) {
      const f = ({ x }: Record<"x", Floats>) => call("value", x)[0];
      expectGradients(`${activation.name}.${method}`, { inputs: { x }, f, dy, gradients: { x: gradient } });
    }
    const f = ({ x }: Record<"x", Floats>) => call("derivative", x)[0];
    const second = { x: times(call("secondDerivative", x)[0]) };
    expectGradients(`${activation.name}.secondDerivative`, { inputs: { x }, f, dy, gradients: second });
  });

  if ("parameterGradients" in activation) {
    test.each(sample(parameterSets(activation)))("parameters, at %o", (values) => {
      const x = pointsAt(values);
      expectParameterGradients(activation as unknown as Methods, { x }, numbers(x.length, 5), values);
    });

    test.each(sample(parameterSets(activation)))("parameters by the formulas of the specification, at %o", (values) => {
      const { parameters } = activation.with(values).spec;
      const at = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
      const learn = activation.parameterGradients as unknown as <T>(dy: T, x: T, options: Values) => Values;
      /**
       * The gradients at x: of numbers, and of arrays in which only the first, or the last, has a
       * dy.
       */
      const gradientsAt = (x: number): readonly Values[] => [
        learn(1, x, values),
        ...[0, 2].map((place) => learn(new Float64Array(3).fill(1, place, place + 1), new Float64Array(3).fill(x), values)),
      ];
      for (const x of [...pointsAt(values), 0, ...activation.with(values).spec.kinks])
        for (const [name, gradient] of gradientsAt(x).flatMap((gradients) => Object.entries(gradients))) {
          const entry = specification[activation.name] as ActivationEntry;
          const formula = withStandIns(entry.parameters?.[name]?.gradient as string, entry, at);
          const { ulp } = exactly(formula).judge(float64, { ...at, x }, gradient);
          expect(ulp, `${activation.name}, ${name} at ${x}: ${gradient}`).toBeLessThan(16);
        }
    });

    const learnable = activation as unknown as Methods & { parameterGradients: (...values: unknown[]) => Record<string, Floats> };
    test("parameters that are arrays", () => {
      const [dy, x] = [numbers(24, 1), numbers(24, 2, 3)];
      x.forEach((value, i) => {
        if (!smooth(activation, [value])) x[i] = 2;
      });
      for (const name of Object.keys(learnable.parameterGradients(dy, x)).filter((name) => takesArrays(learnable, name)))
        for (const { count, ...layout } of [
          { count: 4 },
          { count: 12 },
          { count: 3, shape: [2, 3, 4] },
          { count: 2, shape: [2, 3, 4], channelAxis: 0 },
          { count: 4, shape: [2, 3, 4], channelAxis: -1 },
        ]) {
          const parameter = numbers(count, 3);
          const options = { ...layout, [name]: parameter };
          expectGradients(`${activation.name} ${shown(layout)}`, {
            inputs: { x, parameter },
            f: ({ x, parameter }) => learnable(x, { ...layout, [name]: parameter }),
            dy,
            gradients: { x: learnable.backward?.(dy, x, options) as Floats, parameter: learnable.parameterGradients(dy, x, options)[name] },
          });
        }
    });
  }
});

/** The gradients of parameters that are numbers, whatever they are called. */
function expectParameterGradients(f: Methods, inputs: Record<string, Floats>, dy: Floats, values: Values): void {
  const defaults = Object.entries(f.spec.parameters).map(([name, parameter]) => [name, parameter.default]);
  const at: Values = { ...Object.fromEntries(defaults), ...values };
  for (const name in at) at[name] = grid(at[name]);
  const gradients = f.parameterGradients?.(dy, ...Object.values(inputs), at) as unknown as Values;
  expect(Object.keys(gradients).length).toBeGreaterThan(0);
  for (const [name, gradient] of Object.entries(gradients)) {
    // One that must not be negative is moved by fractions of what it is above its minimum.
    const { minimum = -Infinity } = f.spec.parameters[name] as Parameter;
    const unit = minimum >= 0 ? at[name] - minimum : 1;
    expectGradients(`${f.name} ${shown(at)}`, {
      inputs: { [name]: Float64Array.of(0) },
      f: (moved) => f(...Object.values(inputs), { ...at, [name]: at[name] + unit * moved[name][0] }),
      dy,
      gradients: { [name]: Float64Array.of(unit * gradient) },
    });
  }
}

/** Whether hillock takes it; nothing but an error of hillock's is a no. */
function takes(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!isHillockError(error)) throw error;
    return false;
  }
}

const takesArrays = (f: Methods, name: string): boolean => takes(() => f(new Float64Array(4), { [name]: new Float64Array(4) }));

describe.each(Object.values(gated as unknown as Record<string, Methods>).map((f) => ({ name: f.name, f })))("$name", ({ f }) => {
  const [dy, value, gate] = [numbers(points.length, 1), numbers(points.length, 2, 2), Float64Array.from(points)];

  test.each(parameterSets(f as unknown as AnyActivation))("both gradients, with %o", (values) => {
    const gradients = f.backward?.(dy, value, gate, values) as unknown as { value: Floats; gate: Floats };
    expectGradients(f.name, { inputs: { value, gate }, f: ({ value, gate }) => f(value, gate, values), dy, gradients });
  });

  test.each(layouts)("packed, %s", (layout) => {
    for (const values of parameterSets(f as unknown as AnyActivation))
      for (const shape of [[32], [2, 16], [2, 2, 8]]) {
        const options = { ...values, shape, layout };
        const [dy, x] = [numbers(16, 3), numbers(32, 4, 3)];
        const places = unpack(Float64Array.from(x.keys()), (shape.at(-1) as number) / 2, layout);
        places.gate.forEach((place, i) => {
          x[place] = points[i % points.length] as number;
        });
        const gradients = { x: f.backwardPacked?.(dy, x, options) as Floats };
        expectGradients(`${f.name} ${shown(options)}`, { inputs: { x }, f: ({ x }) => f.packed?.(x, options) as Floats, dy, gradients });
      }
  });

  if ("parameterGradients" in f)
    test.each(parameterSets(f as unknown as AnyActivation))("parameters, at %o", (values) => {
      expectParameterGradients(f, { value, gate }, dy, values);
    });
});

/**
 * Sixty numbers of which none has a result that comes to be 0, or ceases to, by a small step of any
 * of them.
 */
function awayFromKinks(f: Method, options: Options): Floats {
  for (let seed = 3; ; seed++) {
    const x = numbers(60, seed, 3);
    const zeros = (i: number, step: number) => f(x.with(i, x[i] + step), options).map((y) => Number(y === 0));
    if (x.every((_, i) => zeros(i, 0.03).join() === zeros(i, -0.03).join())) return x;
  }
}

/** The functions of rows in float64, seeded where they draw numbers. */
const ofRows = Object.keys(rowwise).map((name) => ({
  name,
  f: subjectsOf(name).find(({ engine }) => engine === "float64")?.f as unknown as Methods,
}));

describe.each(ofRows)("$name", ({ f }) => {
  const masks: readonly Options[] = [
    {},
    { causal: { offset: 1 } },
    { causal: { offset: 0 } },
    { mask: Uint8Array.from({ length: 5 }, (_, i) => Number(i !== 2)) },
    { mask: numbers(20, 7, 2) },
    { mask: Float64Array.from({ length: 20 }, (_, i) => (i % 7 === 3 ? -Infinity : grid(i / 16))), causal: { offset: 0 } },
    { mask: Uint8Array.from({ length: 15 }, (_, i) => Number(i % 4 !== 1)), maskShape: [3, 1, 5] },
    { mask: numbers(12, 7, 2), maskShape: [3, 4, 1], axis: 0 },
  ];
  const arrangements: readonly Options[] = [
    {},
    { shape: [60] },
    { shape: [3, 4, 5] },
    { shape: [3, 4, 5], axis: 0 },
    { shape: [3, 4, 5], axis: -2 },
  ];
  const cases = [1, 0.5, 3]
    .flatMap((temperature) => [
      ...arrangements.map((arrangement) => ({ ...arrangement, temperature })),
      ...masks.map((mask) => ({ shape: [3, 4, 5], temperature, ...mask })),
    ])
    .filter((options) => takes(() => f(numbers(60, 3), options)) && !f(numbers(60, 3), options).some(Number.isNaN));

  test("is checked with several options", () => {
    expect(cases.length).toBeGreaterThan(8);
  });

  test.each(
    sample(cases).map((options) => ({ options, about: shown(options, (_, value) => (ArrayBuffer.isView(value) ? "an array" : value)) })),
  )("$about", ({ options }) => {
    const x = awayFromKinks(f, options);
    const y = f(x, options);
    // What is left out of a row is -Infinity in its logarithm, and nothing comes back from there.
    const dy = numbers(y.length, 4).map((value, i) => (Number.isFinite(y[i]) ? value : 0));
    const { mask: _, maskShape: __, causal: ___, ...unmasked } = options as Options;
    const gradients = [f.backward?.(dy, x, options), f.backwardFromOutput?.(dy, y, unmasked)].filter((gradient) => gradient !== undefined);
    expect(gradients.length).toBeGreaterThan(0);
    for (const gradient of gradients)
      expectGradients(f.name, { inputs: { x }, f: ({ x }) => f(x, options), dy, gradients: { x: gradient } });
  });
});

/**
 * All kinds of targets that a loss may take, with all kinds of options: each is tried with what it
 * takes.
 */
const ROWS = 4;
const CLASSES = 5;
const distributions = Float64Array.from(
  { length: ROWS * CLASSES },
  (_, i) => [0.5, 0.125, 0, 0.25, 0.125][(i + Math.floor(i / CLASSES)) % CLASSES],
);
const shaped = { shape: [ROWS, CLASSES] };
const classWeights = Float64Array.of(0.5, 2, 1, 0.25, 3);
const targetsOfAllKinds: readonly (readonly [string, unknown, Options])[] = (
  [
    ["labels", Uint8Array.of(3, 0, 4, 1), shaped],
    ["distributions", distributions, shaped],
    ["probabilities", distributions, {}],
  ] as const
).flatMap(([kind, targets, options]) =>
  [
    {},
    { smoothing: 0.1 },
    { classWeights },
    { temperature: 2 },
    { temperature: 0.5, smoothing: 0.25, classWeights },
    { positiveWeight: 3 },
    { gamma: 0.7 },
    { gamma: 3, alpha: 0.6 },
  ].map((more) => [`${kind} ${Object.keys(more)}`, targets, { ...options, ...more }] as const),
);

describe.each(Object.entries(losses as unknown as Record<string, (...values: unknown[]) => { mean: number; gradient: Floats }>))(
  "%s",
  (name, f) => {
    const cases = targetsOfAllKinds.filter(([, targets, options]) => takes(() => f(numbers(ROWS * CLASSES, 1), targets, options)));

    test("is checked with some kind of targets", () => {
      expect(cases.length).toBeGreaterThan(1);
    });

    test.each(sample(cases))("%s", (_, targets, options) => {
      for (const size of [1, 6]) {
        const x = numbers(ROWS * CLASSES, size, size);
        const gradients = { x: f(x, targets, options).gradient };
        expectGradients(name, {
          inputs: { x },
          f: ({ x }) => Float64Array.of(f(x, targets, options).mean),
          dy: Float64Array.of(1),
          gradients,
        });
      }
    });
  },
);
