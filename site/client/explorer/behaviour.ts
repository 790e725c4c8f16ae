/** Limits, and slopes on either side of kinks, from the specification. */
import type { Behaviour } from "../../build/functions.js";
import { formulaOf } from "../expression.js";

/** The place of a kink, and what is next to it. */
export interface KinkAt {
  readonly at: number;
  /** The derivatives from the left and from the right, and the one that the function has there. */
  readonly left: number;
  readonly right: number;
  readonly derivative: number;
  /** The values from the left and from the right, where these differ. */
  readonly value?: readonly number[];
}

export interface BehaviourAt {
  /** The limits at -Infinity and Infinity of the value and of each derivative. */
  readonly limits: readonly (readonly number[])[];
  readonly kinks: readonly KinkAt[];
}

/** The behaviour of a function at some parameters: that of the first case whose condition holds. */
export function behaviourAt(behaviour: Behaviour, parameters: Readonly<Record<string, number>>): BehaviourAt {
  const scope = { ...parameters, pi: Math.PI, Infinity, NaN };
  const evaluate = (text: string) => formulaOf(text)(scope);
  const own = behaviour.cases.find(({ when }) => evaluate(when) !== 0);
  const { value, derivative, secondDerivative } = { ...behaviour.limits, ...own?.limits };
  const kinks = (own?.kinks ?? behaviour.kinks).map(({ at, left, right, derivative, value }) => ({
    at: evaluate(at),
    left: evaluate(left),
    right: evaluate(right),
    derivative: evaluate(derivative),
    ...(value && { value: value.map(evaluate) }),
  }));
  return {
    limits: [value, derivative, secondDerivative].map((ends) => ends.map(evaluate)),
    kinks: kinks.filter(({ at }) => Number.isFinite(at)),
  };
}
