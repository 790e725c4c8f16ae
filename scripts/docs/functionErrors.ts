import type { Accuracy } from "../../proof/record.js";
import { trials } from "../../proof/shapes/index.js";
import type { Trial } from "../../proof/shapes/trial.js";
import type { Engine } from "../../proof/subjects.js";
import { code, table } from "./markdown.js";

const ENGINES: readonly Engine[] = ["faithful", "fast", "double"];

/** The table of worst errors of row-wise, gated, loss and layer functions, beside what is promised. */
export function functionErrors({ shapes = {} }: Accuracy): string {
  const cell = (trial: Trial, engine: Engine): string => {
    if (!trial.engines.includes(engine)) return "-";
    const error = shapes[trial.name]?.[engine]?.methods[trial.method]?.error;
    if (error === undefined) return "not measured";
    return trial.unit === "sum" ? `${roundUp(error)} u Σ` : `${roundUp(error)} (at most ${trial.promised(engine, [])})`;
  };
  const rows = trials.map((trial) => [code(trial.name), trial.method, ...ENGINES.map((engine) => cell(trial, engine))]);
  return table(["function", "result", "float32", "fast", "float64"], rows);
}

/** Four digits below 1 and two above, never less than was measured. */
function roundUp(error: number): string {
  const digits = error < 1 ? 4 : 2;
  return (Math.ceil(error * 10 ** digits) / 10 ** digits).toFixed(digits);
}
