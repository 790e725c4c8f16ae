/**
 * The usual loops that the page compares hillock with, as a module: code of the page like any
 * other, which a policy against making functions of text lets run.
 */
import type { Plugin } from "vite";
import { specificationOf } from "../../bench/hillock.js";
import { rowLoopText } from "../../bench/loops/rowwise.js";
import { erf } from "../../bench/loops/written.js";
import { ROWS } from "../client/rowFunctions.js";
import { shown } from "./functions.js";

const NAME = "virtual:loops";

/** The text of the module: a loop for each activation, and for some functions of rows. */
export function loopsModule(): string {
  const activations = shown.map(({ name, usual: [before, expression] }) => {
    const parameters = Object.keys(specificationOf(name).parameters);
    const given = parameters.length > 0 ? `, { ${parameters.join(", ")} }` : "";
    return `${name}(x, y${given}) { for (let i = 0; i < x.length; i++) { const v = x[i]; ${before} y[i] = ${expression}; } }`;
  });
  const rows = ROWS.map((name) => {
    const [parameters, body] = rowLoopText(name, "naive", "value") as readonly [string, string];
    return `${name}(${parameters}) { ${body} }`;
  });
  return `${erf}
export const activations = {
${activations.join(",\n")}
};
export const rows = {
${rows.join(",\n")}
};
`;
}

/** Gives the module to the bundler. */
export const loops: Plugin = {
  name: "loops",
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) => (id === `\0${NAME}` ? loopsModule() : undefined),
};
