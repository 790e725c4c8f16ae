/** Which modules there are, and what the bytes of each depend on. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ALIASES, ROOT, SOURCES } from "./compile.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");

/** `{ activation, alias, code, name }` of every module, read off the aliases that activations export. */
export function modules() {
  return readdirSync(join(ROOT, "assembly/activations"))
    .sort()
    .flatMap((file) => {
      const activation = file.replace(/\.ts$/, "");
      const aliases = Object.keys(ALIASES).filter((alias) => new RegExp(`^export type ${alias}\\b`, "m").test(read(`assembly/activations/${file}`)));
      return aliases.map((alias) => {
        const { code } = ALIASES[alias];
        return { activation, alias, code, name: code === "float32" ? activation : `${activation}.${code}` };
      });
    });
}

/** Of everything that a module's bytes depend on: its sources, the compiler, these scripts, the options. */
export function fingerprint({ activation, alias }, target) {
  const hash = createHash("sha256").update(`${compiler()} ${activation} ${alias} ${target}`);
  for (const path of [...imported([`assembly/activations/${activation}.ts`, ...SOURCES])].sort()) hash.update(`\n${path}\n${read(path)}`);
  return hash.digest("hex").slice(0, 40);
}

/** Sources and what they import. */
function imported(paths, found = new Set()) {
  for (const path of paths) {
    if (found.has(path)) continue;
    found.add(path);
    const imports = [...read(path).matchAll(/\bfrom "(\.[^"]+)"/g)].map(([, name]) => `${join(dirname(path), name)}.ts`);
    imported(imports, found);
  }
  return found;
}

let known;
function compiler() {
  const scripts = ["compile.mjs", ...readdirSync(join(ROOT, "scripts/transform")).sort().map((file) => `transform/${file}`)];
  known ??= [
    ...["assemblyscript", "binaryen"].map((name) => JSON.parse(read(`node_modules/${name}/package.json`)).version),
    read("asconfig.json"),
    ...scripts.map((file) => read(`scripts/${file}`)),
  ].join("\n");
  return known;
}
