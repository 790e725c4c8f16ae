/**
 * Results whose exact value is next to the middle of two float32 numbers, or there: nearer than
 * double precision tells. x/2 + x²/4 between subnormal numbers is nearer than any precision would
 * tell that is as large as one can wait for, and there are millions of them; so is x - tanh(x) from
 * 2^24 to 2^25.
 */
import { ENOUGH, type Judgement } from "./exact.js";
import type { Term } from "./formula.js";
import { atEnds, exact, negated, over, plus, power, root, signOf, type Twofold, times, UNKNOWN } from "./twofold.js";

type Evaluate = (inputs: readonly number[]) => Twofold;
/** Undefined where there is doubt. */
type Decide = (inputs: readonly number[]) => boolean | undefined;

/** 1 / ulp of the subnormal numbers. */
const SUBNORMAL = 2 ** 149;
const LARGEST = 2 ** 128 - 2 ** 104;

/** A formula evaluated in twofold arithmetic. */
export class NearTies {
  /** The value and the bound of its error. */
  readonly evaluate: Evaluate;

  constructor(term: Term, variables: readonly string[], parameters: Readonly<Record<string, number>>) {
    this.evaluate = compile(term, variables, parameters);
  }

  /**
   * The judgement of a result in single precision, `perUlp` being that of the value; undefined
   * where it is next to no middle, or in doubt.
   */
  judge(inputs: readonly number[], result: number, perUlp: number): Judgement | undefined {
    const { high, low, error, trace = 0 } = this.evaluate(inputs);
    const sign = Math.sign(high);
    const scaled = Math.abs(high) * perUlp;
    const below = Math.floor(scaled);
    // Elsewhere, and where this is not the unit of the value, there is no middle.
    if (!(Math.abs(scaled - below - 0.5) < 0.25 && below < 2 ** 24 && (below >= 2 ** 23 || perUlp === SUBNORMAL))) return undefined;
    const beyond = scaled - below - 0.5 + sign * low * perUlp;
    const doubt = error * perUlp + Math.abs(beyond) * 2 ** -52;
    const decided = beyond === 0 ? doubt === 0 : Math.abs(beyond) > doubt && doubt <= 2 ** ENOUGH;
    const up = beyond > 0 || (beyond === 0 && (trace === 0 ? below % 2 === 1 : sign * trace > 0));
    const rounded = (sign * (up ? below + 1 : below)) / perUlp;
    if (!decided || Math.abs(rounded) > LARGEST || !Number.isFinite(result)) return undefined;
    const ulp = Math.abs(sign * result * perUlp - below - 0.5 - beyond);
    return { ulp, absolute: ulp / perUlp, rounded };
  }
}

const ARITHMETIC: Readonly<Record<string, (a: Twofold, b: Twofold) => Twofold>> = {
  "+": plus,
  "-": (a, b) => plus(a, negated(b)),
  "*": times,
  "/": over,
  min: (a, b) => chosen(signOf(plus(a, negated(b))), a, b),
  max: (a, b) => chosen(signOf(plus(b, negated(a))), a, b),
};

const chosen = (sign: number, a: Twofold, b: Twofold): Twofold => (sign <= 0 ? a : sign > 0 ? b : UNKNOWN);

const COMPARISONS: Readonly<Record<string, (sign: number) => boolean>> = {
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
  "==": (sign) => sign === 0,
};

function compile(term: Term, variables: readonly string[], parameters: Readonly<Record<string, number>>): Evaluate {
  const { operator, operands, text } = term;
  const of = (operand: Term | undefined) => compile(operand as Term, variables, parameters);
  if (operator === "number") return always(decimal(text));
  if (operator === "name") {
    const k = variables.indexOf(text);
    return k < 0 ? always(constant(text, parameters)) : (inputs) => exact(inputs[k] as number);
  }
  if (operator === "where") {
    const holds = condition(operands[0] as Term, of);
    const [then, otherwise] = [of(operands[1]), of(operands[2])];
    return (inputs) => {
      const held = holds(inputs);
      return held === undefined ? UNKNOWN : held ? then(inputs) : otherwise(inputs);
    };
  }
  const a = of(operands[0]);
  if (operator === "negate") return (inputs) => negated(a(inputs));
  if (operator === "sqrt") return (inputs) => root(a(inputs));
  if (operator === "abs")
    return (inputs) => {
      const value = a(inputs);
      return chosen(-signOf(value), value, negated(value));
    };
  if (operands.length === 1) return (inputs) => atEnds(operator, a(inputs));
  const b = of(operands[1]);
  if (operator === "pow")
    return (inputs) => {
      const { high, low, error } = b(inputs);
      return low === 0 && error === 0 ? power(a(inputs), high) : UNKNOWN;
    };
  const operation = ARITHMETIC[operator];
  return operation ? (inputs) => operation(a(inputs), b(inputs)) : always(UNKNOWN);
}

function condition({ operator, operands }: Term, of: (term: Term | undefined) => Evaluate): Decide {
  if (operator === "&") {
    const [left, right] = operands.map((operand) => condition(operand, of)) as [Decide, Decide];
    return (inputs) => {
      const [a, b] = [left(inputs), right(inputs)];
      return a === undefined || b === undefined ? undefined : a && b;
    };
  }
  const compare = COMPARISONS[operator];
  const [a, b] = [of(operands[0]), of(operands[1])];
  return (inputs) => {
    const sign = signOf(plus(a(inputs), negated(b(inputs))));
    return Number.isNaN(sign) ? undefined : compare?.(sign);
  };
}

const always =
  (value: Twofold): Evaluate =>
  () =>
    value;

/** A decimal number: exact where it is a multiple of 2^-10 of up to 15 digits. */
function decimal(digits: string): Twofold {
  const high = Number(digits);
  const isExact = digits.length <= 15 && Number.isInteger(high * 2 ** 10);
  return { high, low: 0, error: isExact ? 0 : high * 2 ** -52 };
}

function constant(name: string, parameters: Readonly<Record<string, number>>): Twofold {
  if (name === "pi") return { high: Math.PI, low: 1.2246467991473532e-16, error: 2 ** -104 };
  return exact(parameters[name] ?? Number.NaN);
}
