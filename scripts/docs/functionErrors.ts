import { subjectsOf, triedNames, unitOf } from "../../proof/catalog.js";
import { figuresOf, TIERS, type Tier } from "../../proof/record.js";
import { code, table } from "./markdown.js";

/** Worst errors of row-wise, gated, loss and layer functions, beside what is promised. */
export function functionErrors(): string {
  const cell = (name: string, method: string, tier: Tier): string => {
    if (!subjectsOf(name).some((subject) => subject.tier === tier && subject.method === method)) return "-";
    const figure = figuresOf(name, tier)[method];
    if (!figure) return "not measured";
    const error = roundUp(figure.error);
    const unit = unitOf(name);
    return unit === "ulp"
      ? `${error} (at most ${figure.bound})`
      : unit === "sum"
        ? `${error} u Σ`
        : `${error} (at most ${figure.bound}) 2⁻⁵³ Σ`;
  };
  const rows = triedNames.flatMap((name) => {
    const methods = [...new Set(subjectsOf(name).map(({ method }) => method))];
    return methods.map((method) => [code(name), method, ...TIERS.map((tier) => cell(name, method, tier))]);
  });
  return table(["function", "result", ...TIERS], rows);
}

/** Four digits below 1 and two above, never less than was measured. */
function roundUp(error: number): string {
  const digits = error < 1 ? 4 : 2;
  return (Math.ceil(error * 10 ** digits) / 10 ** digits).toFixed(digits);
}
