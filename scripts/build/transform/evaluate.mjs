import { context } from "../layout.mjs";
import { ENTRY } from "./tables.mjs";

const UNREACHABLE = Symbol("unreachable");

/**
 * Straight code, evaluated symbolically: calls are followed, conditions decided, and what was
 * computed before is not computed again. What remains of a function is a list of assignments, each
 * to a local of its own.
 *
 * Methods of engines restart from x, so a kernel says the same things again and again. Optimising
 * engines merge them, but baseline tiers do not, and nor does Binaryen. Against inlining alone
 * modules are 15 to 25 % smaller and a pair is 2.9 times faster before tier-up; against inlining,
 * cleaning and value numbering in Binaryen, which gives the same bytes, a module takes a third of
 * the time.
 */
export class Evaluation {
  #tree;
  #functions;
  #parameters = 0;
  /** Types of the locals, statements that assign them. */
  #vars = [];
  #statements = [];
  /** Operation on values -> the value it gave. */
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
    this.#parameters = params.length;
    const body = this.#body(
      name,
      params.map((type, index) => ({ type, index })),
    );
    module.removeFunction(name);
    module.addFunction(name, binaryen.createType(params), results, this.#vars, module.block(null, body, results));
  }

  #body(name, values) {
    try {
      const result = this.#call(name, values);
      return result ? [...this.#statements, this.#use(result)] : this.#statements;
    } catch (error) {
      if (error === UNREACHABLE) return [this.#tree.module.unreachable()];
      throw error;
    }
  }

  #call(name, values) {
    const callee = this.#functions.get(name);
    if (!callee) throw Error(`${name} has no body`);
    const frame = {
      name,
      locals: new Map(values.entries()),
      leaving: null,
      carried: null,
    };
    const result = this.#run(callee.body, frame);
    return frame.leaving ? frame.carried : result;
  }

  /**
   * The value of an expression: `{ type, index }` of a local, or `{ type, constant, key }`; null if
   * it has none.
   */
  #run(expression, frame) {
    const { binaryen } = this.#tree;
    const kind = this.#tree.kind(expression);
    const node = binaryen[kind];
    switch (kind) {
      case "Const":
        return this.#constant(expression);
      case "GlobalGet":
        return this.#global(node.getName(expression), frame);
      case "LocalGet":
        return frame.locals.get(node.getIndex(expression)) ?? this.#zero(this.#tree.type(expression));
      case "LocalSet": {
        const value = this.#run(node.getValue(expression), frame);
        frame.locals.set(node.getIndex(expression), value);
        return value;
      }
      case "Block":
        return this.#block(expression, frame);
      case "If": {
        const rare = this.#tree.rare.match(expression);
        if (rare) return this.#rarely(rare, frame);
        const branch = this.#decide(node.getCondition(expression), frame) ? node.getIfTrue(expression) : node.getIfFalse(expression);
        return branch ? this.#run(branch, frame) : null;
      }
      case "Break":
      case "Return":
        return this.#leave(expression, frame);
      case "Switch":
        return this.#choose(expression, frame);
      case "Call":
        if (node.getTarget(expression) === ENTRY) break;
        return this.#call(node.getTarget(expression), this.#operands(expression, frame));
      case "Nop":
        return null;
      case "Drop":
        this.#operands(expression, frame);
        return null;
      case "MemoryCopy":
      case "MemoryFill":
      case "Store":
        this.#statements.push(this.#apply(expression, this.#operands(expression, frame)));
        this.#version++;
        return null;
      case "SIMDLoadStoreLane":
        if (this.#tree.type(expression) !== binaryen.none) break;
        this.#statements.push(this.#apply(expression, this.#operands(expression, frame)));
        this.#version++;
        return null;
      case "Loop":
        throw Error(`${frame.name} has a loop, which only loops.ts may have`);
      case "Unreachable":
        throw UNREACHABLE;
    }
    return this.#compute(expression, this.#operands(expression, frame));
  }

  #operands(expression, frame) {
    const values = this.#tree.operands(expression).map((operand) => this.#run(operand, frame));
    if (frame.leaving) throw Error(`${frame.name} returns from within an operand`);
    return values;
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

  #leave(expression, frame) {
    const node = this.#tree.node(expression);
    const value = node.getValue(expression) ? this.#run(node.getValue(expression), frame) : null;
    const condition = node.getCondition?.(expression);
    if (condition && !this.#decide(condition, frame)) return value;
    frame.leaving = node.getName?.(expression) ?? frame;
    frame.carried = value;
    return null;
  }

  /** A jump table, by which asc finds an overridden method. */
  #choose(expression, frame) {
    const { Switch } = this.#tree.binaryen;
    const index = this.#integer(Switch.getCondition(expression), frame);
    const listed = index >= 0 && index < Switch.getNumNames(expression);
    frame.leaving = listed ? Switch.getNameAt(expression, index) : Switch.getDefaultName(expression);
    frame.carried = null;
    return null;
  }

  /**
   * The rare path: `common`, or where `needed` is set what a function of its own gives. That is
   * evaluated here, from what it takes of the frame; in phases to come it is known by its name.
   */
  #rarely({ needed, form, common }, frame) {
    const { binaryen, module, rare } = this.#tree;
    const mask = this.#run(needed, frame);
    const others = this.#run(common, frame);
    const known = rare.isForm(binaryen.Call.getTarget(form));
    const { name, values } = known
      ? { name: binaryen.Call.getTarget(form), values: this.#operands(form, frame).slice(0, -1) }
      : this.#takeOut(this.#tree.operands(form)[0], frame);
    const key = ["rare", name, ...[mask, others, ...values].map((value) => value.key ?? value.index)].join(" ");
    if (!this.#known.has(key)) {
      const call = module.call(name, [...values.map((value) => this.#use(value)), module.i32.const(0)], binaryen.v128);
      const selected = module.v128.bitselect(call, this.#use(others), this.#use(mask));
      const index = this.#parameters + this.#vars.push(binaryen.v128) - 1;
      this.#statements.push(module.local.set(index, module.if(module.v128.any_true(this.#use(mask)), selected, this.#use(others))));
      this.#known.set(key, { type: binaryen.v128, index });
    }
    return this.#known.get(key);
  }

  /**
   * Makes an expression a function of the values that it takes from the frame, and of the context.
   */
  #takeOut(expression, frame) {
    const { binaryen } = this.#tree;
    const taken = new Map();
    const locals = new Map(frame.locals);
    this.#tree.some(expression, (one) => {
      const index = this.#tree.kind(one) === "LocalGet" ? binaryen.LocalGet.getIndex(one) : -1;
      const value = frame.locals.get(index);
      if (!value || value.constant) return false;
      if (!taken.has(value.index)) taken.set(value.index, { value, parameter: { type: value.type, index: taken.size } });
      locals.set(index, taken.get(value.index).parameter);
      return false;
    });
    const inner = new Evaluation(this.#tree, this.#functions);
    inner.#parameters = taken.size + 1;
    const result = inner.#run(expression, { name: frame.name, locals, leaving: null, carried: null });
    const body = this.#tree.module.block(null, [...inner.#statements, inner.#use(result)], binaryen.v128);
    const values = [...taken.values()].map(({ value }) => value);
    return {
      name: this.#tree.rare.add(
        values.map(({ type }) => type),
        inner.#vars,
        body,
      ),
      values,
    };
  }

  #decide(condition, frame) {
    return this.#integer(condition, frame) !== 0;
  }

  #integer(expression, frame) {
    const value = this.#run(expression, frame);
    if (!value.constant) throw Error(`${frame.name} branches on data: kernels select instead, or take the rare path of lanes.ts`);
    return this.#tree.binaryen.Const.getValueI32(value.constant);
  }

  #global(name, frame) {
    const { init, mutable } = this.#tree.binaryen.getGlobalInfo(this.#tree.module.getGlobal(name));
    if (mutable) throw Error(`${frame.name} reads the variable ${name}`);
    return this.#run(init, frame);
  }

  /** An operation: folded if it can be, looked up if it is known, else assigned to a new local. */
  #compute(expression, values) {
    const { binaryen, module } = this.#tree;
    const type = this.#tree.type(expression);
    const load = ["Load", "SIMDLoad", "SIMDLoadStoreLane"].includes(this.#tree.kind(expression));
    if (!load && values.every(({ constant }) => constant)) {
      const folded = new binaryen.ExpressionRunner(module, 0, 0, 0).runAndDispose(this.#apply(expression, values));
      if (folded) return this.#constant(folded);
    }
    const address =
      load && values[0].constant && binaryen.Const.getValueI32(values[0].constant) + this.#tree.node(expression).getOffset(expression);
    if (address >= context.CLASSES) return this.#constant(module.i32.const(address - context.CLASSES));
    // Other loads from constant addresses are parameters (constants.mjs), which no store changes.
    const version = load && !values[0].constant ? this.#version : "";
    const key = [this.#operation(expression), version, ...values.map((value) => value.key ?? value.index)].join(" ");
    if (!this.#known.has(key)) {
      const index = this.#parameters + this.#vars.push(type) - 1;
      this.#statements.push(module.local.set(index, this.#apply(expression, values)));
      this.#known.set(key, { type, index });
    }
    return this.#known.get(key);
  }

  /** The operation of an expression on its operands, as text. */
  #operation(expression) {
    const node = this.#tree.node(expression);
    const details = ["getTarget", "getOp", "getIndex", "getMask", "getOffset", "getBytes", "isSigned"].map((name) =>
      node[name]?.(expression),
    );
    return [this.#tree.kind(expression), this.#tree.type(expression), ...details].join(" ");
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
    const type = this.#tree.type(expression);
    const value = this.#tree.binaryen.Const[`getValue${this.#typeName(type).toUpperCase()}`](expression);
    return {
      type,
      constant: expression,
      key: `${type}:${Object.is(value, -0) ? "-0" : value}`,
    };
  }

  #zero(type) {
    const zero = type === this.#tree.binaryen.v128 ? new Array(16).fill(0) : 0;
    return this.#constant(this.#tree.module[this.#typeName(type)].const(zero));
  }

  #typeName(type) {
    return ["i32", "i64", "f32", "f64", "v128"].find((name) => this.#tree.binaryen[name] === type);
  }
}
