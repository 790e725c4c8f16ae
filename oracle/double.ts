import erfc from "@stdlib/math-base-special-erfc";
import erfcx from "@stdlib/math-base-special-erfcx";
import { erf } from "./erf.js";
import type { Term } from "./formula.js";

type FloatArray = Float32Array | Float64Array;

/**
 * Evaluates a formula on `count` elements: values in double precision, and a bound for the error of
 * each.
 */
export type DoubleLoop = (
  count: number,
  inputs: readonly FloatArray[],
  parameters: Readonly<Record<string, number>>,
  values: Float64Array,
  errors: Float64Array,
) => void;

/**
 * Compiles a term into one loop over arrays.
 *
 * Beside each intermediate value runs a bound of its absolute error: what its operands bring, and
 * its own rounding. Where terms cancel, the bound says so by itself, and no list of difficult
 * places is needed. The analysis is of first order with everything doubled. Underflow is not in it:
 * with single-precision inputs it is below 2^-149 by hundreds of binades.
 */
export function compileDouble(term: Term, variables: readonly string[], parameters: readonly string[] = []): DoubleLoop {
  const emitter = new Emitter(variables);
  const { value, error } = emitter.root(term);
  const source = `
    "use strict";
    const { abs, max, min, sign, pow, fround, PI } = Math;
    const { exp, expm1, log, log1p, log2, log10, sqrt, cbrt, sin, cos, tan, asin, acos, atan } = Math;
    const { sinh, cosh, tanh, asinh, acosh, atanh } = Math;
    const U = 2 ** -52, L = 2 ** -${LIBRARY_BITS};
    return function loop(count, inputs, parameters, values, errors) {
      ${parameters.map((name) => `const ${name} = parameters.${name};`).join("\n")}
      ${variables.map((name, k) => `const ${name}s = inputs[${k}];`).join("\n")}
      ${emitter.before.join("\n")}
      for (let i = 0; i < count; i++) {
        ${variables.map((name) => `const ${name} = ${name}s[i];`).join("\n")}
        ${emitter.lines.join("\n")}
        values[i] = ${value};
        errors[i] = ${error};
      }
    };`;
  return new Function("erf", "erfc", "erfcx", source)(erf, erfc, erfcx) as DoubleLoop;
}

/**
 * Library functions are within 2^-48 of the exact value, relatively: the oracle's own test holds
 * them to half of that.
 */
export const LIBRARY_BITS = 48;

/**
 * JavaScript for a value and for the bound of its error, `"0"` where there is none. Of a condition:
 * whether it is in doubt.
 */
interface Code {
  readonly value: string;
  readonly error: string;
}

const EXACT = "0";

/** The slope of functions whose operands are exact in every formula. */
const ofExact = () => "Infinity";

/**
 * Value and error of a function of one operand. The factor of `a.error` is twice the largest slope
 * around it.
 */
const FUNCTIONS: Readonly<Record<string, (a: string) => { value: string; slope: (v: string) => string }>> = {
  exp: (a) => ({ value: `exp(${a})`, slope: (v) => `2 * ${v}` }),
  expm1: (a) => ({ value: `expm1(${a})`, slope: (v) => `2 * (${v} + 1)` }),
  log: (a) => ({ value: `log(${a})`, slope: () => `2 / abs(${a})` }),
  log1p: (a) => ({ value: `log1p(${a})`, slope: () => `2 / (1 + ${a})` }),
  sqrt: (a) => ({ value: `sqrt(${a})`, slope: (v) => `1 / ${v}` }),
  sin: (a) => ({ value: `sin(${a})`, slope: () => "2" }),
  cos: (a) => ({ value: `cos(${a})`, slope: () => "2" }),
  atan: (a) => ({ value: `atan(${a})`, slope: () => `2 / (1 + ${a} * ${a})` }),
  tanh: (a) => ({ value: `tanh(${a})`, slope: (v) => `2 * (1 - ${v} * ${v})` }),
  sigmoid: (a) => ({ value: `(${a} < 0 ? exp(${a}) : 1) / (1 + exp(-abs(${a})))`, slope: (v) => `2 * ${v} * (1 - ${v})` }),
  // |erfc'| <= erfc(|a|) (2 |a| + 2); |erfcx'| <= erfcx(a) (2 |a| + 2) where a < 0, else <=
  // erfcx(a) / (a + 1/2)
  erfc: (a) => ({ value: `erfc(${a})`, slope: (v) => `4 * min(${v}, 2 - ${v}) * (abs(${a}) + 1)` }),
  erfcx: (a) => ({ value: `erfcx(${a})`, slope: (v) => `${v} * (${a} < 0 ? 4 - 4 * ${a} : 2 / (${a} + 0.5))` }),
  exp2: (a) => ({ value: `pow(2, ${a})`, slope: ofExact }),
  ...Object.fromEntries(
    ["log2", "log10", "cbrt", "tan", "asin", "acos", "sinh", "cosh", "asinh", "acosh", "atanh", "erf"].map((name) => [
      name,
      (a: string) => ({ value: `${name}(${a})`, slope: ofExact }),
    ]),
  ),
};

