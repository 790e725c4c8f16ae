/** Terms of the specification's formulas in TeX, as mathematics writes them. */
import type { Term } from "../../../oracle/formula.js";
import { casesOf, rangesOf } from "./cases.js";
import { factorsOf, type Power, summandsOf } from "./factors.js";
import { functionOf, isWord, nameOf, numberOf } from "./words.js";

/** How tightly operators bind. */
const LEVELS: Readonly<Record<string, number>> = { "&": 0, "<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "+": 2, "-": 2, negate: 2, "*": 3 };
const RELATIONS: Readonly<Record<string, string>> = { "<": "<", "<=": "\\le", ">": ">", ">=": "\\ge", "==": "=" };
/** Relations as they are written with their sides changed. */
const TURNED: Readonly<Record<string, string>> = { ">": "<", ">=": "\\le" };
/** The product, the whole of a power: what is larger needs parentheses. */
const [PRODUCT, ATOM] = [3, 9];

/** Functions whose powers stand between name and argument. */
const POWERED = new Set(["tanh", "sinh", "cosh", "sin", "cos", "tan"]);
/** The functions that make of rows others, of which an entry is meant. */
const OF_ROWS = new Set(["softmax"]);

export class Typesetter {
  /**
   * @param rows - The names that stand for all entries of a row.
   * @param index - The index of the entry that they stand for, within a sum over all.
   * @param isSmall - Whether it is an exponent, in which fractions have no height.
   */
  constructor(
    private readonly rows: ReadonlySet<string> = new Set(),
    private readonly index = "",
    private readonly isSmall = false,
  ) {}

  of(term: Term): string {
    const { operator, operands, text } = term;
    const [a, b] = operands as [Term, Term];
    if (operator === "number") return this.isSmall && text === "0.5" ? "1/2" : numberOf(text);
    if (operator === "name") return this.rows.has(text) && this.index ? `${nameOf(text)}_${this.index}` : nameOf(text);
    if (operator === "entry") return `${nameOf(a.text)}_{${this.of(b)}}`;
    if (operator === "where") return this.cases(term);
    if (operator === "+" || operator === "-") return this.sum(term);
    if (operator === "*" || operator === "/" || operator === "negate") return this.product(term);
    if (operator === "&") return `${this.of(a)} \\text{ and } ${this.of(b)}`;
    if (operator in RELATIONS) return `${this.within(a, 2)} ${RELATIONS[operator]} ${this.within(b, 2)}`;
    return this.call(term);
  }

  /** A term as a part of another, in parentheses where it binds less. */
  private within(term: Term, level: number): string {
    const tex = term.operator === "/" ? this.fraction(term) : this.of(term);
    return levelOf(term) < level ? parenthesized(tex) : tex;
  }

  private sum(term: Term): string {
    return summandsOf(term)
      .map(({ isSubtracted, term: one }, i) => {
        const { isNegative, factors } = factorsOf(one);
        const isMinus = isSubtracted !== isNegative;
        const tex = one.operator === "expm1" && !isMinus ? this.of(one) : this.factors(factors);
        return i === 0 ? `${isMinus ? "-" : ""}${tex}` : `${isMinus ? "-" : "+"} ${tex}`;
      })
      .join(" ");
  }

  private product(term: Term): string {
    const { isNegative, factors } = factorsOf(term);
    return `${isNegative ? "-" : ""}${this.factors(factors)}`;
  }

  private factors(factors: readonly Power[]): string {
    if (factors.length === 0) return "1";
    const [first] = factors as [Power];
    if (factors.length === 1 && first.exponent === 1) return this.within(first.base, PRODUCT);
    return factors
      .map((one, i) => {
        const tex = this.power(one, i < factors.length - 1);
        if (i === 0) return tex;
        const before = factors[i - 1] as Power;
        const isDot = /^[\d.]/.test(tex) || isWord(tex) || isWord(this.power(before, true));
        return `${isDot ? "\\cdot" : "\\,"} ${tex}`;
      })
      .join(" ");
  }

  private power({ base, exponent }: Power, isFollowed: boolean): string {
    if (isIndicator(base)) return `\\mathbf{1}_{${this.of(base.operands[0] as Term)}}`;
    const isOpen = base.operator === "sum" && (isFollowed || exponent > 1);
    const tex = isOpen ? parenthesized(this.of(base)) : this.within(base, PRODUCT + 1);
    if (exponent === 1) return tex;
    if (POWERED.has(base.operator)) return `${functionOf(base.operator)}^{${exponent}}${this.arguments(base)}`;
    return `${isAtom(base) ? tex : parenthesized(this.of(base))}^{${exponent}}`;
  }

  /** A fraction without its sign. */
  private fraction({ operands }: Term): string {
    const [above, below] = operands.map((one) => factorsOf(one).factors) as [readonly Power[], readonly Power[]];
    if (!this.isSmall) return `\\frac{${this.whole(above)}}{${this.whole(below)}}`;
    const divisor = this.factors(below);
    return `${this.factors(above)}/${below.length > 1 ? parenthesized(divisor) : divisor}`;
  }

  /** Factors that stand alone, so that a sum needs no parentheses. */
  private whole(factors: readonly Power[]): string {
    const [only, ...others] = factors;
    return only && others.length === 0 && only.exponent === 1 && only.base.operator !== "/" ? this.of(only.base) : this.factors(factors);
  }

  private cases(term: Term): string {
    const lines = casesOf(term).map(({ value, conditions }) => {
      const told = rangesOf(conditions).map((range) => this.range(range));
      return `\\, ${this.of(value)} & ${told.length > 0 ? `\\text{if } ${told.join(" \\text{ and } ")}` : "\\text{otherwise}"}`;
    });
    return `\\begin{dcases} ${lines.join(" \\\\ ")} \\end{dcases}`;
  }

  private range([low, high]: readonly [Term, Term?]): string {
    if (!high) return this.of(low);
    const [bounded, least] = low.operands as [Term, Term];
    return `${this.of(least)} ${TURNED[low.operator]} ${this.of(bounded)} ${RELATIONS[high.operator]} ${this.of(high.operands[1] as Term)}`;
  }

  private call(term: Term): string {
    const { operator, operands } = term;
    const [a, b] = operands as [Term, Term];
    const small = new Typesetter(this.rows, this.index, true);
    if (operator === "sqrt") return `\\sqrt{${this.of(a)}}`;
    if (operator === "cbrt") return `\\sqrt[3]{${this.of(a)}}`;
    if (operator === "abs") return `\\left|${this.of(a)}\\right|`;
    if (operator === "exp") return `e^{${small.of(a)}}`;
    if (operator === "exp2") return `2^{${small.of(a)}}`;
    if (operator === "expm1") return `e^{${small.of(a)}} - 1`;
    if (operator === "log1p") return `\\log${parenthesized(`1 + ${this.of(a)}`)}`;
    if (operator === "pow") return `${isAtom(a) ? this.of(a) : parenthesized(this.of(a))}^{${powerOf(b) ?? small.of(b)}}`;
    if (operator === "logNormalCdf") return `\\log \\Phi${this.arguments(term)}`;
    if (operator === "sum") return this.over(a, (inner, index) => `\\sum_{${index}} ${inner.within(a, PRODUCT)}`);
    if (operator === "argmax") return this.over(a, (inner, index) => `\\operatorname{arg\\,max}_{${index}} ${inner.within(a, PRODUCT)}`);
    if ((operator === "max" || operator === "min") && !b)
      return this.over(a, (inner, index) => `\\${operator}_{${index}} ${inner.within(a, PRODUCT)}`);
    if (OF_ROWS.has(operator))
      return `${functionOf(operator)}${new Typesetter(new Set(), "", this.isSmall).arguments(term)}${this.index && `_${this.index}`}`;
    return `${functionOf(operator)}${this.arguments(term)}`;
  }

  /** A part that goes over all entries, with an index of its own. */
  private over(term: Term, write: (inner: Typesetter, index: string) => string): string {
    const index = this.index === "j" ? "k" : "j";
    const hasRow = (one: Term): boolean => (one.operator === "name" && this.rows.has(one.text)) || one.operands.some(hasRow);
    return write(new Typesetter(this.rows, hasRow(term) ? index : "", this.isSmall), index);
  }

  private arguments({ operands }: Term): string {
    return parenthesized(operands.map((one) => this.of(one)).join(", "));
  }
}

/** How tightly a term binds: as its own sign does, if it has one. */
function levelOf(term: Term): number {
  if (term.operator === "expm1") return LEVELS["-"] as number;
  if (term.operator === "where") return LEVELS["+"] as number;
  if (term.operator === "*" && factorsOf(term).isNegative) return LEVELS.negate as number;
  return LEVELS[term.operator] ?? ATOM;
}

/** Whether it is 1 where a condition holds, and 0 elsewhere. */
function isIndicator({ operator, operands }: Term): boolean {
  return operator === "where" && operands[1]?.text === "1" && operands[2]?.text === "0";
}

/** Whether a power of it needs no parentheses. */
function isAtom({ operator, text }: Term): boolean {
  return operator === "name" || operator === "entry" || operator === "abs" || (operator === "number" && text !== "0.5");
}

/** Whole halves as exponents. */
function powerOf({ operator, text }: Term): string | undefined {
  return operator === "number" && Number(text) % 1 === 0.5 ? `${2 * Number(text)}/2` : undefined;
}

/** A text in parentheses, as high as it is. */
function parenthesized(tex: string): string {
  return /\\frac|\\begin|\\sum|\\sqrt/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`;
}
