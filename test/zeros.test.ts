/**
 * The sign of a zero: the same for arrays on the backend under test, arrays on the js backend, and
 * numbers, whatever the method and the parameters. What the sign is, where the oracle can tell, is
 * that of the value which was too small for its type.
 */
import { describe, expect, test } from "vitest";
import { float32, float64 } from "../oracle/formats.js";
import { type Method, Reference } from "../oracle/oracle.js";
import type { Computed } from "../src/functions/internals.js";
import { onRuntime } from "../src/functions/variants.js";
import { createRuntime } from "../src/runtime/runtime.js";
import {
  type AnyActivation,
  all,
  allFast,
  allows,
  areInOrder,
  type Floats,
  type Operation,
  on,
  operationsOf,
  type Parameter,
  parameterSets,
  type Values,
} from "./support/activations.js";
import { type Constructor, randomizer, types } from "./support/arrays.js";
import { type AnyGated, allGated, fastGated, gatedOperationsOf } from "./support/gated.js";
import { type RowOperation, operationsOf as rowOperationsOf, subjects } from "./support/rows.js";
import { sample } from "./support/sample.js";

const js = createRuntime({ backend: "js" });
const inJavaScript = <F>(f: F): F => onRuntime(f as Computed, js) as F;

/**
 * Both zeros, both infinities, and what underflows on its own, in products, in powers and in tails.
 */
const signed: readonly number[] = [0, 1, 5, Infinity, 2 ** -149, 2 ** -1074, 1e-30, 3e38, 50, 120, 800].flatMap((x) => [x, -x]);

const shown = (x: number | undefined) => (Object.is(x, -0) ? "-0" : String(x));

/**
 * Fails where two lists have zeros of different signs. What is no zero in one of them is not looked
 * at.
 */
function expectSameZeros(about: string, lists: readonly ArrayLike<number>[], inputs: (i: number) => readonly (number | undefined)[]): void {
  const [first = []] = lists;
  for (let i = 0; i < first.length; i++) {
    const results = lists.map((list) => list[i]);
    const zeros = results.filter((result) => result === 0);
    if (!zeros.every((zero) => Object.is(zero, zeros[0])))
      expect.fail(`${about}(${inputs(i).map(shown).join(", ")}) is ${results.map(shown).join(" and ")}`);
  }
}

/**
 * The examples of the parameters, and what lies at the ends of their ranges, next to 0, and below
 * it.
 */
function manyParameters(activation: { readonly spec: { readonly parameters: Readonly<Record<string, unknown>> } }): readonly Values[] {
  const parameters = activation.spec.parameters as Record<string, Parameter>;
  const ends = Object.entries(parameters).flatMap(
    ([name, { minimum = -Infinity, exclusiveMinimum, maximum = Infinity, minimumMagnitude = 0 }]) =>
      [0, -0, -0.5, 1e-40, -1e-40, 1e-320, -1e-320, minimum, maximum]
        .filter((value) => Number.isFinite(value) && value >= minimum && value <= maximum && !(exclusiveMinimum && value === minimum))
        .filter((value) => value === 0 || Math.abs(value) >= minimumMagnitude)
        .map((value) => ({ [name]: value }))
        .filter((values) => areInOrder(parameters, values)),
  );
  return sample([...parameterSets(activation as AnyActivation), ...ends]);
}

/** Arguments: every value, with every gradient; from the output those that there are. */
function argumentsOf({ inputs, activation }: Operation, values: Values, type: Constructor): readonly Floats[] {
  if (inputs.length === 1) return [type.from(signed)];
  const seconds = inputs[1] === "y" ? new Set(activation(type.from(signed), values)) : signed;
  const pairs = [...seconds].flatMap((second) => signed.map((dy) => [dy, second] as const));
  return [type.from(pairs.map(([dy]) => dy)), type.from(pairs.map(([, second]) => second))];
}

const typesOf = (f: unknown): readonly Constructor[] => ((allFast as readonly unknown[]).includes(f) ? types.slice(0, 1) : types);

