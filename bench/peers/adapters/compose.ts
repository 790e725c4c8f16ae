/**
 * Activations in the functions of other libraries: by the names that the specification knows of
 * them, else composed of smaller operations by their formulas, as people write them.
 */
import { parse, type Term } from "../../../oracle/formula.js";
import specification from "../../../specification/activations.json" with { type: "json" };
import type { ActivationEntry, Entries, NameWithParameters } from "../../../specification/schema.js";
import { compile } from "../../loops/compile.js";
import { expressionOf } from "../../loops/written.js";
import { PARAMETERS, parametersWith } from "../tasks.js";
import type { Untyped } from "./load.js";

const entries = specification as unknown as Entries<ActivationEntry>;

/** The operators of formulas in NumPy, TensorFlow.js and ONNX. */
const OPERATIONS: { readonly [operator: string]: string } = {
  "+": "add add Add",
  "-": "subtract sub Sub",
  "*": "multiply mul Mul",
  "/": "divide div Div",
  "<": "less less Less",
  "<=": "less_equal lessEqual LessOrEqual",
  ">": "greater greater Greater",
  ">=": "greater_equal greaterEqual GreaterOrEqual",
  "==": "equal equal Equal",
  "&": "logical_and logicalAnd And",
  negate: "negative neg Neg",
  abs: "absolute abs Abs",
  min: "minimum minimum Min",
  max: "maximum maximum Max",
  clip: "clip clipByValue Clip",
  identity: "positive clone Identity",
  pow: "power pow Pow",
  atan: "arctan atan Atan",
};
/** The operators that have the same name everywhere, with a capital in ONNX. */
const WORDS = ["where", "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tanh", "erf", "sigmoid", "softplus"];

/** Operations on arrays and numbers, by the operators of formulas. */
export type Operations = { readonly [operator: string]: (...operands: Untyped[]) => Untyped };

/** All operations, by one of the three lists of names. */
export function operationsOf(column: 0 | 1 | 2, call: (name: string, operands: readonly Untyped[]) => Untyped): Operations {
  const same = WORDS.map((word) => [word, `${word} ${word} ${word.charAt(0).toUpperCase()}${word.slice(1)}`] as const);
  const named = ([operator, names]: readonly [string, string]) => {
    const name = names.split(" ")[column] as string;
    return [operator, (...operands: Untyped[]) => call(name, operands)];
  };
  return Object.fromEntries([...Object.entries(OPERATIONS), ...same].map(named));
}

/** Takes an intermediate array, to be freed with the others. */
export type Keep = (array: Untyped) => Untyped;

/** A number, or an operation on the results of others; without operands an array that is given. */
type Step = number | { readonly operator: string; readonly operands: readonly Step[] };

/** Formulas that people write otherwise than the specification, which has the exact ones. */
const WRITTEN: { readonly [name: string]: string } = {
  gelu: "0.5*(x*(1 + erf(x/sqrt(2))))",
  tanh: "tanh(x)",
  sigmoid: "sigmoid(x)",
  hardSigmoid: "min(max(alpha*x + beta, 0), 1)",
  sparseSigmoid: "min(max(0.5*x + 0.5, 0), 1)",
  binaryStep: "where(x > threshold, 1, 0)",
};

/** An activation as a function of the arrays of its formula, `x` and perhaps `dy`. */
export function compose(name: string, operations: Operations, formula = WRITTEN[name] ?? (entries[name] as ActivationEntry).formula.value) {
  const root = stepsOf(parse(formula), parametersWith(name));
  return (arrays: { readonly [name: string]: Untyped }, keep: Keep = (array) => array): Untyped => {
    const known = new Map<Step, Untyped>();
    const operate = (step: Step): Untyped => {
      if (typeof step === "number") return step;
      const { operator, operands } = step;
      if (operands.length === 0) return arrays[operator];
      if (known.has(step)) return known.get(step);
      const made = (operations[operator] as Operations[string])(...operands.map(operate));
      known.set(step, step === root ? made : keep(made));
      return made;
    };
    return operate(root);
  };
}

/**
 * The steps of a term: with parameters as numbers, without operations that change nothing, and with
 * the functions that libraries have for several.
 */
function stepsOf(term: Term, parameters: object): Step {
  const known = new Map<Term, Step>();
  const made = (one: Term): Step => {
    const { operator, operands, text } = one;
    if (!/\b(x|dy)\b/.test(text)) return compile("", `return ${expressionOf(one)};`, parameters)();
    if (operator === "name") return { operator: text, operands: [] };
    const [a, b] = operands as [Term, Term];
    if (operator === "log1p" && a.operator === "exp") return { operator: "softplus", operands: a.operands.map(read) };
    const steps = operands.map(read) as [Step, Step];
    if (operator === "min" && a.operator === "max" && typeof steps[1] === "number") {
      return { operator: "clip", operands: [...a.operands.map(read), steps[1]] };
    }
    const neutral = { "*": 1, "/": 1, "+": 0, "-": 0 }[operator];
    if (b && steps[1] === neutral) return steps[0];
    if ((operator === "*" || operator === "+") && steps[0] === neutral) return steps[1];
    return { operator, operands: steps };
  };
  const read = (one: Term): Step => {
    const step = known.get(one) ?? made(one);
    known.set(one, step);
    return step;
  };
  const root = read(term);
  return typeof root === "object" && root.operands.length === 0 ? { operator: "identity", operands: [root] } : root;
}

/** The formula of dy f'(x), from that of f'(x). */
export function gradientOf(name: string, slope = (entries[name] as ActivationEntry).formula.derivative): string {
  const behind = ({ operator, operands, text }: Term): string => {
    if (operator !== "where") return text === "1" ? "dy" : `dy*(${text})`;
    const [condition, ...branches] = operands as [Term, Term, Term];
    if (branches[0].text === "1" && branches[1].text === "0") return `dy*(${condition.text})`;
    return `where(${condition.text}, ${branches.map((one) => (one.text === "0" ? "0" : behind(one))).join(", ")})`;
  };
  return behind(parse(slope));
}

/** A function of a library that is the activation, and its own parameters by their names there. */
export interface Named {
  readonly name: string;
  readonly parameters: { readonly [parameter: string]: number | string };
}

/** The functions that are the activation with the parameters with which it takes part. */
export function namesIn(library: "JAX" | "ONNX" | "TensorFlow.js", activation: string): Named[] {
  const given = parametersWith(activation);
  const others = Object.keys(PARAMETERS[activation] ?? {});
  return (entries[activation]?.names[library] ?? []).flatMap((entry) => {
    const { name, parameters = {}, when = {} } = typeof entry === "string" ? ({ name: entry } as NameWithParameters) : entry;
    if (others.some((parameter) => !Object.values(parameters).includes(parameter))) return [];
    const fixed = Object.entries(when).flatMap(([parameter, [value]]) => (value === null ? [] : [[parameter, value] as const]));
    const own = Object.entries(parameters).map(([parameter, ours]) => [parameter, given[ours] as number] as const);
    return [name].flat().map((one) => ({ name: one, parameters: Object.fromEntries([...own, ...fixed]) as Named["parameters"] }));
  });
}
