/**
 * The exact results of functions of features, and their gradients: the specification, evaluated in
 * MPFR.
 */
import entries from "../specification/features.json" with { type: "json" };
import type { Entries, FeatureEntry } from "../specification/schema.js";
import { judge, PRECISIONS } from "./exact.js";
import type { Format } from "./formats.js";
import { parse, type Term } from "./formula.js";
import { type Row, RowMachine } from "./rowMachine.js";

export const featureSpecification: Entries<FeatureEntry> = entries as never;

/** Elements that belong together: one of one array, several of the other. */
export interface Group {
  readonly x: readonly number[];
  readonly dy?: readonly number[];
}

/** A function of features, by its entry in the specification. */
export class FeatureReference {
  readonly several: "x" | "y";
  private readonly terms: Readonly<Record<"value" | "gradient", Term>>;
  private readonly machines = PRECISIONS.map((precision) => new RowMachine(precision));

  constructor(name: string) {
    const entry = featureSpecification[name];
    if (!entry) throw new Error(`no specification of ${name}: add it to specification/features.json`);
    const { formula, several } = entry;
    this.several = several;
    const ofEntries = (text: string) => parse(several === "x" ? text.replaceAll(/\bx\b(?!\[)/g, "x[i]") : text);
    this.terms = { value: ofEntries(formula.value), gradient: ofEntries(formula.gradient) };
  }

  /**
   * The distance in ULP of a result from the exact one, of the value or with a `dy` of the
   * gradient: number `i` of those of a group.
   */
  error(format: Format, { x, dy }: Group, i: number, result: number): number {
    if (x.some(Number.isNaN)) return Number.isNaN(result) ? 0 : Number.POSITIVE_INFINITY;
    const term = this.terms[dy ? "gradient" : "value"];
    const row: Row =
      this.several === "x"
        ? { length: x.length, arrays: { x }, numbers: { dy: dy?.[0] ?? 0, i } }
        : { length: 2, arrays: dy ? { dy } : {}, numbers: { x: x[0] as number, i } };
    for (const machine of this.machines) {
      const judgement = judge(format, machine.at(term, row, i), result, machine === this.machines.at(-1));
      if (judgement) return judgement.ulp;
    }
    throw new Error(`${term.text} cannot be evaluated`);
  }
}
