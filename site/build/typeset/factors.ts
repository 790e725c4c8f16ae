/**
 * Terms as people sort them: signs in front of products, numbers first, and equal factors as
 * powers.
 */
import type { Term } from "../../../oracle/formula.js";

/** A factor, and how often it occurs. */
export interface Power {
  readonly base: Term;
  readonly exponent: number;
}

/** The sign of a term, and the term without it. */
export interface Signed {
  readonly isNegative: boolean;
  /** Factors, numbers first: none of 1. */
  readonly factors: readonly Power[];
}

/** The factors of a product, with the minus signs among them in front. */
export function factorsOf(term: Term): Signed {
  const { isNegative, factors } = flat(term);
  const powers: { base: Term; exponent: number }[] = [];
  for (const factor of factors.filter(({ text }) => text !== "1")) {
    const same = powers.find(({ base }) => base.text === factor.text);
    if (same && factor.operator !== "number") same.exponent++;
    else powers.push({ base: factor, exponent: 1 });
  }
  return { isNegative, factors: powers.sort((a, b) => rank(a.base) - rank(b.base)) };
}

function flat(term: Term): { readonly isNegative: boolean; readonly factors: readonly Term[] } {
  const [a, b] = term.operands as [Term, Term];
  if (term.operator === "negate") {
    const { isNegative, factors } = flat(a);
    return { isNegative: !isNegative, factors };
  }
  if (term.operator === "*") {
    const [left, right] = [flat(a), flat(b)];
    return { isNegative: left.isNegative !== right.isNegative, factors: [...left.factors, ...right.factors] };
  }
  // A fraction is written without its sign, which stands before it.
  const isNegative = term.operator === "/" && flat(a).isNegative !== flat(b).isNegative;
  return { isNegative, factors: [term] };
}

const isConstant = ({ operator, operands }: Term): boolean =>
  operator === "number" || (["/", "sqrt", "log"].includes(operator) && operands.every((one) => one.text === "pi" || isConstant(one)));

/**
 * Constants come first, then names, and sums over entries last: what follows those is not in them.
 */
function rank(term: Term): number {
  if (term.operator === "number") return 0;
  if (isConstant(term)) return 1;
  if (term.operator === "sum") return 4;
  return ["name", "entry", "/"].includes(term.operator) ? 2 : 3;
}

/** The terms of a sum, in their order, each with its sign. */
export function summandsOf(term: Term): readonly { readonly isSubtracted: boolean; readonly term: Term }[] {
  const [a, b] = term.operands as [Term, Term];
  if (term.operator !== "+" && term.operator !== "-") return [{ isSubtracted: false, term }];
  return [...summandsOf(a), { isSubtracted: term.operator === "-", term: b }];
}
