/** Formulas of the specification as MathML, which browsers typeset themselves. */
import temml from "temml";
import { parse } from "../../../oracle/formula.js";
import { Typesetter } from "./typesetter.js";

/**
 * The MathML of a formula, with TeX before an equals sign; `rows` are names of all entries of a
 * row.
 */
export function mathOf(formula: string, left: string, rows: readonly string[] = []): string {
  return equation(left, new Typesetter(new Set(rows)).of(parse(formula)));
}

/** The MathML of an equation of two sides in TeX, whose style is the style sheet's. */
export function equation(left: string, right: string): string {
  return temml.renderToString(`${left} = ${right}`, { displayMode: true, annotate: false }).replaceAll(/ style="[^"]*"/g, "");
}

/** Symbols that not everybody knows, each with the functions of the language that it stands for. */
const NOTATION: Readonly<Record<string, string>> = {
  sigmoid: "σ is the sigmoid, σ(x) = 1/(1 + exp(−x))",
  erfc: "erfc is the complementary error function",
  normalCdf: "Φ is the normal cumulative distribution",
  sign: "sgn is the sign, −1, 0 or 1",
  temperature: "T is the temperature",
};

/** A factor that is 1 or 0. */
const INDICATOR = /\*where\([^(),]*(?:\([^()]*\)[^(),]*)*, 1, 0\)/;

/** The meaning of symbols that formulas have, as a sentence, or nothing. */
export function notationOf(formulas: readonly string[]): string {
  const words = new Set(formulas.flatMap((formula) => formula.match(/[A-Za-z]\w*/g) ?? []));
  const told = [
    ...Object.entries(NOTATION).flatMap(([word, text]) => (words.has(word) ? [text] : [])),
    ...(formulas.some((formula) => INDICATOR.test(formula)) ? ["1 with a condition is 1 where that holds, and 0 elsewhere"] : []),
  ];
  return told.length > 0 ? `${told.join("; ")}.` : "";
}
