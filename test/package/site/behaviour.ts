import { activations } from "hillock";
import { expect, test } from "vitest";
import { exactly } from "../../../oracle/exact.js";
import { float64 } from "../../../oracle/formats.js";
import { factsAt, specification } from "../../../oracle/oracle.js";
import { shown } from "../../../site/build/functions.js";
import { behaviourAt } from "../../../site/client/explorer/behaviour.js";
import type { ActivationEntry } from "../../../specification/schema.js";

/** The defaults of an activation, and one parameter at a time at each of its examples. */
function choicesOf({ parameters = {} }: ActivationEntry): readonly Readonly<Record<string, number>>[] {
  const usual = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
  return [usual, ...Object.entries(parameters).flatMap(([name, { examples }]) => examples.map((value) => ({ ...usual, [name]: value })))];
}

/** The page reads limits and kinks out of the specification as the oracle does. */
export function testBehaviour(): void {
  test.each(Object.keys(activations))("limits and kinks of %s are those of the oracle, at every example of a parameter", (name) => {
    const entry = specification[name] as ActivationEntry;
    const { behaviour } = shown.find((one) => one.name === name) as (typeof shown)[number];
    for (const parameters of choicesOf(entry)) {
      const evaluate = (text: string) => exactly(text).round(float64, parameters);
      const { limits, kinks } = factsAt(entry, parameters);
      const wanted = {
        limits: [limits.value, limits.derivative, limits.secondDerivative].map((ends) => ends.map(evaluate)),
        kinks: kinks
          .map(({ at, left, right, derivative, value }) => ({
            ...{ at: evaluate(at), left: evaluate(left), right: evaluate(right), derivative: evaluate(derivative) },
            ...(value && { value: value.map(evaluate) }),
          }))
          .filter(({ at }) => Number.isFinite(at)),
      };
      expect(rounded(behaviourAt(behaviour, parameters)), JSON.stringify(parameters)).toEqual(rounded(wanted));
    }
  });
}

/** The same with numbers of 12 digits, as texts: JSON has no infinities. */
const rounded = (facts: object) =>
  JSON.stringify(facts, (_, value) => (typeof value === "number" ? (Object.is(value, -0) ? "-0" : value.toPrecision(12)) : value));
