/**
 * The formulas of gated functions, as the oracle evaluates them: those of their own, or what the
 * activation of the gate makes of them.
 */
import entries from "../specification/gates.json" with { type: "json" };
import { gradientsIn } from "../specification/read.js";
import type { Entries, GateEntry, GateFormulas } from "../specification/schema.js";
import { formulasOf, specification } from "./oracle.js";

export const gates: Entries<GateEntry> = entries;

export function gateFormulasOf(name: string): GateFormulas {
  const { activation, formula, definitions = {} } = gates[name] ?? {};
  if (formula)
    return Object.fromEntries(Object.entries(formula).map(([key, text]) => [key, inFull(text, definitions)])) as unknown as GateFormulas;
  if (!activation) throw new Error(`no specification of ${name}: add it to specification/gates.json`);
  const [value, derivative] = [formulasOf(activation).value, formulasOf(activation).derivative].map(ofGate);
  return { value: `value*(${value})`, backwardToValue: `dy*(${value})`, backwardToGate: `dy*value*(${derivative})` };
}

/**
 * The derivatives of a gated function with respect to what can be learnt of it, in terms of `value`
 * and `gate`.
 */
export function gateGradientsOf(name: string): Readonly<Record<string, string>> {
  const { activation = "", parameters, definitions = {} } = gates[name] ?? {};
  const learnt = (rules: typeof parameters, make: (gradient: string) => string) =>
    Object.fromEntries(gradientsIn(rules).map(([key, gradient]) => [key, make(gradient)]));
  if (parameters) return learnt(parameters, (gradient) => inFull(gradient, definitions));
  return learnt(specification[activation]?.parameters, (gradient) => `value*(${ofGate(gradient)})`);
}

/** A formula with definitions in the place of their names. */
const inFull = (formula: string, definitions: Readonly<Record<string, string>>) =>
  Object.entries(definitions).reduce(
    (text, [name, definition]) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${definition})`),
    formula,
  );

const ofGate = (formula: string) => formula.replaceAll(/\bx\b/g, "gate");
