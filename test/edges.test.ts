/**
 * NaN, infinities, signed zeros, kinks and subnormals: what the specification says, in numbers and
 * arrays, for every parameter.
 */
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { type Format, float32, float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { formulasOf, type Method, Reference, specification } from "../oracle/oracle.js";
import { type AnyActivation, all, allows, type Floats, on, operationsOf, parameterSets, type Values } from "./support/activations.js";
import { type Constructor, special, types } from "./support/arrays.js";

const formatOf = (type: Constructor): Format => (type === Float32Array ? float32 : float64);

/** Neighbours of 0 and of the kinks. */
function beside(kinks: readonly number[], type: Constructor): number[] {
  const step = type === Float32Array ? 2 ** -23 : 2 ** -52;
  return kinks.flatMap((kink) => [kink, kink - step * Math.abs(kink || 2 ** -20), kink + step * Math.abs(kink || 2 ** -20)]);
}

/** NaN with every sort of payload: quiet and signalling, with either sign. */
function nans(type: Constructor): Floats {
  if (type === Float32Array)
    return new Float32Array(Uint32Array.of(0x7fc00000, 0xffc00000, 0x7fc12345, 0x7f800001, 0xff800001, 0xffffffff).buffer);
  const words = [0x7ff8n, 0xfff8n, 0x7ffan, 0x7ff0n, 0xfff0n, 0xffffn].map((high, i) => (high << 48n) + BigInt(i));
  return new Float64Array(BigUint64Array.from(words).buffer);
}

test("the registry and the specification name the same activations, and the same derivatives from the output", () => {
  const given = Object.entries(specification).map(([name, row]) => [name, row.formula.derivativeFromOutput !== undefined]);
  expect(Object.fromEntries(all.map((activation) => [activation.name, activation.backwardFromOutput !== undefined]))).toEqual(
    Object.fromEntries(given),
  );
  for (const { name, spec } of all) expect(Object.keys(spec.parameters)).toEqual(Object.keys(specification[name]?.parameters ?? {}));
});

const methods = ["value", "derivative", "secondDerivative"] as const;
const cases = all.flatMap((activation) => methods.map((method) => ({ path: on(activation, method).path, activation, method })));

/** Whether an error is what is promised beside a root of a derivative, where it is absolute. */
function besideRoot(activation: AnyActivation, values: Values, method: string, format: Format, x: number, absolute: number): boolean {
  const inForce: Values = { ...defaultsOf(activation), ...values };
  const roots = activation.spec.bounds[format.name].roots ?? [];
  const exists = ({ unlessZero }: { unlessZero?: string }) => unlessZero === undefined || inForce[unlessZero] !== 0;
  const allowed = ({ absolute, times }: { absolute: number; times?: string }) =>
    absolute * (times === undefined ? 1 : Math.abs(inForce[times] as number));
  return roots.some((root) => root.of === method && exists(root) && Math.abs(x - root.x) <= root.within && absolute <= allowed(root));
}

function defaultsOf({ spec }: AnyActivation): Values {
  return Object.fromEntries(Object.entries(spec.parameters).map(([name, { default: value }]) => [name, value]));
}

/**
 * More than any bound promised: this is not about the last digit, but about infinities, zeros,
 * signs, and what underflows.
 */
const ROUGHLY = 16;

/** Limits are the nearest numbers, but for a root that is rounded before it divides, in float64. */
const roots = ["isru", "isrlu"];

describe.each(cases)("$path", ({ path, activation, method }) => {
  const operation = on(activation, method);

  test.each(parameterSets(activation))("at special values, kinks and beside them: %o", (values) => {
    const reference = new Reference(activation.name, method, { ...defaultsOf(activation), ...values });
    for (const type of types) {
      const format = formatOf(type);
      const x = type.from([...special, ...beside(activation.with(values).spec.kinks, type)]);
      const [results] = operation.call([x], undefined, values) as [Floats];
      x.forEach((value, i) => {
        const number = operation.numbers([value], values)[0] as number;
        for (const [where, result] of [
          [type.name, results[i]],
          ["number", type === Float32Array ? Math.fround(number) : number],
        ] as const) {
          const { ulp, absolute, rounded } = reference.judge(format, [value], result);
          if (!(ulp <= ROUGHLY) && !besideRoot(activation, values, method, format, value, absolute))
            expect.fail(`${path}(${value}) is ${result} as ${where}, expected ${rounded}`);
        }
      });
    }
  });

  test.each(parameterSets(activation))("infinities give the limits: %o", (values) => {
    const reference = new Reference(activation.name, method, { ...defaultsOf(activation), ...values });
    for (const type of types) {
      const x = type.from([-Infinity, Infinity]);
      const [results] = operation.call([x], undefined, values) as [Floats];
      const most = type === Float64Array && roots.includes(activation.name) ? 1 : 0.5;
      x.forEach((infinity, i) => {
        const number = type.from(operation.numbers([infinity], values))[0] as number;
        for (const result of [results[i], number]) {
          const { ulp, rounded } = reference.judge(formatOf(type), [infinity], result);
          if (!(ulp <= most)) expect.fail(`${path}(${infinity}) is ${result} in a ${type.name}, expected ${rounded}`);
        }
      });
    }
  });

  const { constantDerivatives = false } = specification[activation.name] ?? {};
  test.runIf(constantDerivatives && method !== "value")("gives its constant for every NaN", () => {
    const constant = operation.numbers([1])[0];
    for (const type of types) expect(operation.call([nans(type)])[0]?.every((result) => result === constant)).toBe(true);
    expect(operation.numbers([NaN])).toEqual([constant]);
  });

  test.skipIf(constantDerivatives && method !== "value")("gives NaN for every NaN", () => {
    for (const values of parameterSets(activation)) {
      for (const type of types) expect(operation.call([nans(type)], undefined, values)[0]?.every(Number.isNaN)).toBe(true);
      expect(operation.numbers([NaN], values)).toEqual([NaN]);
    }
  });
});

/** Tops of waves at 0, whose values are numbers: any other would show there. */
test.each([
  ["sine", "derivative", {}, 1],
  ["sine", "derivative", { omega: 30 }, 30],
  ["snake", "secondDerivative", {}, 2],
  ["snake", "secondDerivative", { alpha: 5 }, 10],
] as const)("%s.%s at 0 with %o is %d", (name, method, values, top) => {
  const operation = on(all.find((activation) => activation.name === name) as AnyActivation, method);
  for (const type of types) expect(operation.call([type.from([0, -0])], undefined, values)).toEqual([type.from([top, top])]);
  expect(operation.numbers([0], values)).toEqual([top]);
});

/**
 * A gradient is dy times the derivative, whatever either is: an exact zero times Infinity is NaN.
 */
const gradients = all.flatMap((activation) =>
  operationsOf(activation)
    .filter(({ inputs }) => inputs.length === 2)
    .map((operation) => ({ path: operation.path, activation, operation })),
);

describe.each(gradients)("$path", ({ path, activation, operation }) => {
  test.each(parameterSets(activation).filter((values) => allows(operation, values)))("at special values: %o", (values) => {
    const parameters = { ...defaultsOf(activation), ...values };
    const reference = new Reference(activation.name, operation.method as Method, parameters);
    const slope = operation.method === "backward" ? new Reference(activation.name, "derivative", parameters) : undefined;
    const fromOutput = new Exact(parse(formulasOf(activation.name).derivativeFromOutput ?? "1"));
    /**
     * A derivative below the normal doubles has lost its digits, or all of itself, before dy comes:
     * of an output, all.
     */
    const vanishes = (x: number) =>
      Number.isFinite(x) &&
      (slope ? Math.abs(slope.judge(float64, [x], 0).rounded) < 2 ** -1022 : fromOutput.round(float64, { ...parameters, y: x }) === 0);
    /** One beyond the largest double is Infinity before dy comes, where that is not in a kernel. */
    const overflows = (x: number) => Number.isFinite(x) && slope?.judge(float64, [x], 0).rounded === Infinity;
    const nearlyNothing = (dy: number, result: number, absolute: number, rounded: number) =>
      Number.isFinite(dy) ? absolute <= ROUGHLY * Math.abs(dy) * 2 ** -1074 : Number.isNaN(result) && !Number.isNaN(rounded);
    const dys = [0, -0, 1, -1, 2 ** -149, -3e38, Infinity, -Infinity, NaN];
    const seconds = slope
      ? [...special, ...activation.with(values).spec.kinks]
      : special.map((x) => on(activation, "value").numbers([x], values)[0]);
    for (const type of types) {
      const pairs = dys.flatMap((dy) => seconds.map((second) => [dy, second] as const));
      const dy = type.from(pairs.map(([dy]) => dy));
      const second = type.from(pairs.map(([, second]) => second));
      const [results] = operation.call([dy, second], undefined, values) as [Floats];
      dy.forEach((_, i) => {
        const inputs = [dy[i], second[i]] as const;
        const number = operation.numbers(inputs, values)[0] as number;
        for (const [where, result] of [
          [type.name, results[i]],
          ["numbers", type === Float32Array ? Math.fround(number) : number],
        ] as const) {
          const { ulp, absolute, rounded } = reference.judge(formatOf(type), inputs, result);
          const excused =
            (vanishes(inputs[1]) && nearlyNothing(inputs[0], result, absolute, rounded)) ||
            (overflows(inputs[1]) && !Number.isFinite(result));
          if (!(ulp <= ROUGHLY) && !excused) expect.fail(`${path}(${inputs}) is ${result} as ${where}, expected ${rounded}`);
        }
      });
    }
  });
});

test.each(all.map((activation) => [activation.name, activation] as const))(
  "%s.valueAndDerivative is NaN, infinite and zero where the two apart are",
  (_, activation) => {
    for (const values of parameterSets(activation))
      for (const type of types) {
        const x = type.from(special);
        const pair = on(activation, "valueAndDerivative").call([x], undefined, values);
        methods.slice(0, 2).forEach((method, k) => {
          const [apart] = on(activation, method).call([x], undefined, values) as [Floats];
          x.forEach((value, i) => {
            const [got, wanted] = [pair[k]?.[i], apart[i]];
            const near = Math.abs(got - wanted) <= 1e-6 * Math.abs(wanted) || Math.abs(got - wanted) <= 2 ** -1070;
            if (!Object.is(got, wanted) && !near && !(got === 0 && wanted === 0 && k === 1))
              expect.fail(`${activation.name}.${method}(${value}) is ${wanted}, in a pair ${got}`);
          });
        });
      }
  },
);
