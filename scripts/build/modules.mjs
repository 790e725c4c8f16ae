/** The modules that there are, and what the bytes of each depend on. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ALIASES, KINDS, ROOT, sourcesOf } from "./compile.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
export const list = (folder) =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder))
        .filter((name) => /\.m?[jt]s$/.test(name))
        .sort()
    : [];

/**
 * `{ kind, source, activation, alias, code, name }` of every module, read off the aliases that
 * sources export.
 */
export function modules() {
  const sources = KINDS.flatMap((kind) =>
    list(`assembly/${kind}`).map((file) => ({ kind, source: file.replace(/\.ts$/, ""), aliases: Object.keys(ALIASES) })),
  );
  return [...sources, ...learnable(), ...gates()].flatMap(({ aliases, ...module }) => {
    const { kind, source, activation } = module;
    const text = read(activation ? `assembly/activations/${activation}.ts` : `assembly/${kind}/${source}.ts`);
    return aliases
      .filter((alias) => new RegExp(`^export type ${alias}\\b`, "m").test(text))
      .map((alias) => {
        const { code } = ALIASES[alias];
        return { ...module, alias, code, name: `${source}${SUFFIXES[kind] ?? ""}${code === "float32" ? "" : `.${code}`}` };
      });
  });
}

/**
 * The activations whose parameters have gradients, each with a module for their sums: that of the
 * fast form is the same.
 */
function learnable() {
  const gated = new Set(gates().map(({ activation }) => activation));
  const names = list("assembly/activations").map((file) => file.replace(/\.ts$/, ""));
  return names
    .filter((name) => /^ {2}parameterDerivative\(/m.test(read(`assembly/activations/${name}.ts`)))
    .map((name) => ({ kind: "learnable", source: name, activation: name, isGate: gated.has(name), aliases: ["Float32", "Float64"] }));
}

/**
 * The gated functions with kernels of their own name but no source, and the activation of each
 * gate, as src/gated/ imports both.
 */
function gates() {
  const sources = list("assembly/gated");
  return list("src/gated").flatMap((file) => {
    if (sources.includes(file)) return [];
    const [source, text] = [file.replace(/\.ts$/, ""), read(`src/gated/${file}`)];
    const [, activation] = text.includes(`/kernels/gated/${source}.js"`) ? (/"\.\.\/activations\/(\w+)\.js"/.exec(text) ?? []) : [];
    return activation ? [{ kind: "gated", source, activation, aliases: Object.keys(ALIASES) }] : [];
  });
}

/** The suffixes of modules whose sources have the name of an activation. */
const SUFFIXES = { learnable: "Gradients", channels: "Channels", elementary: "Elementary" };

/**
 * The builds of a module that are compiled. Of most src/runtime/withoutRelaxed.ts makes the one
 * without relaxed SIMD; matrix products have other blocks there. Elementary functions have the same
 * bits everywhere: a fused multiply-add, which processors without it round twice, is theirs only
 * where `f32` results are decided without it (assembly/elementary/parts/brief.ts).
 */
const TARGETS = { elementary: ["simd"], dense: ["relaxed", "simd"] };
export const targetsOf = ({ kind, alias }) => (kind === "elementary" && alias === "Float32" ? ["relaxed"] : (TARGETS[kind] ?? ["relaxed"]));

/**
 * The hash of everything that a module's bytes depend on: its sources, the compiler, the scripts
 * here, the options.
 */
export function fingerprint(module, target) {
  const hash = createHash("sha256").update(`${module.name} ${module.alias} ${module.isGate} ${target}`);
  const sources = imported(sourcesOf(module));
  const scripts = ["compile.mjs", "layout.mjs", ...list("scripts/build/transform").map((file) => `transform/${file}`)].map(
    (file) => `scripts/build/${file}`,
  );
  // asc's package.json has its version and, exactly, Binaryen's.
  for (const path of [...[...sources].sort(), ...scripts, "asconfig.json", "node_modules/assemblyscript/package.json"])
    hash.update(`\n${path}\n${read(path)}`);
  return hash.digest("hex").slice(0, 40);
}

/** Sources and what they import, as far as it is there: asc reports what is not. */
function imported(paths, found = new Set()) {
  for (const path of paths.filter((path) => !found.has(path) && existsSync(join(ROOT, path)))) {
    found.add(path);
    const imports = read(path).matchAll(/\bfrom "(\.[^"]+)"/g);
    imported(
      Array.from(imports, ([, name]) => `${join(dirname(path), name)}.ts`),
      found,
    );
  }
  return found;
}
