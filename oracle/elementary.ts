/**
 * The exact results of elementary functions: the formulas of specification/math.json, evaluated as
 * those of activations are.
 */
import entries from "../specification/math.json" with { type: "json" };
import type { Entries, MathEntry } from "../specification/schema.js";
import { compileDouble, type DoubleLoop } from "./double.js";
import { Exact, exactly, type Judgement, verdict } from "./exact.js";
import type { Format } from "./formats.js";
import { parse, type Term } from "./formula.js";
import { NearTies } from "./nearTies.js";

export const elementary = entries as unknown as Entries<MathEntry>;

/** One elementary function. */
export class ElementaryReference {
  /** The names of its arguments, in their order. */
  readonly variables: readonly string[];
  private readonly term: Term;
  private readonly nearTies: NearTies;
  private readonly exact: Exact;
  private loop: DoubleLoop | undefined;

  constructor(name: string) {
    const { formula, stable, arguments: names = ["x"] } = elementary[name] as MathEntry;
    this.variables = names;
    this.term = parse(stable ?? formula.value);
    this.nearTies = new NearTies(this.term, names, {});
    this.exact = new Exact(this.term);
  }

  /** Values in double precision and bounds of their errors, of a function of one number. */
  evaluate(count: number, inputs: readonly (Float32Array | Float64Array)[], values: Float64Array, errors: Float64Array): void {
    this.loop ??= compileDouble(this.term, this.variables);
    this.loop(count, inputs, {}, values, errors);
  }

  /**
   * The same as `judge` of a result in single precision next to the middle of two; undefined
   * elsewhere, and where only `judge` can tell.
   */
  judgeNearTie(inputs: readonly number[], result: number, perUlp: number): Judgement | undefined {
    return this.nearTies.judge(inputs, result, perUlp);
  }

  /** The distance of `result` from the exact value at `inputs`, and the right result. */
  judge(format: Format, inputs: readonly number[], result: number): Judgement {
    if (this.variables.length === 1 && Number.isNaN(inputs[0])) return verdict(Number.isNaN(result), Number.NaN);
    return this.exact.judge(format, Object.fromEntries(inputs.map((value, i) => [this.variables[i], value])), result);
  }
}

/** The result that an expression of a special value stands for. */
export function specialValue(expression: string, format: Format): number {
  const value = Number(expression);
  return Number.isNaN(value) && expression !== "NaN" ? exactly(expression).round(format, {}) : value;
}
