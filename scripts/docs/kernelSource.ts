import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The file of a function's kernel, as its definition imports it: of a preset and of a gate that of
 * the function it is made of. Layers have several.
 */
export function kernelSource(path: string): string | undefined {
  const text = readFileSync(path, "utf8");
  const [, module] = /^import \{ float32, float64 \} from "\.\.\/kernels\/(\w+\/\w+)\.js";$/m.exec(text) ?? [];
  if (module && existsSync(`assembly/${module}.ts`)) return `assembly/${module}.ts`;
  const [, folder, parent] = /^import \{ [^}]+ \} from "(\.\.\/activations|\.)\/(\w+)\.js";$/m.exec(text) ?? [];
  return folder && kernelSource(join(dirname(path), folder, `${parent}.ts`));
}
