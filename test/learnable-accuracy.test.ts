/**
 * Gradients of parameters against sums in MPFR, and swish at rates drawn at random: within what is
 * said of them.
 */
import { describe, expect, test } from "vitest";
import { float32, float64 } from "../oracle/formats.js";
import { gateGradientsOf } from "../oracle/gates.js";
import { type Method, Reference, specification } from "../oracle/oracle.js";
import { ExactSum } from "../oracle/sums.js";
import { gradientsIn } from "../specification/read.js";
import type { Parameter } from "../src/call/parameters.js";
import { prelu, swish } from "../src/index.js";
import { type AnyActivation, all, type Floats, on, parameterSets, type Values } from "./support/activations.js";
import { type Constructor, randomizer, types } from "./support/arrays.js";
import { allGated } from "./support/gated.js";
import { casesOfEach } from "./support/sample.js";

/** Elements: more than a tile; of parameters other than the first, fewer. */
const LENGTH = 6000;
const SHORTER = 1000;

function numbers(type: Constructor, seed: number, scale: number, length = LENGTH): Floats {
  const random = randomizer(seed);
  return type.from({ length }, () => (random() - 0.5 + (random() - 0.5) * 2 ** -30) * scale);
}

/**
 * Many terms that cancel; terms of all magnitudes; and the tails of the sigmoid, where the rounding
 * of beta*x would show.
 */
const data = [
  { about: "small", scale: 6 },
  { about: "wide", scale: 60 },
  { about: "tails", scale: 900 },
];

type TypeName = "Float32Array" | "Float64Array";

/** The bound of the gradients of an activation's or a gate's parameters. */
function boundOf({ spec }: { readonly spec: { readonly bounds?: object } }, type: TypeName): number {
  const bounds = spec.bounds as Readonly<Record<"float32" | "float64", { readonly parameterGradients: number }>>;
  return bounds[type === "Float32Array" ? "float32" : "float64"].parameterGradients;
}

/** The gradients of the parameters of an activation, for one element, by the specification. */
const learntOf = (name: string) => gradientsIn(specification[name]?.parameters).map(([parameter, gradient]) => ({ parameter, gradient }));

/** All that have gradients of parameters. */
const learnables = all.flatMap((activation) =>
  "parameterGradients" in activation
    ? learntOf(activation.name).map((learnt) => ({
        of: `${activation.name}, ${learnt.parameter}`,
        activation: activation as Learnable,
        ...learnt,
      }))
    : [],
);
const learnableGates = allGated.flatMap((f) =>
  "parameterGradients" in f
    ? Object.entries(gateGradientsOf(f.name)).map(([parameter, gradient]) => ({ of: `${f.name}, ${parameter}`, f, parameter, gradient }))
    : [],
);

type Learnable = AnyActivation & { parameterGradients(dy: Floats, x: Floats, options: Values): Values };

/**
 * The activations some of whose parameters may be arrays, and how their channels lie: batch,
 * channels, elements.
 */
const byChannel = learnables.filter(({ activation }) => Object.values(activation.spec.parameters).some(({ perChannel }) => perChannel));
const layouts = (
  [
    [2000, 3, 1],
    [20, 60, 5],
    [3, 20, 100],
    [1, 6000, 1],
    [2, 1, 3000],
  ] as const
).map((shape) => ({ shape }));

test("all that have the gradient of a parameter in the specification have parameterGradients, and no others", () => {
  const specified = Object.keys(specification).filter((name) => learntOf(name).length > 0);
  expect([...new Set(learnables.map(({ activation }) => activation.name))].sort()).toEqual(specified.sort());
  for (const { activation } of learnables)
    expect(Object.keys(activation.parameterGradients(1 as never, 1 as never, {})).sort()).toEqual(
      learntOf(activation.name)
        .map(({ parameter }) => parameter)
        .sort(),
    );
});