describe.each([...all, ...allFast].flatMap(operationsOf).map((operation, i) => ({ title: `${operation.path} ${i}`, operation })))(
  "$title",
  ({ operation }) => {
    const { activation, method, path } = operation;
    const other = on(inJavaScript(activation), method);

    test("has zeros of one sign in arrays, in JavaScript and for numbers", () => {
      for (const type of typesOf(activation))
        for (const values of manyParameters(activation).filter((values) => allows(operation, values))) {
          const inputs = argumentsOf(operation, values, type);
          const arrays = operation.call(inputs, undefined, values);
          const others = other.call(inputs, undefined, values);
          arrays.forEach((results, k) => {
            const numbers = type.from({ length: results.length }, (_, i) => {
              const given = inputs.map((input) => input[i] as number);
              return operation.numbers(given, values)[k] as number;
            });
            const about = `${path} ${type.name} ${JSON.stringify(values)} `;
            expectSameZeros(about, [results, others[k] as Floats, numbers], (i) => inputs.map((input) => input[i]));
          });
        }
    });
  },
);

test.each([...all, ...allFast].map((activation, i) => ({ title: `${activation.name} ${i}`, activation })))(
  "$title: a pair has the zeros of the two apart",
  ({ activation }) => {
    for (const type of typesOf(activation))
      for (const values of manyParameters(activation)) {
        const x = type.from(signed);
        on(activation, "valueAndDerivative")
          .call([x], undefined, values)
          .forEach((results, k) => {
            const [apart] = on(activation, ["value", "derivative"][k] as string).call([x], undefined, values) as [Floats];
            expectSameZeros(`${activation.name} ${JSON.stringify(values)} `, [results, apart], (i) => [x[i]]);
          });
      }
  },
);

describe.each(all.map((activation) => ({ name: activation.name, activation })))("$name", ({ activation }) => {
  test.each(["value", "derivative", "secondDerivative"])("%s: a zero has the sign of the exact value", (method) => {
    for (const values of parameterSets(activation)) {
      const defaults = Object.entries(activation.spec.parameters).map(([name, { default: value }]) => [name, value]);
      const reference = new Reference(activation.name, method as Method, { ...Object.fromEntries(defaults), ...values });
      const x = Float64Array.from([...signed, ...signed.map((x) => 7.1 * x)].filter((x) => Number.isFinite(x) && x !== 0));
      for (const type of types) {
        const format = type === Float64Array ? float64 : float32;
        const inputs = type.from(x).filter((x) => x !== 0 && Number.isFinite(x)) as Floats;
        const [results] = on(activation, method).call([inputs], undefined, values) as [Floats];
        const [others] = on(inJavaScript(activation), method).call([inputs], undefined, values) as [Floats];
        const exact = Array.from(inputs, (x, i) => reference.judge(format, [x], results[i] as number).rounded);
        for (const zeros of [results, others])
          expectSameZeros(`${activation.name}.${method} ${JSON.stringify(values)} `, [zeros, exact], (i) => [inputs[i]]);
        const far = type.from([Infinity, -Infinity, 3.4028234663852886e38, -3.4028234663852886e38]);
        const [atEnds] = on(activation, method).call([far], undefined, values) as [Floats];
        expectSameZeros(`${activation.name}.${method} beside infinity `, [atEnds.subarray(0, 2), atEnds.subarray(2)], (i) => [far[i]]);
      }
    }
  });
});

const pairs = signed.flatMap((value) => signed.map((gate) => [value, gate] as const));
const gates = [...allGated, ...fastGated].map((f, i) => ({
  title: `${f.name} ${i}`,
  f,
  types: i < allGated.length ? types : types.slice(0, 1),
}));

