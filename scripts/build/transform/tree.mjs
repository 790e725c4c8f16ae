import { RareForms } from "./rare.mjs";

/**
 * The operands of each kind of Binaryen expression, in order of evaluation. A kind that is missing
 * here stops the build.
 */
const OPERANDS = {
  Block: [],
  Loop: ["Body"],
  If: ["Condition", "IfTrue", "IfFalse"],
  Break: ["Value", "Condition"],
  Switch: ["Value", "Condition"],
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
  MemoryCopy: ["Dest", "Source", "Size"],
  MemoryFill: ["Dest", "Value", "Size"],
  SIMDLoad: ["Ptr"],
  SIMDLoadStoreLane: ["Ptr", "Vec"],
  SIMDTernary: ["A", "B", "C"],
  SIMDShift: ["Vec", "Shift"],
  SIMDShuffle: ["Left", "Right"],
  SIMDExtract: ["Vec"],
  SIMDReplace: ["Vec", "Value"],
};

/** The functions of a Binaryen module, as trees of expressions that can be read and rewritten. */
export class Tree {
  #kinds;

  constructor(binaryen, module) {
    this.binaryen = binaryen;
    this.module = module;
    this.rare = new RareForms(this);
    this.#kinds = new Map(Object.keys(OPERANDS).map((kind) => [binaryen[`${kind}Id`], kind]));
  }

  kind(expression) {
    const kind = this.#kinds.get(this.binaryen.getExpressionId(expression));
    if (kind) return kind;
    throw Error(`expression ${this.binaryen.getExpressionId(expression)} is not in OPERANDS (scripts/build/transform/tree.mjs)`);
  }

  /** Binaryen's accessors for expressions of this kind. */
  node(expression) {
    return this.binaryen[this.kind(expression)];
  }

  type(expression) {
    return this.binaryen.getExpressionType(expression);
  }

  operands(expression) {
    return this.#places(expression).map(({ get }) => get());
  }

  /** Replaces the operands, in the order of {@link operands}. */
  setOperands(expression, operands) {
    for (const [i, { set }] of this.#places(expression).entries()) set(operands[i]);
  }

  #places(expression) {
    const kind = this.kind(expression);
    const node = this.binaryen[kind];
    const listed = (count, get, set) =>
      Array.from({ length: count }, (_, i) => ({ get: () => get(expression, i), set: (operand) => set(expression, i, operand) }));
    if (kind === "Block") return listed(node.getNumChildren(expression), node.getChildAt, node.setChildAt);
    if (kind === "Call") return listed(node.getNumOperands(expression), node.getOperandAt, node.setOperandAt);
    return OPERANDS[kind]
      .filter((name) => node[`get${name}`](expression))
      .map((name) => ({ get: () => node[`get${name}`](expression), set: (operand) => node[`set${name}`](expression, operand) }));
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
    const functions = new Map();
    for (let i = 0; i < module.getNumFunctions(); i++) {
      const reference = module.getFunctionByIndex(i);
      const { name, base, params, results, body } = binaryen.getFunctionInfo(reference);
      if (!base) functions.set(name, { reference, name, params: binaryen.expandType(params), results, body });
    }
    return functions;
  }
}
