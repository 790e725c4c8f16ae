/** Conditional terms as cases that exclude each other. */
import type { Term } from "../../../oracle/formula.js";

/** A case: conditions that all hold, none for what is left. */
export interface Case {
  readonly value: Term;
  readonly conditions: readonly Term[];
}

const OPPOSITES: Readonly<Record<string, string>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

/** The cases of a chain of conditions; those within a case are told with its own. */
export function casesOf(term: Term): readonly Case[] {
  if (term.operator !== "where") return [{ value: term, conditions: [] }];
  const [condition, yes, no] = term.operands as [Term, Term, Term];
  const own = allOf(condition);
  const inner = casesOf(yes);
  const named = inner.map(({ value, conditions }, i) => {
    const rest = conditions.length > 0 ? conditions : inner.slice(0, i).flatMap(({ conditions: [one] }) => (one ? [opposite(one)] : []));
    return { value, conditions: [...own, ...rest] };
  });
  return [...named, ...casesOf(no)];
}

/** The conditions that hold where all of them do. */
function allOf(condition: Term): readonly Term[] {
  return condition.operator === "&" ? condition.operands.flatMap(allOf) : [condition];
}

function opposite({ operator, operands, text }: Term): Term {
  const other = OPPOSITES[operator];
  if (!other) throw new Error(`the opposite of ${text} has no sign`);
  return { operator: other, operands, text: `not ${text}` };
}

/** Conditions as pairs that bound one term from both sides, a < b < c, and others alone. */
export function rangesOf(conditions: readonly Term[]): readonly (readonly [Term] | readonly [low: Term, high: Term])[] {
  const [one, other, ...rest] = conditions;
  if (!one) return [];
  if (!other) return [[one]];
  const bounded = (condition: Term) => (condition.operands[0] as Term).text;
  const isBound = bounded(one) === bounded(other) && OPPOSITES[one.operator]?.[0] === other.operator[0];
  if (!isBound) return [[one], ...rangesOf([other, ...rest])];
  return [one.operator.startsWith(">") ? [one, other] : [other, one], ...rangesOf(rest)];
}