describe.each(gates)("$title", ({ f, types }) => {
  const count = pairs.length;

  test.each(manyParameters(f))("has zeros of one sign everywhere, with %o", (values) => {
    for (const type of types) {
      const value = type.from(pairs.map(([value]) => value));
      const gate = type.from(pairs.map(([, gate]) => gate));
      const dy = type.from(pairs.map((_, i) => signed[(5 * i + (i >> 4)) % signed.length] as number));
      const at = (i: number) => [dy[i % count], value[i % count], gate[i % count]];
      const numbers = type.from({ length: count }, (_, i) => f(value[i], gate[i], values) as number);
      const others = inJavaScript(f) as AnyGated;
      expectSameZeros(f.name, [f(value, gate, values) as Floats, others(value, gate, values) as Floats, numbers], at);
      for (const key of ["value", "gate"] as const) {
        const [here, there] = [f, others].map((f) => (f.backward(dy, value, gate, values) as Record<string, Floats>)[key] as Floats);
        const apart = type.from({ length: count }, (_, i) => (f.backward(dy[i], value[i], gate[i], values) as Values)[key] as number);
        expectSameZeros(`${f.name}.backward, ${key}`, [here, there, apart] as Floats[], at);
      }
      const elsewhere = gatedOperationsOf(others);
      gatedOperationsOf(f).forEach((operation, k) => {
        if (operation.inPlace) return;
        const packed = operation.inputs.map(([, width], i) =>
          type.from({ length: width * count }, (_, k) => pairs[k % count]?.[i] as number),
        );
        const options = { ...values, shape: [signed.length, 2 * signed.length] };
        const [here, there] = [operation, elsewhere[k] as typeof operation].map((f) => f.call(packed, undefined, options)[0] as Floats);
        expectSameZeros(operation.label, [here, there] as Floats[], (i) => [i]);
      });
    }
  });
});

test.each(
  Object.entries({ ...Object.fromEntries([...all, ...allGated].map((f) => [f.name, f])) }).filter(([, f]) => "parameterGradients" in f),
)("%s.parameterGradients: a sum that is 0 has one sign", (name, f) => {
  type Learnt = { parameterGradients(...values: unknown[]): Values };
  const learnt = f as unknown as Learnt;
  const learntInJavaScript = inJavaScript(learnt);
  for (const type of types)
    for (const values of manyParameters(f))
      for (const [first, last] of pairs.filter(([first, last]) => Number.isFinite(first) && Number.isFinite(last))) {
        const given = [first, ...((allGated as readonly unknown[]).includes(f) ? [-1] : []), last];
        const arrays = given.map((value) => type.from([value]));
        const one = (f: Learnt, inputs: readonly unknown[]) => Object.values(f.parameterGradients(...inputs, values))[0] as number;
        const results = [
          one(learnt, arrays),
          one(learntInJavaScript, arrays),
          one(
            learnt,
            arrays.map(([x]) => x),
          ),
        ];
        expectSameZeros(
          `${name}.parameterGradients ${JSON.stringify(values)} `,
          results.map((x) => [x]),
          () => given,
        );
      }
});

/** Entries of which many are special, or the same. */
function entries(type: Constructor, length: number, seed: number): Floats {
  const random = randomizer(seed);
  const below = (count: number) => Math.floor(random() * count);
  const choices = [() => signed[below(signed.length)], () => [0, -0, 1, -1, -Infinity][below(5)], () => (random() - 0.5) * 10];
  return type.from({ length }, () => choices[below(3)]?.() as number);
}

describe.each(subjects)("rows, $name, $engine", ({ f, type, engine }) => {
  const options = [
    {},
    { temperature: 0.5 },
    { mask: Uint8Array.of(1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0) },
  ];
  // Results that are all below 0 may be rounded to it on the way: lanes in f32 lose a logarithm
  // that is next to nothing.
  const isExempt = ({ inputs }: RowOperation) => engine === "fast" && inputs.length === 1 && f.spec.range.endsWith(", 0]");

  test.each(rowOperationsOf(f).filter((operation) => !isExempt(operation)))("$path", (operation) => {
    const engines = [f, inJavaScript(f)];
    for (const n of [1, 2, 3, 4, 6, 8])
      for (let seed = 0; seed < 40; seed++)
        for (const { mask, ...more } of options) {
          const shape = [24 / n, n];
          const all = { ...more, shape, mask };
          const x = entries(type, 24, seed);
          const given = operation.inputs.map((kind, i) => {
            if (kind === "results") return f(x, all);
            return i < operation.inputs.length - 1 ? entries(type, 24, seed + 99).slice(0, kind === "rows" ? 24 / n : 24) : x;
          });
          const lists = engines.map((one) => operation.run(one, given, operation.masked ? all : { ...more, shape }));
          expectSameZeros(operation.path, lists, (i) => [i, ...x]);
        }
  });
});
