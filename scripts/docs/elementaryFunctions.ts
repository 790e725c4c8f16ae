/**
 * The functions of hillock/math: what they are, and their errors: what is promised, the worst that
 * was found, where, and how many results are misrounded.
 */
import * as math from "hillock/math";
import { elementary } from "../../oracle/elementary.js";
import { figuresOf, inputsOf, type Tier } from "../../proof/record.js";
import { code, table } from "./markdown.js";
import { counted, misroundedText } from "./misrounded.js";

const TIERS = ["float32", "float64"] as const satisfies readonly Tier[];

const functions = Object.entries(math).flatMap(([name, f]) => (typeof f === "function" ? [{ name, spec: f.spec }] : []));

/** Each with its title, domain, range and derivative. */
export function elementaryTable(): string {
  const rows = functions.map(({ name, spec: { domain, range, formula, bounds } }) => {
    const { title, arguments: names = ["x"] } = elementary[name] as (typeof elementary)[string];
    return [code(`${name}(${names.join(", ")})`), title, code(domain), code(range), code(formula.derivative), `${bounds.float64}`];
  });
  return table(["", "", "domain", "range", "derivative by the first argument", "error at most"], rows);
}

export function elementaryErrors(): string {
  const cells = (name: string, tier: (typeof TIERS)[number]): readonly string[] => {
    const figure = figuresOf(`math.${name}`, tier).value;
    if (!figure) return ["not measured", ""];
    return [(Math.ceil(figure.error * 1e4) / 1e4).toFixed(4), inputsOf(figure.witness).join(", ")];
  };
  const misrounded = (name: string) => {
    const figure = figuresOf(`math.${name}`, "float32").value;
    return counted(figure) ? misroundedText(figure) : "-";
  };
  const rows = functions.map(({ name, spec: { bounds } }) => [
    code(name),
    ...TIERS.flatMap((tier) => [`${bounds[tier]}`, ...cells(name, tier)]),
    misrounded(name),
  ]);
  return table(["", ...TIERS.flatMap((tier) => [`${tier}: at most`, "found", "at"]), "misrounded of all float32"], rows);
}
