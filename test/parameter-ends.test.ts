/**
 * Parameters at the ends of their ranges, and of those of the element types: what is promised holds
 * there as well.
 */
import { describe, expect, test } from "vitest";
import { Reference } from "../oracle/oracle.js";
import type { Tier } from "../proof/record.js";
import { type ActivationSubject, allows, boundOf, formatOf, names, parameterSets, specOf, tiersOfElements } from "../proof/subjects.js";
import { all, allFast, areInOrder, on } from "./support/activations.js";
import { special } from "./support/arrays.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;

/** Largest, smallest normal and smallest numbers of either type, and what lies between. */
const MAGNITUDES = [
  2 ** -1074,
  1e-200,
  1e-100,
  1e-46,
  2 ** -149,
  2 ** -126,
  1e-30,
  1e-10,
  1e-5,
  5,
  1e5,
  1e10,
  1e30,
  1.7e38,
  2.36e38,
  3.4028234663852886e38,
  3.5e38,
  1e100,
  1e200,
  Number.MAX_VALUE,
];

/** Products of a parameter and an argument, on either side of where exponentials are gone. */
const PRODUCTS = [1e-3, 0.5, 3, 10, 50, 90, 103, 120, 700, 745, 760];

const subjects = names.flatMap((activation) =>
  Object.entries(specOf(activation).parameters).flatMap(([name, rule]) => {
    const { minimum = -Infinity, maximum = Infinity, minimumMagnitude = 0 } = rule;
    const values = MAGNITUDES.flatMap((magnitude) => [magnitude, -magnitude]);
    return values
      .filter((value) => value >= minimum && value <= maximum && Math.abs(value) >= minimumMagnitude)
      .filter((value) => areInOrder(specOf(activation).parameters, { [name]: value }))
      .flatMap((value) => tiersOfElements(activation).map((tier) => [activation, tier, name, value] as const));
  }),
);

function resultsOf(activation: string, tier: Tier, method: string, parameters: Record<string, number>, x: readonly number[]) {
  const found = (tier === "fast" ? allFast : all).find(({ name }) => name === activation);
  if (!found) throw new Error(`${activation} has no ${tier} form`);
  const operation = on(found, method);
  const array = tier === "float64" ? Float64Array.from(x) : Float32Array.from(x);
  const [results] = operation.call([array], undefined, parameters);
  const numbers = tier === "float64" ? x.map((one) => operation.numbers([one], parameters)[0]) : [];
  return { array, results, numbers };
}

describe.each(subjects)("%s, %s, %s = %d", (activation, tier, name, value) => {
  test.each(METHODS)("%s", (method) => {
    const parameters = { ...parameterSets(activation)[0], [name]: value };
    const subject: ActivationSubject = { name: activation, tier, method, parameters };
    if (!allows(subject)) return;
    const near = PRODUCTS.flatMap((product) => [product, -product, product / value, -product / value]).filter(Number.isFinite);
    const { array, results, numbers } = resultsOf(activation, tier, method, parameters, [...special, ...near]);
    const reference = new Reference(activation, method, parameters);
    const bound = boundOf(subject);
    const check = (x: number, result: number, how: string) => {
      const { ulp, rounded } = reference.judge(formatOf(tier), [x], result);
      if (!(ulp <= bound)) expect.fail(`${how}: ${x} gives ${result}, expected ${rounded} within ${bound} ULP`);
    };
    array.forEach((x, i) => {
      check(x, results[i] as number, "array");
      if (numbers[i] !== undefined) check(x, numbers[i] as number, "number");
    });
  });
});
