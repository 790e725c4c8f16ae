/** The functions that are not elementwise: everything in the plan of a part. */
import type { Options } from "../options.js";
import { Budget } from "../plan.js";
import type { Part, ShapeError, ShapeResult } from "../results.js";
import { errorsOf } from "./errors.js";
import { casesOf } from "./plan.js";
import { timeCase, title } from "./time.js";

export interface PartSetting {
  readonly options: Options;
  readonly seconds: number;
  readonly random: () => number;
  show(fraction: number, what: string): void;
  note(text: string): void;
}

export async function runShapes(part: Part, names: readonly string[], setting: PartSetting) {
  const { options, seconds, random, show, note } = setting;
  const cases = await casesOf(part, names, options);
  const budget = new Budget(
    cases.map(() => 1),
    seconds,
  );
  const results: ShapeResult[] = [];
  const errors: ShapeError[] = [];
  for (const name of new Set(cases.map((one) => one.name))) {
    show(budget.fraction, `${name}, errors`);
    errors.push(...(await errorsOf(part, name)));
  }
  for (const one of cases) {
    show(budget.fraction, title(one));
    const recipe = await one.recipe();
    results.push(...budget.spend(1, (share) => timeCase(one, recipe, { random, seconds: share, note })));
  }
  return { results, errors };
}
