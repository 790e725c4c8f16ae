/**
 * The formula language of the specification, read into terms.
 *
 *     where(x < 0, a, b)   x > 0 & x < 1   abs min max exp expm1 log log1p sqrt sin cos atan tanh sigmoid erfc erfcx sign pow
 *     exp2 log2 log10 cbrt tan asin acos sinh cosh asinh acosh atanh erf   of x alone, atan2 of y and x
 *
 * with `pi`, `Infinity`, `NaN` and `==` besides, and `x[i]` for an entry of a row. Equal terms of
 * one formula are one object, so that an evaluator computes each once.
 */
export interface Term {
  /**
   * `+`, `exp`, `where`, ...; `entry` for `x[i]`; `number` and `name` for the leaves. `negate` is
   * the minus with one operand.
   */
  readonly operator: string;
  readonly operands: readonly Term[];
  /** The term as text, fully parenthesised; of a leaf, its digits or its name. */
  readonly text: string;
}

/** The binary operators, weakest first. */
const LEVELS = [["&"], ["<", "<=", ">", ">=", "=="], ["+", "-"], ["*", "/"]];
const TOKEN = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?)|([A-Za-z]\w*)|(<=|>=|==|[-+*/&<>(),[\]]))/y;

export function parse(formula: string): Term {
  const tokens = tokenize(formula);
  const known = new Map<string, Term>();
  let next = 0;

  const term = (operator: string, operands: readonly Term[], text: string): Term => {
    const found = known.get(text);
    if (found) return found;
    const made = { operator, operands, text };
    known.set(text, made);
    return made;
  };
  const expect = (token: string) => {
    if (tokens[next] !== token) throw new SyntaxError(`expected ${token}, found ${tokens[next] ?? "the end"} in ${formula}`);
    next++;
  };
  const infix = (level: number): Term => {
    if (level === LEVELS.length) return prefix();
    let left = infix(level + 1);
    for (let operator = tokens[next]; operator !== undefined && LEVELS[level]?.includes(operator); operator = tokens[next]) {
      next++;
      const right = infix(level + 1);
      left = term(operator, [left, right], `(${left.text} ${operator} ${right.text})`);
    }
    return left;
  };
  const prefix = (): Term => {
    const token = tokens[next++];
    if (token === undefined) throw new SyntaxError(`${formula} ends too early`);
    if (token === "-") {
      const operand = prefix();
      return term("negate", [operand], `-${operand.text}`);
    }
    if (token === "(") {
      const inner = infix(0);
      expect(")");
      return inner;
    }
    if (/^\d/.test(token)) return term("number", [], token);
    if (!/^\w/.test(token)) throw new SyntaxError(`unexpected ${token} in ${formula}`);
    if (tokens[next] === "[") {
      next++;
      const index = infix(0);
      expect("]");
      return term("entry", [term("name", [], token), index], `${token}[${index.text}]`);
    }
    if (tokens[next] !== "(") return term("name", [], token);
    const operands: Term[] = [];
    do {
      next++;
      operands.push(infix(0));
    } while (tokens[next] === ",");
    expect(")");
    return term(token, operands, `${token}(${operands.map(({ text }) => text).join(", ")})`);
  };

  const root = infix(0);
  if (next < tokens.length) throw new SyntaxError(`${formula} goes on after ${root.text}`);
  return root;
}

function tokenize(formula: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(formula);
    if (!match) throw new SyntaxError(`cannot read ${formula.slice(at)}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}