describe.each(types.map((type) => ({ name: type.name as TypeName, type })))("$name", ({ name, type }) => {
  test.each(casesOfEach(learnables, data))("the gradient of $of, $about", ({ activation, parameter, gradient, scale }) => {
    const { parameters } = activation.spec;
    const defaults = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
    const exact = new ExactSum(`dy*(${gradient})`);
    for (const [k, values] of parameterSets(activation).entries()) {
      const length = k === 0 ? LENGTH : SHORTER;
      const [dy, x] = [numbers(type, 1, 2, length), numbers(type, 2 + k, scale, length)];
      const at = { ...defaults, ...values };
      const about = JSON.stringify(at);
      const result = activation.parameterGradients(dy, x, values)[parameter] as number;
      const bindings = (i: number) => ({ dy: dy[i] as number, x: x[i] as number, ...at });
      expect(exact.errorOf(result, length, bindings), about).toBeLessThan(boundOf(activation, name));
      const one = activation.parameterGradients(dy.subarray(0, 1), x.subarray(0, 1), values)[parameter] as number;
      const ofNumbers = activation.parameterGradients(dy[0] as never, x[0] as never, values)[parameter] as number;
      // Terms of the tails may be no normal numbers: of a single one that shows.
      for (const single of [one, ofNumbers])
        if (Math.abs(single) > 1e-290) expect(exact.errorOf(single, 1, bindings), `one, ${about}`).toBeLessThan(2 ** -49);
    }
  });

  test.each(casesOfEach(learnableGates, data))("the gradient of $of, $about", ({ f, parameter, gradient, scale }) => {
    const { default: usual, examples } = f.spec.parameters[parameter] as Parameter;
    const others = Object.fromEntries(Object.entries(f.spec.parameters).map(([name, { default: value }]) => [name, value as number]));
    const exact = new ExactSum(`dy*${gradient}`);
    for (const [k, at] of [usual, ...examples].entries()) {
      const length = k === 0 ? LENGTH : SHORTER;
      const [dy, value, gate] = [numbers(type, 1, 2, length), numbers(type, 5, 4, length), numbers(type, 2 + k, scale, length)];
      const result = f.parameterGradients?.(dy, value, gate, { [parameter]: at }) as Values;
      const bindings = (i: number) => ({
        ...others,
        ...{ dy: dy[i] as number, value: value[i] as number, gate: gate[i] as number, [parameter]: at },
      });
      expect(exact.errorOf(result[parameter] as number, length, bindings), `at ${at}`).toBeLessThan(boundOf(f, name));
    }
  });

  test.each(casesOfEach(byChannel, layouts))("the gradient of $of by channel, $shape", ({ activation, parameter, gradient, shape }) => {
    const { parameters } = activation.spec;
    const isArray = parameters[parameter]?.perChannel;
    const exact = new ExactSum(`dy*(${gradient})`);
    const [dy, x] = [numbers(type, 1, 2), numbers(type, 3, 60)];
    const [outer, count, inner] = shape;
    const arrays = Object.fromEntries(
      Object.entries(parameters).flatMap(([name, { default: usual, examples, perChannel }], k) => {
        const some = [usual, ...examples];
        return perChannel ? [[name, type.from({ length: count }, (_, i) => some[(i + k) % some.length] as number)]] : [];
      }),
    );
    const channelOf = (i: number) => Math.floor(i / inner) % count;
    const defaults = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
    const at = (i: number) => ({
      dy: dy[i] as number,
      x: x[i] as number,
      ...defaults,
      ...Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array[channelOf(i)] as number])),
    });
    const result = activation.parameterGradients(dy, x, { ...arrays, shape } as never)[parameter] as unknown;
    if (!isArray) {
      expect(exact.errorOf(result as number, LENGTH, at)).toBeLessThan(boundOf(activation, name));
      return;
    }
    const gradients = result as Floats;
    expect([gradients.constructor, gradients.length]).toEqual([type, count]);
    for (let channel = 0; channel < count; channel += Math.ceil(count / 40)) {
      const element = (i: number) => at(Math.floor(i / inner) * count * inner + channel * inner + (i % inner));
      const error = exact.errorOf(gradients[channel] as number, outer * inner, element);
      // The result is rounded to the type of the slopes. No gradient at all is exact.
      if (gradients[channel] !== 0) expect(error).toBeLessThan(type === Float32Array ? 2 ** -24 : boundOf(activation, name));
    }
  });
});

