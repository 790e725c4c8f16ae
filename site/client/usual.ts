/** The usual formulas of functions, as text and as functions. */
import type { Shown } from "../build/functions.js";
import { formulaOf } from "./expression.js";

/** The usual formula of a function as JavaScript of x. */
export function usualText(shown: Shown | undefined): string {
  return (shown?.naive[0] ?? []).filter(Boolean).join(" ").replace(/\bv\b/g, "x");
}

/** The usual formula of a function as a function. */
export function usualOf({ naive: [written] }: Shown, parameters: Readonly<Record<string, number>>): ((v: number) => number) | undefined {
  if (!written) return undefined;
  const [before, expression] = written;
  const scope: Record<string, number> = { ...parameters, "Math.PI": Math.PI, Infinity };
  const steps = [...before.matchAll(/const (\w+) = ([^;]+);/g)].map(([, name = "", text = ""]) => [name, formulaOf(text)] as const);
  const last = formulaOf(expression);
  return (v) => {
    scope.v = v;
    for (const [name, formula] of steps) scope[name] = formula(scope);
    return last(scope);
  };
}
