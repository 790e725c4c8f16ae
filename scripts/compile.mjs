/** One kernel module through asc, in memory. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import asc from "assemblyscript/asc";
import Transform from "./transform/index.mjs";

export const ROOT = join(import.meta.dirname, "..");

/** The alias that an activation exports for a module of its own: the type of its arrays, and the name of the module's code. */
export const ALIASES = {
  Float32: { element: "f32", code: "float32" },
  Float64: { element: "f64", code: "float64" },
  Fast: { element: "f32", code: "fast" },
};

/** What every entry imports besides its activation. */
export const SOURCES = ["assembly/lanes.ts", "assembly/loops.ts"];

const ENTRY = "assembly/entry.ts";

/**
 * The entry file of a module, which exists in memory only: its exports, each a loop over the kernel.
 *
 * A fast module has the gradients of the faithful kernel: dy f'(x) is rounded once, and dy may be large where f' is subnormal.
 */
function entry(activation, alias) {
  const types = `<Kernel, ${ALIASES[alias].element}>`;
  const gradient = `<Gradient, ${ALIASES[alias].element}>`;
  return `
    import { ${alias} as Kernel, ${alias === "Fast" ? "Float32" : alias} as Gradient } from "./activations/${activation}";
    import * as loops from "./loops";
    export function value(x: usize, y: usize, n: usize, c: usize): void {
      loops.value${types}(x, y, n, c);
    }
    export function derivative(x: usize, y: usize, n: usize, c: usize): void {
      loops.derivative${types}(x, y, n, c);
    }
    export function secondDerivative(x: usize, y: usize, n: usize, c: usize): void {
      loops.secondDerivative${types}(x, y, n, c);
    }
    export function valueAndDerivative(x: usize, y: usize, d: usize, n: usize, c: usize): void {
      loops.valueAndDerivative${types}(x, y, d, n, c);
    }
    export function backward(dy: usize, x: usize, dx: usize, n: usize, c: usize): void {
      loops.backward${gradient}(dy, x, dx, n, c);
    }
    export function backwardFromOutput(dy: usize, y: usize, dx: usize, n: usize, c: usize): void {
      loops.backwardFromOutput${gradient}(dy, y, dx, n, c);
    }`;
}

/** `target` is one of asconfig.json's. Returns `{ wasm, table }`; throws what asc reports. */
export async function compile(activation, alias, target) {
  const written = {};
  const { error, stderr } = await asc.main([ENTRY, "--target", target, "--outFile", "kernel.wasm"], {
    readFile: (name) => (name === ENTRY ? entry(activation, alias) : read(name)),
    writeFile: (name, data) => {
      written[basename(name)] = data;
    },
    listFiles: () => [],
    transforms: [Transform],
  });
  if (error) throw Error(`${stderr}`.trim() || error.message);
  return { wasm: written["kernel.wasm"], table: written["kernel.table"] };
}

function read(name) {
  try {
    return readFileSync(join(ROOT, name), "utf8");
  } catch {
    return null;
  }
}
