import binaryen from "assemblyscript/binaryen";
import { encode } from "./text.mjs";

/**
 * The text of a module without some of its functions.
 *
 * @param {Uint8Array} bytes
 * @param {RegExp} names Of the exports that are left out.
 */
export function textWithout(bytes, names) {
  const module = binaryen.readBinary(bytes);
  // Modules name no features, and what they need is not there by default.
  module.setFeatures(binaryen.Features.All);
  for (let i = module.getNumExports() - 1; i >= 0; i--) {
    const { name } = binaryen.getExportInfo(module.getExportByIndex(i));
    if (names.test(name)) module.removeExport(name);
  }
  module.runPasses(["remove-unused-module-elements"]);
  const text = encode(module.emitBinary());
  module.dispose();
  return text;
}
