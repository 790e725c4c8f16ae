/**
 * An asc transform, passed through asc's API: what asc compiled, before it optimises, becomes one
 * loop per export that takes its constants from memory. The table of constants is written as
 * `kernel.table`.
 */
import { externalise } from "./constants.mjs";
import { inline } from "./inline.mjs";
import { Tree } from "./tree.mjs";

export default class Transform {
  afterCompile(module) {
    const tree = new Tree(this.binaryen, module);
    try {
      inline(tree);
      dropUnoffered(tree);
      this.writeFile("kernel.table", externalise(tree), this.baseDir);
    } catch (error) {
      error.stack = error.message; // what asc prints; where in these scripts it was thrown says nothing about the kernel
      throw error;
    }
  }
}

/** An export that comes to `unreachable` is one that the kernel does not offer. */
function dropUnoffered(tree) {
  for (const { name, body } of tree.functions().values()) {
    if (!tree.some(body, (expression) => tree.kind(expression) === "Unreachable")) continue;
    tree.module.removeExport(name.split("/").pop());
    tree.module.removeFunction(name);
  }
}
