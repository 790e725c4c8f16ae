/** The functions that bench times, each with the loop that most people would write beside it. */
import { UsageError } from "../bench/command.js";
import { type ArrayFunction, contestantOf } from "../bench/contestants.js";
import { parametersOf } from "../bench/hillock.js";
import { compile } from "../bench/loops/compile.js";
import { targetsOf } from "../bench/loops/rowwise.js";
import { type BodyOf, usualLoopText } from "../bench/loops/usual.js";
import { bodyOf, erf, writtenFor } from "../bench/loops/written.js";
import type { Contestant } from "../bench/sideBySide.js";
import type { Found } from "./functions.js";

/** Reasons for which nobody has a loop that computes the same. */
const REFUSED: { readonly [kind: string]: string } = {
  rows: "it draws numbers, and no loop draws the same",
  gates: "it is no activation times a value",
};

/** Refuses a function of which no loop computes the same. */
export function timed({ name, kind, f }: Found): Contestant {
  const text = usualLoopText(kind, name, usualBody);
  if (!text) throw new UsageError(`bench has no loop to hold ${name} against: ${REFUSED[kind]}`);
  const loop = compile(...text, { erf, erfc: (v: number) => 1 - erf(v) });
  const [targets] = kind === "losses" ? targetsOf(name) : [];
  return contestantOf(kind, name, { f: f as ArrayFunction, loop, ...(targets && { targets }) });
}

/** An activation as most people write it, at its usual parameters. */
const usualBody: BodyOf = (name) => {
  const [before, expression] = bodyOf(writtenFor(name, "naive").value);
  const parameters = Object.entries(parametersOf(name)).map(([key, value]) => `const ${key} = ${value};`);
  return [[...parameters, before].join(" "), expression];
};
