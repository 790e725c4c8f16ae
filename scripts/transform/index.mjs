/**
 * An asc transform, passed through asc's API: what asc compiled, before it optimises, becomes one straight loop per export
 * that takes its constants from memory. The table of constants is written as `kernel.table`.
 */
import { externalise } from "./constants.mjs";
import { Expressions } from "./expressions.mjs";
import { inline } from "./inline.mjs";
import { number } from "./numbering.mjs";

export default class Transform {
  afterCompile(module) {
    const { binaryen } = this;
    const expressions = new Expressions(binaryen);
    inline(binaryen, module);
    dropUnoffered(module, binaryen, expressions);
    number(binaryen, module, expressions);
    this.writeFile("kernel.table", externalise(binaryen, module, expressions), this.baseDir);
  }
}

/** An export that is nothing but `unreachable` is one the kernel does not offer. */
function dropUnoffered(module, binaryen, expressions) {
  for (const { name, body } of [...expressions.functions(module)]) {
    if (binaryen.getExpressionId(body) !== binaryen.UnreachableId) continue;
    module.removeExport(name.split("/").pop());
    module.removeFunction(name);
  }
}
