/** One entry of the specification at some parameters, evaluated in MPFR. */
import { Exact } from "../../../oracle/exact.js";
import { float64 } from "../../../oracle/formats.js";
import { parse } from "../../../oracle/formula.js";
import { factsAt, type ParameterValues, withStandIns } from "../../../oracle/oracle.js";
import type { ActivationEntry, Facts, RootEntry } from "../../../specification/schema.js";

export const POINTS = [0.0625, 0.3, 0.75, 1, 1.5, 2, 3, 4.5, 6, 7.25, 11, 23].flatMap((x) => [-x, x]).concat(0);
export const METHODS = ["value", "derivative", "secondDerivative"] as const;

/** The formula with another expression in the place of a variable. */
export function substitute(formula: string, name: string, by: string): string {
  return formula.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${by})`);
}

/** Whether a number is another to 14 digits, or nothing beside 1 where that is 0. */
export function near(got: number, wanted: number): boolean {
  return Object.is(got + 0, wanted + 0) || Math.abs(got - wanted) <= 1e-14 * Math.abs(wanted) + 2 ** -80;
}

/** Defaults, and each example in turn. */
export function parameterSets({ parameters = {} }: ActivationEntry): readonly ParameterValues[] {
  const defaults = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
  return [
    defaults,
    ...Object.entries(parameters).flatMap(([name, { examples }]) => examples.map((value) => ({ ...defaults, [name]: value }))),
  ];
}

export class Evaluator {
  private readonly compiled = new Map<string, Exact>();
  readonly facts: Facts;
  readonly kinks: readonly number[];

  constructor(
    readonly entry: ActivationEntry,
    readonly parameters: ParameterValues,
  ) {
    this.facts = factsAt(entry, parameters);
    this.kinks = this.facts.kinks.map(({ at }) => this.evaluate(at));
  }

  evaluate(expression: string, at: ParameterValues = {}): number {
    const exact = this.compiled.get(expression) ?? new Exact(parse(withStandIns(expression, this.entry, this.parameters)));
    this.compiled.set(expression, exact);
    return exact.round(float64, { ...this.parameters, ...at });
  }

  holds(condition: string, at: ParameterValues = {}): boolean {
    return this.evaluate(`where(${condition}, 1, 0)`, at) === 1;
  }

  f(x: number, method: (typeof METHODS)[number] = "value"): number {
    return this.evaluate(this.entry.formula[method], { x });
  }

  /** Points, kinks, and where the value is largest or smallest, in order. */
  places(): number[] {
    const roots = this.facts.roots
      .filter(({ of }) => of === "derivative")
      .flatMap((root) => this.rootsOf(root).map((at) => this.evaluate(at)));
    return [...POINTS, ...this.kinks, ...roots].sort((a, b) => a - b);
  }

  /** A root; or of infinitely many, some. */
  rootsOf({ at, forEvery }: RootEntry): string[] {
    return forEvery ? [-3, -1, 0, 1, 2].map((k) => substitute(at, forEvery, `${k}`)) : [at];
  }
}
