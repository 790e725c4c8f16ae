import { context } from "../layout.mjs";
import { dropData, ENTRY, elementsOf } from "./tables.mjs";

/**
 * Constants and parameters come from memory, through the context pointer: by convention the last
 * parameter of every export.
 *
 * V8 from 13.6 on rebuilds a `v128.const` at every use, which made kernels 1.2 to 2.2 times slower
 * than loading the same constant. So each becomes a load at a fixed offset from the context. Stored
 * 16 bytes wide and loaded with `v128.load`: as fast as a splatting load in V8 and SpiderMonkey, 10
 * to 18 % faster in JavaScriptCore.
 *
 * A parameter is a load from a constant address in the source (lanes.ts): to a kernel the context
 * is what begins at 0.
 */
const { PARAMETERS, PARAMETER, CONSTANTS } = context;

/** An address below the table. What lies beyond would be a constant: a parameter too many. */
export function belowTable(address) {
  if (address + 16 <= CONSTANTS) return address;
  const index = Math.floor((address - PARAMETERS) / PARAMETER);
  throw Error(
    `parameter ${index} is read, but there is room for ${(CONSTANTS - PARAMETERS) / PARAMETER}: 0 to ${(CONSTANTS - PARAMETERS) / PARAMETER - 1}`,
  );
}

/**
 * Rewrites the module and returns the table, 8 bytes a constant: the halves of its 16 are equal.
 */
export function externalise(tree) {
  const { binaryen, module } = tree;
  const table = [];
  const tables = new Map();

  const place = (constant) => {
    const hex = Buffer.from(binaryen.Const.getValueV128(constant)).toString("hex");
    const half = hex.slice(0, 16);
    if (hex !== half + half) throw Error(`the constant ${hex} has unequal halves`);
    if (!table.includes(half)) table.push(half);
    return CONSTANTS + 16 * table.indexOf(half);
  };
  /** The place of a table in the context: all of it is there in order, once. */
  const placeTable = (address, lane) => {
    const key = `${address} ${lane}`;
    if (!tables.has(key)) {
      tables.set(key, CONSTANTS + 16 * table.length);
      table.push(...elementsOf(tree, address, lane));
    }
    return tables.get(key);
  };
  const call = (expression, context) => {
    const target = binaryen.Call.getTarget(expression);
    if (tree.rare.isForm(target)) return tree.rare.connect(expression, context);
    if (target !== ENTRY) throw Error(`a call of ${target} was not inlined`);
    const [array, index, lane] = tree.operands(expression);
    const start = placeTable(binaryen.Const.getValueI32(array), binaryen.Const.getValueI32(lane));
    return module.i32.add(module.i32.add(context, module.i32.shl(index, module.i32.const(4))), module.i32.const(start));
  };
  /** The processor makes these from nothing. */
  const free = (constant) => /^(00)*$|^(ff)*$/.test(Buffer.from(binaryen.Const.getValueV128(constant)).toString("hex"));

  for (const { reference, params, body } of tree.functions().values()) {
    const context = params.length - 1;
    const load = (offset) => module.v128.load(offset, 16, module.local.get(context, binaryen.i32));
    const change = (expression) => {
      const kind = tree.kind(expression);
      const node = binaryen[kind];
      if (kind === "Call") return call(expression, module.local.get(context, binaryen.i32));
      if (kind === "LocalSet" && node.getIndex(expression) === context) throw Error("the context pointer is assigned to");
      if (kind === "Const" && tree.type(expression) === binaryen.v128 && !free(expression)) return load(place(expression));
      if (kind === "Load" && tree.kind(node.getPtr(expression)) === "Const")
        return load(belowTable(node.getOffset(expression) + binaryen.Const.getValueI32(node.getPtr(expression))));
      return expression;
    };
    binaryen.Function.setBody(reference, tree.rewrite(body, change));
  }
  tree.rare.release();
  dropData(tree);
  return Buffer.from(table.join(""), "hex");
}
