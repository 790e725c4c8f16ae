/**
 * The right results of elementwise functions, in double precision: the oracle's formulas, which
 * share nothing with hillock.
 *
 * The oracle itself is left for errors.ts, and that for after the timing: once any memory of
 * WebAssembly has grown, as its own does, V8 compiles loops over typed arrays so that they look for
 * detached buffers, and on some processors a loop of relu then takes 6.4 ns per element and not
 * 1.4.
 */
import erfc from "@stdlib/math-base-special-erfc";
import { parse } from "../oracle/formula.js";
import specification from "../specification/activations.json" with { type: "json" };
import type { ActivationEntry, Entries } from "../specification/schema.js";
import { parametersOf } from "./hillock.js";
import { type AnyLoop, compile } from "./loops/compile.js";
import { parameterNames } from "./loops/elementwise.js";
import { expressionOf } from "./loops/written.js";
import type { Floats } from "./numbers.js";

export type Kind = "value" | "derivative" | "secondDerivative" | "backward";

const known = new Map<string, AnyLoop>();

/** Undefined where the oracle does not know the activation. `backward` takes dy and x. */
export function evaluate(name: string, kind: Kind, inputs: readonly Floats[], parameters?: object): Float64Array | undefined {
  const entry = (specification as unknown as Entries<ActivationEntry>)[name];
  if (!entry) return undefined;
  const formulas = { ...entry.formula, ...entry.stable };
  const id = [name, kind, JSON.stringify(parameters)].join(" ");
  const [factor, formula] = kind === "backward" ? ["dy[i] * ", formulas.derivative] : (["", formulas[kind]] as const);
  const compiled = () => {
    const body = `const v = x[i]; values[i] = ${factor}(${expressionOf(parse(formula as string))});`;
    const loop = `${parameterNames(name)} for (let i = 0; i < x.length; i++) { ${body} }`;
    return compile(kind === "backward" ? "dy, x, values" : "x, values", loop, { erfc, given: parametersOf(name, parameters) });
  };
  const evaluated = known.get(id) ?? compiled();
  known.set(id, evaluated);
  const values = new Float64Array((inputs[0] as Floats).length);
  evaluated(...inputs, values);
  return values;
}
