/** Expressions as text, read without `eval`: a page may forbid that. */

/** The value of an expression, where names stand for numbers. */
export type Formula = (scope: Readonly<Record<string, number>>) => number;

/** The binary operators, weakest first. */
const OPERATORS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { "&&": (a, b) => a && b, "&": (a, b) => a && b },
  {
    "<": (a, b) => Number(a < b),
    "<=": (a, b) => Number(a <= b),
    ">": (a, b) => Number(a > b),
    ">=": (a, b) => Number(a >= b),
    "==": (a, b) => Number(a === b),
  },
  { "+": (a, b) => a + b, "-": (a, b) => a - b },
  { "*": (a, b) => a * b, "/": (a, b) => a / b },
];
const TOKEN = /\d+\.?\d*(?:e[+-]?\d+)?|[A-Za-z][\w.]*|&&?|[<>=]=|[-+*/<>?:(),]/g;

/**
 * An expression with numbers, names, operators and calls of `Math`, as a function of what the names
 * stand for: of JavaScript, or of the specification.
 */
export function formulaOf(text: string): Formula {
  const tokens = text.match(TOKEN) ?? [];
  let next = 0;
  const conditional = (): Formula => {
    const condition = infix(0);
    if (tokens[next] !== "?") return condition;
    next++;
    const yes = conditional();
    next++;
    const no = conditional();
    return (scope) => (condition(scope) ? yes(scope) : no(scope));
  };
  const infix = (level: number): Formula => {
    const operators = OPERATORS[level];
    if (!operators) return prefix();
    let left = infix(level + 1);
    for (let operate = operators[tokens[next] ?? ""]; operate; operate = operators[tokens[next] ?? ""]) {
      next++;
      const [a, b, both] = [left, infix(level + 1), operate];
      left = (scope) => both(a(scope), b(scope));
    }
    return left;
  };
  const prefix = (): Formula => {
    const token = tokens[next++] ?? "";
    if (token === "-") {
      const operand = prefix();
      return (scope) => -operand(scope);
    }
    if (token === "(") {
      const inner = conditional();
      next++;
      return inner;
    }
    const number = Number(token);
    if (!Number.isNaN(number)) return () => number;
    if (tokens[next] !== "(") return (scope) => scope[token] as number;
    const operands: Formula[] = [];
    do {
      next++;
      operands.push(conditional());
    } while (tokens[next] === ",");
    next++;
    const call = Math[token.replace("Math.", "") as "max"];
    const [a, b] = operands as [Formula, Formula | undefined];
    return b ? (scope) => call(a(scope), b(scope)) : (scope) => call(a(scope));
  };
  return conditional();
}
