/** One kernel module through asc, in memory. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import asc from "assemblyscript/asc";
import Transform from "./transform/index.mjs";

export const ROOT = join(import.meta.dirname, "../..");

/** The kinds of module, each a folder of assembly/. */
export const KINDS = ["activations", "learnable", "rowwise", "gated", "losses", "dense"];

/** The alias that a source exports for a module of its own: the type of its arrays, and the name of the module's code. */
export const ALIASES = {
  Float32: { element: "f32", code: "float32" },
  Float64: { element: "f64", code: "float64" },
  Fast: { element: "f32", code: "fast" },
};

const ENTRY = "assembly/entry.ts";

/** Whether a source asks for the transform, as all do that do not say that they keep their functions. */
const isTransformed = (module) => !/^export const KEEPS_FUNCTIONS\b/m.test(read(sourceOf(module)) ?? "");

const sourceOf = ({ kind, source }) => `assembly/${kind}/${source}.ts`;

/** The files that a module is made of: its source, and unless it has its own the loops in its folder, or else those of all. */
export function sourcesOf(module) {
  const near = `assembly/${module.kind}/parts/loops.ts`;
  const loops = read(near) === null ? "assembly/loops.ts" : near;
  return functionsOf(sourceOf(module)).length > 0 ? [sourceOf(module)] : [sourceOf(module), loops];
}

/** The generic functions that a file exports: `{ name, types, parameters, result }`. */
function functionsOf(path) {
  const declarations = (read(path) ?? "").matchAll(/^export function (\w+)<(.+?)>\(([^)]*)\): (\w+) \{/gms);
  return Array.from(declarations, ([, name, types, parameters, result]) => ({
    name,
    types: types.replaceAll(/<[^>]*>/g, "").split(",").length,
    parameters: parameters.trim().replace(/,$/, ""),
    result,
  }));
}

/**
 * The entry file of a module, which exists in memory only: the functions of its loops, for its kernel and element type.
 *
 * A fast module has the gradients of the faithful kernel: dy f'(x) is rounded once, and dy may be large where f' is subnormal.
 */
function entry(module) {
  const { alias } = module;
  const { element } = ALIASES[alias];
  const loops = sourcesOf(module).at(-1);
  const local = (path) => `./${path.replace(/^assembly\/|\.ts$/g, "")}`;
  const exported = functionsOf(loops).map(({ name, types, parameters, result }) => {
    const kernel = name.startsWith("backward") ? "Gradient" : "Kernel";
    const names = parameters.split(",").map((parameter) => parameter.split(":")[0].trim());
    const call = `loops.${name}<${types > 1 ? `${kernel}, ` : ""}${element}>(${names.join(", ")})`;
    return `export function ${name}(${parameters}): ${result} { ${result === "void" ? "" : "return "}${call}; }`;
  });
  return `
    import { ${alias} as Kernel, ${alias === "Fast" ? "Float32" : alias} as Gradient } from "${local(sourceOf(module))}";
    import * as loops from "${local(loops)}";
    ${exported.join("\n")}`;
}

/** `target` is one of asconfig.json's. Returns `{ wasm, table }`; throws what asc reports. */
export async function compile(module, target) {
  const written = {};
  const { error, stderr } = await asc.main([ENTRY, "--target", target, "--outFile", "kernel.wasm"], {
    readFile: (name) => (name === ENTRY ? entry(module) : read(name)),
    writeFile: (name, data) => {
      written[basename(name)] = data;
    },
    listFiles: () => [],
    transforms: isTransformed(module) ? [Transform] : [],
  });
  if (error) throw Error(`${stderr}`.trim() || error.message);
  return { wasm: written["kernel.wasm"], table: written["kernel.table"] ?? [] };
}

function read(name) {
  try {
    return readFileSync(join(ROOT, name), "utf8");
  } catch {
    return null;
  }
}
