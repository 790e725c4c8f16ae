/** One kernel module through asc, in memory. */
import { readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import asc from "assemblyscript/asc";
import Transform from "./transform/index.mjs";

export const ROOT = join(import.meta.dirname, "../..");

/**
 * The kinds of module, each a folder of assembly/. Activations have the loops that all others began
 * with; the gated and the learnable forms of an activation have no source of their own
 * (scripts/build/modules.mjs).
 */
export const KINDS = ["activations", "learnable", "channels", "random", "rowwise", "gated", "features", "losses", "dense", "elementary"];

/**
 * The alias that a source exports for a module of its own: the type of its arrays, and the name of
 * the module's code.
 */
export const ALIASES = {
  Float32: { element: "f32", code: "float32" },
  Float64: { element: "f64", code: "float64" },
  Fast: { element: "f32", code: "fast" },
};

const ENTRY = "assembly/entry.ts";

/**
 * Whether a source asks for the transform, as all do that do not say that they keep their
 * functions.
 */
const isTransformed = (module) => !/^export const KEEPS_FUNCTIONS\b/m.test(read(sourceOf(module)) ?? "");

const sourceOf = ({ kind, source, activation }) => (activation ? `assembly/activations/${activation}.ts` : `assembly/${kind}/${source}.ts`);

/**
 * The files that a module is made of: its source, and unless it has its own the loops in its
 * folder, or else those of all.
 */
export function sourcesOf(module) {
  const near = `assembly/${module.kind}/parts/loops.ts`;
  const loops = read(near) === null ? "assembly/loops.ts" : near;
  return functionsOf(sourceOf(module)).length > 0 ? [sourceOf(module)] : [sourceOf(module), loops];
}

/**
 * The generic functions that a file exports, those of others last: `{ name, types, parameters,
 * result }`.
 */
function functionsOf(path) {
  const text = read(path) ?? "";
  const declarations = text.matchAll(/^export function (\w+)<(.+?)>\(([^)]*)\): (\w+) \{/gms);
  const own = Array.from(declarations, ([, name, types, parameters, result]) => ({
    name,
    types: Array.from(types.replaceAll(/<[^>]*>/g, "").matchAll(/(\w+) extends/g), ([, type]) => type),
    parameters: parameters.trim().replace(/,$/, ""),
    result,
  }));
  const passedOn = Array.from(text.matchAll(/^export \{ (.+?) \} from "(.+?)";$/gm), ([, names, from]) =>
    functionsOf(`${posix.join(dirname(path), from)}.ts`).filter(({ name }) => names.split(", ").includes(name)),
  );
  return [...own, ...passedOn.flat()];
}

/**
 * The entry file of a module, which exists in memory only: the functions of its loops, for its
 * kernel and element type.
 *
 * A fast module has the gradients of the float32 kernel: dy f'(x) is rounded once, and dy may be
 * large where f' is subnormal. The factor of a gated function, `V`, is that of its source, or else
 * the value itself. A module of the gradients of parameters has those of a gated form where there
 * is one. Entries of rows, `S`, are masked where the address of the mask is not 0.
 */
function entry(module) {
  const { alias } = module;
  const { element } = ALIASES[alias];
  const gradientAlias = alias === "Fast" ? "Float32" : alias;
  const hasFactor = read(sourceOf(module))?.includes(`export type ${alias}Factor `);
  const loops = sourcesOf(module).at(-1);
  const local = (path) => `./${path.replace(/^assembly\/|\.ts$/g, "")}`;
  const offered = functionsOf(loops).filter(({ name }) => module.isGate !== false || !name.startsWith("gated"));
  const exported = offered.flatMap(({ name, types, parameters, result }) => {
    const kernel = name.startsWith("backward") ? "Gradient" : "Kernel";
    const names = parameters.split(",").map((parameter) => parameter.split(":")[0].trim());
    const define = (own, call) => `function ${own}(${parameters}): ${result} { ${result === "void" ? "" : "return "}${call}; }`;
    const call = (choices, mask = "mask") => {
      const chosen = types.map((type) => ({ K: kernel, V: hasFactor ? `${kernel}Factor` : "loops.Itself", T: element, ...choices })[type]);
      return `loops.${name}<${chosen.join(", ")}>(${names.map((own) => (own === "mask" ? mask : own)).join(", ")})`;
    };
    if (!types.includes("S")) return [`export ${define(name, call())}`];
    const [masked, unmasked] = [call({ S: `loops.Masked<${kernel}>` }), call({ S: `loops.Unmasked<${kernel}>` }, 0)];
    return [define(`${name}OfEither`, `mask ? ${masked} : ${unmasked}`), `export ${define(name, `${name}OfEither(${names.join(", ")})`)}`];
  });
  return `
    import { ${alias} as Kernel, ${gradientAlias} as Gradient } from "${local(sourceOf(module))}";
    ${hasFactor ? `import { ${alias}Factor as KernelFactor, ${gradientAlias}Factor as GradientFactor } from "${local(sourceOf(module))}";` : ""}
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
