/** The bodies of loops over arrays, as text: one loop is compiled for every use, so that none has seen another's types or callees. */
import { arrayTypes, type Floats, type Type } from "../../loops.js";
import type { Candidate } from "../peer.js";

/** Statements before, and the expression; of `v`. */
export type Formula = string | readonly [before: string, expression: string];

export function parts(formula: Formula): readonly [string, string] {
  return typeof formula === "string" ? ["", formula] : formula;
}

/** A function from its text, with what else it may call. */
export function compile<F extends (...values: never[]) => unknown>(parameters: string, body: string, scope: object = {}): F {
  return new Function(...Object.keys(scope), `"use strict"; return (${parameters}) => { ${body} }`)(...Object.values(scope));
}

/** `y[i] = formula(x[i])`, or of more arrays. */
export function elementwise(arrays: string, statements: string, scope: object): (...all: Floats[]) => Floats {
  const [first] = arrays.split(", ");
  return compile(`${arrays}, y`, `for (let i = 0; i < ${first}.length; i++) { ${statements} } return y;`, scope);
}

/** Loops that write into the arrays they are given: new ones for each call, or always the same. */
export function loops(type: Type, lengths: readonly number[], run: (...outputs: Floats[]) => unknown): Candidate {
  const make = () => lengths.map((length) => new arrayTypes[type](length));
  const kept = make();
  const endToEnd = () => {
    const outputs = make();
    run(...outputs);
    return outputs;
  };
  return {
    endToEnd: { run: endToEnd, read: endToEnd },
    resident: {
      run: () => run(...kept),
      read() {
        run(...kept);
        return kept;
      },
    },
  };
}