test("parameter gradients of infinite, huge and NaN elements", () => {
  for (const type of types) {
    const one = (x: number, beta: number) => swish.parameterGradients(type.from([1, 1]), type.from([x, 0]), { beta }).beta;
    for (const beta of [1, -2, 1e-3, 30]) {
      expect([one(Infinity, beta), one(-Infinity, beta), one(3e38, beta)].map(Math.abs)).toEqual([0, 0, 0]);
      expect(one(NaN, beta)).toBeNaN();
    }
    expect(one(Infinity, 0)).toBe(Infinity);
    expect(one(2, 0)).toBe(1);
    const slope = (dy: number, x: number) => prelu.parameterGradients(type.from([dy, 1]), type.from([x, 1])).alpha;
    expect([slope(1, -Infinity), slope(Infinity, 2), slope(1, 0), slope(2, -3)].map((x) => x + 0)).toEqual([-Infinity, 0, 0, -6]);
    expect(slope(1, NaN)).toBeNaN();
  }
});

const anySwish = swish as unknown as AnyActivation;

/** Rates of either sign and of all sizes that networks might come to. */
const rates = Array.from({ length: 24 }, (_, i) => {
  const random = randomizer(i + 11);
  random();
  return (i % 2 ? 1 : -1) * 2 ** ((random() - 0.5) * (i < 12 ? 6 : 40));
});

test.each(["value", "derivative", "secondDerivative", "backward"] as const)("swish at rates drawn at random: %s", (method: Method) => {
  for (const beta of rates)
    for (const [type, format] of [
      [Float32Array, float32],
      [Float64Array, float64],
    ] as const) {
      const random = randomizer(5);
      const reference = new Reference("swish", method, { beta });
      // x such that beta*x is where something happens, the roots of the derivatives included
      const points = [0, -1.278464542761074, 2.3993572805154675, -2.3993572805154675, 20, -20, -90, 700];
      const x = (type as unknown as Constructor).from({ length: 240 }, (_, i) => {
        const near = points[i % points.length] as number;
        return (near + (random() - 0.5) * 2 ** -(i % 30) * 4) / beta;
      });
      const dy = (type as unknown as Constructor).from({ length: x.length }, () => random() - 0.5);
      const operation = on(anySwish, method);
      const given = method === "backward" ? [dy, x] : [x];
      const [results] = operation.call(given, undefined, { beta }) as [Floats];
      x.forEach((_, i) => {
        const { ulp, absolute } = reference.judge(
          format,
          given.map((array) => array[i] as number),
          results[i] as number,
        );
        const [bound, scale] = type === Float32Array ? [0.51, 2 ** -50] : [method === "backward" ? 9.5 : 4.5, 2 ** -1060];
        const size = method === "secondDerivative" ? Math.max(Math.abs(beta), 2 ** -60) : 1;
        // In float32 the factor with the root is known to 2^-50 of its terms; tinier f' and f'' are
        // told no better.
        if (ulp > bound && absolute > scale * size)
          expect.fail(`swish.${method}(${given.map((a) => a[i])}), beta ${beta}: ${ulp} ULP in ${format.name}`);
      });
    }
});

test("swish in float64 keeps its digits as far as they go, however steep or flat it is", () => {
  for (const beta of [1e100, -1e40, 1e15, 1e-15, -1e-40, 1e-100])
    for (const method of ["value", "derivative", "secondDerivative"] as const) {
      const reference = new Reference("swish", method, { beta });
      const x = Float64Array.from({ length: 160 }, (_, i) => (-600 - 5.13 * i) / beta);
      const [results] = on(anySwish, method).call([x], undefined, { beta }) as [Floats];
      x.forEach((_, i) => {
        const number = on(anySwish, method).numbers([x[i] as number], { beta })[0] as number;
        for (const result of [results[i] as number, number])
          if (Math.abs(beta * (x[i] as number)) < 1390)
            expect(reference.judge(float64, [x[i] as number], result).ulp, `${method}(${x[i]}), beta ${beta}`).toBeLessThan(4.5);
      });
    }
});
