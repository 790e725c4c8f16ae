/** Where each kind of Binaryen expression keeps its operands. A kind that is missing here stops the build. */
const OPERANDS = {
  Block: [],
  Loop: ["Body"],
  If: ["Condition", "IfTrue", "IfFalse"],
  Break: ["Condition", "Value"],
  Return: ["Value"],
  Drop: ["Value"],
  Nop: [],
  Unreachable: [],
  Select: ["IfTrue", "IfFalse", "Condition"],
  LocalGet: [],
  LocalSet: ["Value"],
  Const: [],
  Unary: ["Value"],
  Binary: ["Left", "Right"],
  Load: ["Ptr"],
  Store: ["Ptr", "Value"],
  SIMDLoad: ["Ptr"],
  SIMDLoadStoreLane: ["Ptr", "Vec"],
  SIMDTernary: ["A", "B", "C"],
  SIMDShift: ["Vec", "Shift"],
  SIMDShuffle: ["Left", "Right"],
  SIMDExtract: ["Vec"],
  SIMDReplace: ["Vec", "Value"],
};

/** Binaryen's expressions as a tree that can be read and rewritten. */
export class Expressions {
  #binaryen;
  #kinds;

  constructor(binaryen) {
    this.#binaryen = binaryen;
    this.#kinds = new Map(Object.keys(OPERANDS).map((kind) => [binaryen[`${kind}Id`], kind]));
  }

  kind(expression) {
    const id = this.#binaryen.getExpressionId(expression);
    const kind = this.#kinds.get(id);
    if (kind) return kind;
    if (id !== this.#binaryen.CallId) throw Error(`expression ${id} is not in OPERANDS (scripts/transform/expressions.mjs)`);
    throw Error(`a call of ${this.#binaryen.Call.getTarget(expression)} was not inlined`);
  }

  operands(expression) {
    const kind = this.kind(expression);
    const node = this.#binaryen[kind];
    if (kind === "Block") return Array.from({ length: node.getNumChildren(expression) }, (_, i) => node.getChildAt(expression, i));
    return OPERANDS[kind].map((operand) => node[`get${operand}`](expression)).filter((operand) => operand);
  }

  /** Puts `change(operand)` in place of each operand, and theirs first. Returns what stands for the expression itself. */
  rewrite(expression, change) {
    const kind = this.kind(expression);
    const node = this.#binaryen[kind];
    if (kind === "Block")
      for (let i = 0; i < node.getNumChildren(expression); i++)
        node.setChildAt(expression, i, this.rewrite(node.getChildAt(expression, i), change));
    for (const operand of OPERANDS[kind]) {
      const child = node[`get${operand}`](expression);
      if (child) node[`set${operand}`](expression, this.rewrite(child, change));
    }
    return change(expression, kind, node);
  }

  /** The functions of a module that have a body. */
  *functions(module) {
    for (let i = 0; i < module.getNumFunctions(); i++) {
      const reference = module.getFunctionByIndex(i);
      const info = this.#binaryen.getFunctionInfo(reference);
      if (!info.base) yield { reference, name: info.name, body: info.body, context: this.#binaryen.expandType(info.params).length - 1 };
    }
  }
}
