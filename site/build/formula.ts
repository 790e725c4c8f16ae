/** Formulas of the specification as MathML, which browsers typeset themselves. */
import temml from "temml";
import { parse, type Term } from "../../oracle/formula.js";

/** The MathML of a formula, with `left` before an equals sign. */
export function mathOf(formula: string, left: string): string {
  return temml.renderToString(`${left} = ${texOf(parse(formula))}`, { displayMode: true, annotate: false });
}

/** How tightly operators bind; a product may stand within a sum as it is. */
const LEVELS: Readonly<Record<string, number>> = {
  "&": 0,
  "<": 1,
  "<=": 1,
  ">": 1,
  ">=": 1,
  "==": 1,
  "+": 2,
  "-": 2,
  negate: 2,
  "*": 3,
  "/": 4,
};
const SIGNS: Readonly<Record<string, string>> = { "&": "\\wedge", "<=": "\\le", ">=": "\\ge", "==": "=", "*": "\\," };
const NAMES: Readonly<Record<string, string>> = { pi: "\\pi", inf: "\\infty", Infinity: "\\infty" };
const GREEK = new Set(["alpha", "beta", "gamma", "delta", "omega", "lambda"]);
const FUNCTIONS = new Set(["exp", "log", "sin", "cos", "tan", "min", "max", "tanh", "sinh", "cosh"]);

/** The TeX of a term. */
export function texOf(term: Term): string {
  const { operator, operands, text } = term;
  const [a, b, c] = operands as [Term, Term, Term];
  if (operator === "number") return numberOf(text);
  if (operator === "name") return nameOf(text);
  if (operator === "entry") return `${nameOf((a as Term).text)}_i`;
  if (operator === "negate") return `-${within(a, 3)}`;
  if (operator === "/") return `\\frac{${texOf(a)}}{${texOf(b)}}`;
  if (operator === "*") return `${within(a, 3)} ${/\d$/.test(a.text) && startsWithDigit(b) ? "\\cdot" : SIGNS["*"]} ${within(b, 3)}`;
  if (operator === "where") return casesOf(term);
  if (operator === "sqrt") return `\\sqrt{${texOf(a)}}`;
  if (operator === "cbrt") return `\\sqrt[3]{${texOf(a)}}`;
  if (operator === "abs") return `\\left|${texOf(a)}\\right|`;
  if (operator === "exp") return `e^{${texOf(a)}}`;
  if (operator === "expm1") return `\\left(e^{${texOf(a)}} - 1\\right)`;
  if (operator === "log1p") return `\\log\\left(1 + ${texOf(a)}\\right)`;
  if (operator === "pow") return `${within(a, 5)}^{${texOf(b)}}`;
  if (operator === "sigmoid") return `\\sigma\\left(${texOf(a)}\\right)`;
  if (operator === "sign") return `\\operatorname{sgn}\\left(${texOf(a)}\\right)`;
  if (operator in LEVELS)
    return `${within(a, LEVELS[operator] as number)} ${SIGNS[operator] ?? operator} ${within(b, (LEVELS[operator] as number) + 1)}`;
  const name = FUNCTIONS.has(operator) ? `\\${operator}` : operator === "atan" ? "\\arctan" : `\\operatorname{${operator}}`;
  return `${name}\\left(${[a, b, c].filter(Boolean).map(texOf).join(", ")}\\right)`;
}

/** A term as a part of another, in parentheses where it binds less. */
function within(term: Term, level: number): string {
  const tex = texOf(term);
  return (LEVELS[term.operator] ?? 9) < level ? `\\left(${tex}\\right)` : tex;
}

/** A chain of conditions as cases. */
function casesOf(term: Term): string {
  const lines: string[] = [];
  let rest = term;
  while (rest.operator === "where") {
    const [condition, value, other] = rest.operands as [Term, Term, Term];
    lines.push(`${texOf(value)} & \\text{where } ${texOf(condition)}`);
    rest = other;
  }
  return `\\begin{cases} ${[...lines, `${texOf(rest)} & \\text{elsewhere}`].join(" \\\\ ")} \\end{cases}`;
}

function nameOf(name: string): string {
  if (NAMES[name]) return NAMES[name];
  if (GREEK.has(name)) return `\\${name}`;
  return name.length === 1 ? name : `\\mathit{${name.replaceAll("_", "\\_")}}`;
}

function numberOf(text: string): string {
  const [digits, exponent] = text.split("e");
  return exponent === undefined ? text : `${digits} \\cdot 10^{${Number(exponent)}}`;
}

const startsWithDigit = (term: Term): boolean => /^[(]*\d/.test(term.text);
