/** The exact results of elementary functions: the formulas of specification/math.json, in MPFR. */
import entries from "../specification/math.json" with { type: "json" };
import type { Entries, MathEntry } from "../specification/schema.js";
import { Exact, exactly, type Judgement } from "./exact.js";
import type { Format } from "./formats.js";
import { parse } from "./formula.js";

export const elementary = entries as unknown as Entries<MathEntry>;

/** One elementary function. */
export class ElementaryReference {
  /** The names of its arguments, in their order. */
  readonly variables: readonly string[];
  private readonly exact: Exact;

  constructor(name: string) {
    const { formula, stable, arguments: names = ["x"] } = elementary[name] as MathEntry;
    this.variables = names;
    this.exact = new Exact(parse(stable ?? formula.value));
  }

  /** The distance of `result` from the exact value at `inputs`, and the right result. */
  judge(format: Format, inputs: readonly number[], result: number): Judgement {
    return this.exact.judge(format, Object.fromEntries(inputs.map((value, i) => [this.variables[i], value])), result);
  }
}

/** The result that an expression of a special value stands for. */
export function specialValue(expression: string, format: Format): number {
  const value = Number(expression);
  return Number.isNaN(value) && expression !== "NaN" ? exactly(expression).round(format, {}) : value;
}