class Emitter {
  /** Lines that depend on no variable, computed before the loop. */
  readonly before: string[] = [];
  lines: string[] = [];
  private readonly uniform = new Map<Term, Code>();
  private scopes: { readonly known: Map<Term, Code>; readonly certain: ReadonlySet<Term> }[] = [];
  private names = 0;

  constructor(private readonly variables: readonly string[]) {}

  root(term: Term): Code {
    this.scopes.push({ known: new Map(), certain: certainTerms(term) });
    const { value, error } = this.emit(term);
    // Beyond the doubles no rounding to the format brings it back; a function of x itself has no
    // other infinity, and no NaN in vain.
    const beyond = isFunctionOfName(term) ? `!(abs(${value}) < Infinity)` : term.operator === "exp" ? `${value} === Infinity` : undefined;
    return beyond ? { value, error: `(${beyond} ? 0 : ${error})` } : { value, error };
  }

  private emit(term: Term): Code {
    const found = this.uniform.get(term) ?? this.scopes.map(({ known }) => known.get(term)).find((code) => code);
    if (found) return found;
    const code = this.compile(term);
    if (this.depends(term)) this.scopes.at(-1)?.known.set(term, code);
    else this.uniform.set(term, code);
    return code;
  }

  private compile(term: Term): Code {
    const { operator, operands, text } = term;
    if (operator === "number") return { value: text, error: isExact(text) ? EXACT : `${text} * U` };
    if (operator === "name") return text === "pi" ? { value: "PI", error: "4 * U" } : { value: text, error: EXACT };
    if (operator === "where") return this.where(term);
    const [a, b] = operands.map((operand) => this.emit(operand)) as [Code, Code];
    switch (operator) {
      case "&":
        return { value: `(${a.value} && ${b.value})`, error: either(a.error, b.error) };
      case "<":
      case "<=":
      case ">":
      case ">=":
      case "==": {
        const difference = sum(a.error, b.error);
        return {
          value: `(${a.value} ${operator} ${b.value})`,
          error: difference === EXACT ? EXACT : `abs(${a.value} - ${b.value}) <= ${difference}`,
        };
      }
      case "negate":
        return { value: `(-${a.value})`, error: a.error };
      case "+":
      case "-":
        return this.store(term, `${a.value} ${operator} ${b.value}`, (v) => sum(a.error, b.error, `abs(${v}) * U`));
      case "*": {
        const rounding = operands.some(isPowerOfTwo) ? EXACT : this.roundingOf(operands, [a, b]);
        return this.store(term, `${a.value} * ${b.value}`, (v) =>
          sum(times(`abs(${a.value})`, b.error), times(`abs(${b.value})`, a.error), times(`abs(${v})`, rounding)),
        );
      }
      case "/": {
        const rounds = !isPowerOfTwo(operands[1] as Term);
        return this.store(term, `${a.value} / ${b.value}`, (v) =>
          sum(times(`1 / abs(${b.value})`, sum(a.error, times(`abs(${v})`, b.error))), rounds ? `abs(${v}) * U` : EXACT),
        );
      }
      case "abs":
        return this.store(term, `abs(${a.value})`, () => a.error);
      case "sign":
        return this.store(term, `sign(${a.value})`, () => (a.error === EXACT ? EXACT : `(abs(${a.value}) <= ${a.error} ? Infinity : 0)`));
      case "min":
      case "max":
        return this.store(term, `${operator}(${a.value}, ${b.value})`, (v) => errorOfChoice(v, a, b));
      case "pow":
        if (b.error !== EXACT) throw new SyntaxError(`${text}: the exponent must be exact`);
        return this.store(term, `pow(${a.value}, ${b.value})`, (v) =>
          sum(`abs(${v}) * L`, times(`2 * abs(${b.value} * ${v} / ${a.value})`, a.error)),
        );
    }
    const known = FUNCTIONS[operator];
    if (!known) throw new SyntaxError(`unknown function ${operator}`);
    const { value, slope } = known(a.value);
    return this.store(term, value, (v) => sum(times(slope(v), a.error), `abs(${v}) * ${operator === "sqrt" ? "U" : "L"}`));
  }

