/** What is right: the oracle of the tests, which shares nothing with hillock. */
import type { Activation } from "hillock";
import { Reference, specification } from "../oracle/oracle.js";
import type { Floats } from "./loops.js";

export type Kind = "value" | "derivative" | "secondDerivative" | "backward";

export interface References {
  of(kind: Kind): Reference;
  /** In double precision, each with a bound for its error. `backward` takes dy and x. */
  evaluate(kind: Kind, ...inputs: readonly Floats[]): { readonly values: Float64Array; readonly errors: Float64Array };
}

/** The references of an activation at its default parameters; undefined where the oracle does not know it. */
export function references({ name, spec }: Activation): References | undefined {
  if (!specification[name]) return undefined;
  const parameters = Object.fromEntries(Object.entries(spec.parameters).map(([key, parameter]) => [key, parameter.default]));
  const known = new Map<Kind, Reference>();
  const of = (kind: Kind) => {
    const reference = known.get(kind) ?? new Reference(name, kind, parameters);
    known.set(kind, reference);
    return reference;
  };
  return {
    of,
    evaluate(kind, ...inputs) {
      const count = (inputs[0] as Floats).length;
      const values = new Float64Array(count);
      const errors = new Float64Array(count);
      of(kind).evaluate(count, inputs, values, errors);
      return { values, errors };
    },
  };
}
