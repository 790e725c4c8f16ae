/**
 * Puts the numbers that modules of `scalar/` export in the place of their names, wherever these are
 * imported: V8 has a constant of the same module in its code, but reads one of another module from
 * memory each time, which took a third of the time of a sine.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const DEFINITION = /^export const ([A-Z][A-Z0-9_]*) = (-?[\d.]+(?:e[+-]?\d+)?);/gm;
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]*)";\n/gm;

/** Rewrites the modules below a folder. */
export function placeConstants(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".js"));
  const sources = new Map(files.map((file) => [resolve(folder, file), readFileSync(join(folder, file), "utf8")]));
  const numbers = new Map();
  for (const [path, source] of sources)
    if (path.startsWith(resolve(folder, "scalar")))
      numbers.set(path, new Map([...source.matchAll(DEFINITION)].map(([, name, value]) => [name, value])));
  for (const [path, source] of sources) {
    const placed = withNumbers(source, (from) => numbers.get(resolve(dirname(path), from)) ?? new Map());
    if (placed !== source) writeFileSync(path, placed);
  }
}

function withNumbers(source, numbersOf) {
  const values = new Map();
  const body = source.replace(IMPORT, (whole, list, from) => {
    const numbers = numbersOf(from);
    const names = list
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    const others = names.filter((name) => !numbers.has(name));
    for (const name of names) if (numbers.has(name)) values.set(name, numbers.get(name));
    if (others.length === names.length) return whole;
    return others.length > 0 ? `import { ${others.join(", ")} } from "${from}";\n` : "";
  });
  return body.replace(/\b[A-Z][A-Z0-9_]*\b/g, (name) => {
    const value = values.get(name);
    return value === undefined ? name : value.startsWith("-") ? `(${value})` : value;
  });
}
