/** Which modules there are, and what the bytes of each depend on. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ALIASES, KINDS, ROOT, sourcesOf } from "./compile.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
const list = (folder) =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder))
        .filter((name) => /\.m?[jt]s$/.test(name))
        .sort()
    : [];

/** `{ kind, source, alias, code, name }` of every module, read off the aliases that sources export. */
export function modules() {
  const found = [];
  for (const kind of KINDS)
    for (const file of list(`assembly/${kind}`).filter((file) => file.endsWith(".ts"))) {
      const source = file.replace(/\.ts$/, "");
      const text = read(`assembly/${kind}/${file}`);
      for (const [alias, { code }] of Object.entries(ALIASES))
        if (new RegExp(`^export type ${alias}\\b`, "m").test(text))
          found.push({ kind, source, alias, code, name: code === "float32" ? source : `${source}.${code}` });
    }
  return found;
}

/** Of everything that a module's bytes depend on: its sources, the compiler, the scripts here, the options. */
export function fingerprint(module, target) {
  const hash = createHash("sha256").update(`${module.source} ${module.alias} ${target}`);
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
