/** The mark around an expression that is to be computed out of line: assembly/lanes.ts. */
const MARK = "assembly/lanes/outOfLine";

/**
 * The functions of the rare path. As long as functions dissolve, a call goes to an import in place
 * of each, so that none is inlined or loses a parameter. The last parameter is the context.
 */
export class RareForms {
  #tree;
  /** Text of a body -> the name of its function. */
  #names = new Map();

  constructor(tree) {
    this.#tree = tree;
  }

  /**
   * The parts of `needed has any ? select(form, common, needed) : common`, if that is what the
   * expression is.
   */
  match(expression) {
    const tree = this.#tree;
    const { binaryen } = tree;
    const { If, Unary, SIMDTernary, Call } = binaryen;
    const [condition, selected] = [If.getCondition(expression), If.getIfTrue(expression)];
    if (tree.kind(condition) !== "Unary" || Unary.getOp(condition) !== binaryen.AnyTrueVec128) return null;
    if (tree.kind(selected) !== "SIMDTernary") return null;
    const form = SIMDTernary.getA(selected);
    const target = tree.kind(form) === "Call" ? Call.getTarget(form) : "";
    if (target !== MARK && !this.isForm(target)) return null;
    return { needed: Unary.getValue(condition), form, common: SIMDTernary.getB(selected) };
  }

  isForm(name) {
    return name.startsWith("call rare/");
  }

  /** Makes a function, unless there is the same, and returns the name to call it by. */
  add(types, vars, body) {
    const { binaryen, module } = this.#tree;
    const text = `${types} ${binaryen.emitText(body)}`;
    if (!this.#names.has(text)) {
      const name = `rare/${this.#names.size}`;
      const parameters = binaryen.createType([...types, binaryen.i32]);
      module.addFunction(name, parameters, binaryen.v128, vars, body);
      module.addFunctionExport(name, name);
      module.addFunctionImport(`call ${name}`, "build", name, parameters, binaryen.v128);
      this.#names.set(text, name);
    }
    return `call ${this.#names.get(text)}`;
  }

  /** Has a call go to the function itself, with the context of the caller. */
  connect(call, context) {
    const { binaryen } = this.#tree;
    binaryen.Call.setTarget(call, binaryen.Call.getTarget(call).slice("call ".length));
    binaryen.Call.setOperandAt(call, binaryen.Call.getNumOperands(call) - 1, context);
    return call;
  }

  /** Removes what kept the functions as they are, and has them stay functions. */
  release() {
    const { binaryen, module } = this.#tree;
    if (this.#names.size === 0) return;
    binaryen.setPassArgument("no-inline", "rare/*");
    module.runPasses(["no-inline"]);
    for (const name of this.#names.values()) {
      module.removeExport(name);
      module.removeFunction(`call ${name}`);
    }
  }
}
