/** Where each kind of Binaryen expression keeps its operands, in order of evaluation. A kind that is missing here stops the build. */
const OPERANDS = {
  Block: [],
  Loop: ["Body"],
  If: ["Condition", "IfTrue", "IfFalse"],
  Break: ["Value", "Condition"],
  Return: ["Value"],
  Call: [],
  Drop: ["Value"],
  Nop: [],
  Unreachable: [],
  Select: ["IfTrue", "IfFalse", "Condition"],
  LocalGet: [],
  LocalSet: ["Value"],
  GlobalGet: [],
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

/** Binaryen's functions and expressions as trees that can be read and rewritten. */
export class Tree {
  #kinds;

  constructor(binaryen, module) {
    this.binaryen = binaryen;
    this.module = module;
    this.#kinds = new Map(Object.keys(OPERANDS).map((kind) => [binaryen[`${kind}Id`], kind]));
  }

  kind(expression) {
    const kind = this.#kinds.get(this.binaryen.getExpressionId(expression));
    if (kind) return kind;
    throw Error(`expression ${this.binaryen.getExpressionId(expression)} is not in OPERANDS (scripts/transform/tree.mjs)`);
  }

  /** Binaryen's accessors for expressions of this kind. */
  node(expression) {
    return this.binaryen[this.kind(expression)];
  }

  type(expression) {
    return this.binaryen.getExpressionType(expression);
  }

  operands(expression) {
    const kind = this.kind(expression);
    const node = this.binaryen[kind];
    if (kind === "Block") return Array.from({ length: node.getNumChildren(expression) }, (_, i) => node.getChildAt(expression, i));
    if (kind === "Call") return Array.from({ length: node.getNumOperands(expression) }, (_, i) => node.getOperandAt(expression, i));
    return OPERANDS[kind].map((operand) => node[`get${operand}`](expression)).filter((operand) => operand);
  }

  /** Replaces the operands, in the order of {@link operands}. */
  setOperands(expression, operands) {
    const kind = this.kind(expression);
    const node = this.binaryen[kind];
    if (kind === "Block") operands.forEach((operand, i) => node.setChildAt(expression, i, operand));
    else if (kind === "Call") operands.forEach((operand, i) => node.setOperandAt(expression, i, operand));
    else OPERANDS[kind].filter((operand) => node[`get${operand}`](expression)).forEach((name, i) => node[`set${name}`](expression, operands[i]));
  }

  /** Puts `change(expression)` in place of every expression of a tree, operands first. */
  rewrite(expression, change) {
    this.setOperands(
      expression,
      this.operands(expression).map((operand) => this.rewrite(operand, change)),
    );
    return change(expression);
  }

  /** Whether `test` holds anywhere in a tree. */
  some(expression, test) {
    return test(expression) || this.operands(expression).some((operand) => this.some(operand, test));
  }

  /** The functions that have a body, by name. */
  functions() {
    const { binaryen, module } = this;
    const all = Array.from({ length: module.getNumFunctions() }, (_, i) => module.getFunctionByIndex(i));
    return new Map(
      all.map((reference) => ({ reference, ...binaryen.getFunctionInfo(reference) })).flatMap((one) => (one.base ? [] : [[one.name, one]])),
    );
  }
}