  /** Each branch computes what it alone needs; what is needed in any case comes before. */
  private where(term: Term): Code {
    const [condition, ...branches] = term.operands as [Term, Term, Term];
    const test = this.emit(condition);
    for (const shared of branches.flatMap((branch) => [...everyTerm(branch)])) {
      if (this.scopes.at(-1)?.certain.has(shared)) this.emit(shared);
    }
    const name = this.name();
    const [then, otherwise] = branches.map((branch) => {
      const outer = this.lines;
      this.lines = [];
      this.scopes.push({ known: new Map(), certain: certainTerms(branch) });
      const { value, error } = this.emit(branch);
      this.scopes.pop();
      const inner = [...this.lines, `v${name} = ${value};`, `e${name} = ${error};`];
      this.lines = outer;
      return inner.join(" ");
    });
    this.line(term, `let v${name}, e${name}; if (${test.value}) { ${then} } else { ${otherwise} }`);
    if (test.error !== EXACT) this.line(term, `if (${test.error}) e${name} = Infinity;`);
    return { value: `v${name}`, error: `e${name}` };
  }

  /**
   * The rounding of a product: none of a variable with a parameter, if both are in single
   * precision.
   */
  private roundingOf(operands: readonly Term[], codes: readonly Code[]): string {
    const isVariable = ({ operator, text }: Term) => operator === "name" && this.variables.includes(text);
    const [factor] = codes.filter((_, i) => !this.depends(operands[i] as Term));
    if (!factor || factor.error !== EXACT || !operands.some(isVariable)) return "U";
    const name = `u${this.name()}`;
    this.before.push(`const ${name} = fround(${factor.value}) === ${factor.value} ? 0 : U;`);
    return name;
  }

  private store(term: Term, value: string, error: (name: string) => string): Code {
    const name = this.name();
    this.line(term, `const v${name} = ${value};`);
    const bound = error(`v${name}`);
    if (bound === EXACT) return { value: `v${name}`, error: EXACT };
    this.line(term, `const e${name} = ${bound};`);
    return { value: `v${name}`, error: `e${name}` };
  }

  private line(term: Term, text: string): void {
    (this.depends(term) ? this.lines : this.before).push(text);
  }

  private name(): number {
    return this.names++;
  }

  private depends(term: Term): boolean {
    return [...everyTerm(term)].some(({ operator, text }) => operator === "name" && this.variables.includes(text));
  }
}

function* everyTerm(term: Term): Generator<Term> {
  yield term;
  for (const operand of term.operands) yield* everyTerm(operand);
}

/** The terms needed whichever way the conditions go. */
function certainTerms(term: Term, found = new Set<Term>()): ReadonlySet<Term> {
  found.add(term);
  const operands = term.operator === "where" ? term.operands.slice(0, 1) : term.operands;
  for (const operand of operands) certainTerms(operand, found);
  return found;
}

/** Whether the decimal is the double: up to 15 digits, and a multiple of 2^-10. */
function isExact(digits: string): boolean {
  return digits.length <= 15 && Number.isInteger(Number(digits) * 2 ** 10);
}

function isFunctionOfName({ operator, operands }: Term): boolean {
  return operator in FUNCTIONS && operands[0]?.operator === "name";
}

function isPowerOfTwo({ operator, operands, text }: Term): boolean {
  if (operator === "negate") return isPowerOfTwo(operands[0] as Term);
  return operator === "number" && isExact(text) && Number.isInteger(Math.log2(Number(text)));
}

function sum(...errors: string[]): string {
  const terms = errors.filter((error) => error !== EXACT);
  return terms.length > 1 ? `(${terms.join(" + ")})` : (terms[0] ?? EXACT);
}

function times(factor: string, error: string): string {
  return error === EXACT ? EXACT : `${factor} * ${error}`;
}

/** The error of the smaller or larger of two: its own, where theirs leave no doubt which it is. */
function errorOfChoice(chosen: string, a: Code, b: Code): string {
  const both = sum(a.error, b.error);
  return both === EXACT
    ? EXACT
    : `(abs(${a.value} - ${b.value}) > ${both} ? (${chosen} === ${a.value} ? ${a.error} : ${b.error}) : ${both})`;
}

function either(a: string, b: string): string {
  return a === EXACT ? b : b === EXACT ? a : `(${a}) || (${b})`;
}
