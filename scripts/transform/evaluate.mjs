/**
 * Straight code, evaluated symbolically: calls are followed, conditions decided, and what was computed before is not computed
 * again. What remains is one list of assignments, each to a local of its own.
 *
 * Methods of engines restart from x, so a kernel computes the same things again and again. Every optimising engine merges
 * them, but baseline tiers do not, and nor does Binaryen: without this a pair is 2.9 times slower before tier-up, modules are
 * 15 to 25 % larger, and take three times as long to build.
 */
export class Evaluation {
  #tree;
  #functions;
  #vars = [];
  #statements = [];
  /** Operation on values -> its value. */
  #known = new Map();
  /** Counts stores: a load is as good as an earlier one only if nothing was written in between. */
  #version = 0;

  constructor(tree, functions) {
    this.#tree = tree;
    this.#functions = functions;
  }

  /** Puts the evaluated body in place of the function's own. */
  replace({ name, params, results }) {
    const { binaryen, module } = this.#tree;
    const types = binaryen.expandType(params);
    this.first = types.length;
    const result = this.#call(
      name,
      types.map((type, index) => ({ type, index })),
    );
    const body = result ? [...this.#statements, this.#use(result)] : this.#statements;
    module.removeFunction(name);
    module.addFunction(name, params, results, this.#vars, module.block(null, body, results));
  }

  #call(name, values) {
    const callee = this.#functions.get(name);
    if (!callee) throw Error(`${name} has no body`);
    const frame = { name, locals: new Map(values.entries()), leaving: null, carried: null };
    const result = this.#run(callee.body, frame);
    return frame.leaving ? frame.carried : result;
  }

  /** The value of an expression: `{ type, index }` of a local, or `{ type, constant, key }`. None if it has none. */
  #run(expression, frame) {
    const { binaryen, module } = this.#tree;
    const kind = this.#tree.kind(expression);
    const node = binaryen[kind];
    const type = this.#tree.type(expression);
    switch (kind) {
      case "Const":
        return this.#constant(expression);
      case "GlobalGet": {
        const { init, mutable } = binaryen.getGlobalInfo(module.getGlobal(node.getName(expression)));
        if (mutable) throw Error(`${frame.name} reads the variable ${node.getName(expression)}`);
        return this.#run(init, frame);
      }
      case "LocalGet":
        return frame.locals.get(node.getIndex(expression)) ?? this.#zero(type);
      case "LocalSet": {
        const value = this.#run(node.getValue(expression), frame);
        frame.locals.set(node.getIndex(expression), value);
        return value;
      }
      case "Block":
        return this.#block(expression, frame);
      case "If": {
        const branch = this.#decide(node.getCondition(expression), frame) ? node.getIfTrue(expression) : node.getIfFalse(expression);
        return branch ? this.#run(branch, frame) : null;
      }
      case "Break":
      case "Return": {
        const value = node.getValue(expression) ? this.#run(node.getValue(expression), frame) : null;
        const condition = kind === "Break" && node.getCondition(expression);
        if (condition && !this.#decide(condition, frame)) return value;
        frame.leaving = kind === "Break" ? node.getName(expression) : frame;
        frame.carried = value;
        return null;
      }
      case "Loop":
        throw Error(`${frame.name} is called from straight code and has a loop`);
      case "Unreachable":
        throw Error(`${frame.name} is unreachable`);
    }
    const values = this.#tree.operands(expression).map((operand) => this.#run(operand, frame));
    switch (kind) {
      case "Nop":
      case "Drop":
        return null;
      case "Call":
        return this.#call(node.getTarget(expression), values);
      case "Store":
      case "SIMDLoadStoreLane":
        this.#version++;
        this.#statements.push(this.#apply(expression, values));
        return null;
      default:
        return this.#compute(expression, values);
    }
  }

  #block(expression, frame) {
    const name = this.#tree.binaryen.Block.getName(expression);
    let value = null;
    for (const child of this.#tree.operands(expression)) {
      value = this.#run(child, frame);
      if (!frame.leaving) continue;
      if (frame.leaving !== name) return null;
      frame.leaving = null;
      return frame.carried;
    }
    return value;
  }

  #decide(condition, frame) {
    const value = this.#run(condition, frame);
    if (!value.constant) throw Error(`${frame.name} branches on data; straight code selects`);
    return this.#tree.binaryen.Const.getValueI32(value.constant) !== 0;
  }

  /** An operation: folded if it can be, looked up if it is known, else assigned to a new local. */
  #compute(expression, values) {
    const { binaryen, module } = this.#tree;
    const kind = this.#tree.kind(expression);
    const type = this.#tree.type(expression);
    const load = kind === "Load" || kind === "SIMDLoad";
    if (!load && values.every((value) => value.constant)) {
      const folded = new binaryen.ExpressionRunner(module, 0, 0, 0).runAndDispose(this.#apply(expression, values));
      if (folded) return this.#constant(folded);
    }
    const key = `${this.#operation(expression)} ${load && !values[0].constant ? this.#version : ""} ${values.map((value) => value.key ?? value.index)}`;
    if (!this.#known.has(key)) {
      const index = this.first + this.#vars.push(type) - 1;
      this.#statements.push(module.local.set(index, this.#apply(expression, values)));
      this.#known.set(key, { type, index });
    }
    return this.#known.get(key);
  }

  /** What an expression does to its operands, as text. */
  #operation(expression) {
    const node = this.#tree.node(expression);
    const details = ["Op", "Index", "Mask", "Offset", "Bytes", "Align"].flatMap((name) => node[`get${name}`]?.(expression) ?? []);
    return `${this.#tree.kind(expression)} ${this.#tree.type(expression)} ${details}`;
  }

  #apply(expression, values) {
    const copy = this.#tree.module.copyExpression(expression);
    this.#tree.setOperands(
      copy,
      values.map((value) => this.#use(value)),
    );
    return copy;
  }

  #use({ type, index, constant }) {
    const { module } = this.#tree;
    return constant ? module.copyExpression(constant) : module.local.get(index, type);
  }

  #constant(expression) {
    const { binaryen } = this.#tree;
    const type = this.#tree.type(expression);
    const names = { [binaryen.i32]: "I32", [binaryen.i64]: "I64", [binaryen.f32]: "F32", [binaryen.f64]: "F64", [binaryen.v128]: "V128" };
    const value = binaryen.Const[`getValue${names[type]}`](expression);
    return { type, constant: expression, key: `${names[type]}(${Object.is(value, -0) ? "-0" : value})` };
  }

  #zero(type) {
    const { binaryen, module } = this.#tree;
    const zero = {
      [binaryen.i32]: () => module.i32.const(0),
      [binaryen.i64]: () => module.i64.const(0, 0),
      [binaryen.f32]: () => module.f32.const(0),
      [binaryen.f64]: () => module.f64.const(0),
      [binaryen.v128]: () => module.v128.const(new Array(16).fill(0)),
    };
    return this.#constant(zero[type]());
  }
}
