/** All that the pages know of the activations, from the specification and the records. */

import packageIndex from "../../accuracy.json" with { type: "json" };
import { alternatives, bodyOf, type Written, writtenFor } from "../../bench/loops/written.js";
import { type Described, functions as described } from "../../scripts/docs/specification.js";
import type { ActivationEntry, Case, NamesElsewhere } from "../../specification/schema.js";
import { mathOf, notationOf } from "./typeset/math.js";

/**
 * The kinks and limits of an activation as expressions of its parameters, and what differs in cases
 * of these.
 */
export interface Behaviour extends Pick<ActivationEntry, "limits"> {
  readonly kinks: NonNullable<ActivationEntry["kinks"]>;
  readonly cases: readonly Pick<Case, "when" | "kinks" | "limits">[];
}

/** An activation as the pages show it. */
export interface Shown {
  readonly name: string;
  readonly title: string;
  readonly use: string;
  readonly source: string;
  /** The value, the derivative and the second derivative, as MathML. */
  readonly formulas: readonly string[];
  /** The meaning of symbols in them. */
  readonly notation: string;
  /**
   * The value in JavaScript, as most people write it: statements, and then an expression of `v`,
   * which may call `erf`.
   */
  readonly usual: readonly [before: string, expression: string];
  readonly range: string;
  readonly kinks: readonly string[];
  readonly behaviour: Behaviour;
  /** Its names in other libraries. */
  readonly elsewhere: readonly (readonly [library: string, names: string])[];
  /**
   * The largest error found in float32, of the value, the derivative and the second derivative, in
   * ULP.
   */
  readonly errors: readonly number[];
}

const METHODS = ["value", "derivative", "secondDerivative"] as const;
const LEFT = { value: "f", derivative: "f′", secondDerivative: "f″" };

/**
 * Usual formulas that are others than the naive loops of the benchmark: gelu's there is geluTanh,
 * and two have no parameter.
 */
const USUAL: Readonly<Record<string, Pick<Written, "value"> | undefined>> = {
  gelu: alternatives.gelu?.["Abramowitz-Stegun erf"],
  elu: { value: "v > 0 ? v : alpha * (Math.exp(v) - 1)" },
  softplus: { value: "Math.log(1 + Math.exp(beta * v)) / beta" },
};

export const shown: readonly Shown[] = described.filter(({ kind }) => kind === "activations").map(shownOf);

function shownOf({ name, entry }: Described): Shown {
  const { title, summary, use, source, formula, range, kinks = [], limits, cases = [], names = {} } = entry as ActivationEntry;
  const record = (packageIndex as unknown as Index)[name];
  return {
    name,
    title: summary ? `${title} ${summary}` : title,
    use,
    source,
    formulas: METHODS.map((method) => mathOf(formula[method], `${LEFT[method]}(x)`)),
    notation: notationOf(Object.values(formula)),
    usual: bodyOf((USUAL[name] ?? writtenFor(name, "naive")).value),
    range: range.join(" or "),
    kinks: kinks.map(({ at }) => at),
    behaviour: {
      kinks,
      limits,
      cases: cases.map(({ when, kinks, limits }) => ({ when, ...(kinks && { kinks }), ...(limits && { limits }) })),
    },
    elsewhere: namesIn(names),
    errors: METHODS.map((method) => record?.float32?.errors[method]?.[1] ?? 0),
  };
}

/** The promised and the found errors of accuracy.json. */
export type Index = Readonly<
  Record<string, { readonly unit: string; readonly float32?: { readonly errors: Readonly<Record<string, readonly [number, number]>> } }>
>;

/** The names that libraries have for a function, each once, by library. */
export function namesIn(names: NamesElsewhere): Shown["elsewhere"] {
  return Object.entries(names).map(([library, list]) => [library, [...new Set(list.flatMap((one) => nameOf(one).split(", ")))].join(", ")]);
}

/** The names that a library has for a function, as people read them. */
export function nameOf(one: string | { readonly name: string | readonly string[] }): string {
  return typeof one === "string" ? one : [one.name].flat().join(", ");
}
