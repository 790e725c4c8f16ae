/** Functions of hillock/math, and their derivatives by hillock/math. */
import * as math from "hillock/math";
import { elementary } from "../../../oracle/elementary.js";
import { parse, type Term } from "../../../oracle/formula.js";
import type { MathEntry } from "../../../specification/schema.js";
import type { Curves } from "./curves.js";

type Numbers = (...numbers: readonly number[]) => number;

const functions = math as unknown as Readonly<Record<string, Numbers>>;

const { PI } = Math;
/** The inputs in sight, where they are others than from -4 to 4. */
const SEEN: Readonly<Record<string, readonly [from: number, to: number]>> = {
  ...Object.fromEntries(["acos", "asin", "atanh"].map((name) => [name, [-1, 1]])),
  ...Object.fromEntries(["sin", "cos", "tan"].map((name) => [name, [-7, 7]])),
  ...Object.fromEntries(["log", "log2", "log10", "sqrt"].map((name) => [name, [0, 8]])),
  acosh: [0, 8],
  log1p: [-1, 7],
};

/** Where a function or its derivative is infinite between inputs in sight. */
const POLES: Readonly<Record<string, readonly number[]>> = {
  tan: [-1.5, -0.5, 0.5, 1.5].map((half) => half * PI),
  cbrt: [0],
};

/** The second argument, or the first of atan2, of which there is a curve for each. */
const SECOND: Readonly<
  Record<string, { readonly of: string; readonly numbers: readonly number[]; readonly call: (x: number, other: number) => number }>
> = {
  pow: { of: "y", numbers: [-1, 0.5, 2], call: (x, y) => (functions.pow as Numbers)(x, y) },
  hypot: { of: "y", numbers: [0, 1, 2], call: (x, y) => (functions.hypot as Numbers)(x, y) },
  atan2: { of: "y", numbers: [-1, 0.25, 1], call: (x, y) => (functions.atan2 as Numbers)(y, x) },
};

export function mathCurves(name: string): Curves {
  const [from, to] = SEEN[name] ?? [-4, 4];
  const x = { from, to, title: "x" };
  const second = SECOND[name];
  const { arguments: names = ["x"], formula } = elementary[name] as MathEntry;
  if (second)
    return {
      caption: `${name}(${names.join(", ")}) over x, for three y.`,
      x,
      curves: Object.fromEntries(second.numbers.map((y) => [`y = ${String(y).replace("-", "−")}`, (at: number) => second.call(at, y)])),
      jumps: name === "pow" ? [0] : [],
    };
  const derivative = parse(formula.derivative as string);
  return {
    caption: `${name} and its derivative.`,
    x,
    curves: { [name]: (at) => (functions[name] as Numbers)(at), "its derivative": (at) => evaluated(derivative, at) },
    jumps: POLES[name] ?? [],
  };
}

const OPERATORS: Readonly<Record<string, Numbers>> = {
  "+": (a = 0, b = 0) => a + b,
  "-": (a = 0, b = 0) => a - b,
  "*": (a = 0, b = 0) => a * b,
  "/": (a = 0, b = 0) => a / b,
  negate: (a = 0) => -a,
};

/** A formula of x by the functions of hillock/math. */
function evaluated({ operator, operands, text }: Term, x: number): number {
  if (operator === "number") return Number(text);
  if (operator === "name") return text === "pi" ? PI : x;
  return (OPERATORS[operator] ?? (functions[operator] as Numbers))(...operands.map((one) => evaluated(one, x)));
}
