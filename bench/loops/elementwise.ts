/** Loops of elementwise functions from their texts. */
import erfc from "@stdlib/math-base-special-erfc";
import { parametersOf, scalarsOf } from "../hillock.js";
import { type AnyLoop, compile } from "./compile.js";
import { type Body, bodyOf, erf, type Method, type Written } from "./written.js";

/** The functions that the texts call, and the parameters. */
export function scopeOf(name: string, parameters?: object): object {
  const { value, derivative, secondDerivative, parameters: usual } = scalarsOf(name);
  const scalars = parameters ? { ...usual, ...parameters } : usual;
  return { erf, erfc, given: parametersOf(name, parameters), f: value, df: derivative, ddf: secondDerivative, scalars };
}

/** The beginning of a loop: the parameters by name. */
export function parameterNames(name: string): string {
  const names = Object.keys(parametersOf(name));
  return names.length > 0 ? `const { ${names.join(", ")} } = given;` : "";
}

/** The loop of one method over whole arrays: inputs first, then outputs. */
export function elementwiseLoop(name: string, written: Written, method: Method, parameters?: object): AnyLoop {
  const over = (first: string, statements: string) =>
    `${parameterNames(name)} for (let i = 0; i < ${first}.length; i++) { const v = x[i]; ${statements} }`;
  const scope = scopeOf(name, parameters);
  if (method === "valueAndDerivative") {
    const [before, derivative] = bodyOf(written.derivative);
    const [statements, value, slope] = written.pair ?? [before, bodyOf(written.value)[1], derivative];
    return compile("x, y, d", over("x", `${statements} y[i] = ${value}; d[i] = ${slope};`), scope);
  }
  if (method === "backward") {
    const [before, derivative] = written.backward ? ["", written.backward] : bodyOf(written.derivative);
    return compile("dy, x, dx", over("x", `${before} dx[i] = ${written.backward ? derivative : `dy[i] * (${derivative})`};`), scope);
  }
  const [before, expression] = bodyOf(written[method] as Body);
  return compile("x, y", over("x", `${before} y[i] = ${expression};`), scope);
}
