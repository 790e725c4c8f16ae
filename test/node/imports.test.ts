/**
 * Imports go one way: no cycle among files, types included, and among folders only the arrows that
 * are listed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/**
 * The folders or files that the files of a folder may import, besides its own: of this repository,
 * or packages.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  specification: [],
  assembly: [],
  src: [],
  oracle: ["specification", "@stdlib", "gmp-wasm"],
  proof: ["specification", "oracle", "src", "node", "gmp-wasm", "tsx"],
  bench: [
    "specification",
    "oracle",
    "proof/record.ts",
    "src/resolve/mostLike.ts",
    "hillock",
    "dist",
    "node",
    "assemblyscript",
    "tinybench",
    "@stdlib",
  ],
  cli: ["specification", "bench", "proof", "hillock", "node"],
  examples: ["hillock", "node"],
  scripts: ["specification", "oracle", "proof", "bench", "src", "hillock", "node", "assemblyscript", "esbuild"],
  site: [
    "specification",
    "accuracy.json",
    "oracle",
    "proof",
    "bench",
    "scripts/build/fewerFunctions.mjs",
    "scripts/docs",
    "examples",
    "src/resolve",
    "hillock",
    "node",
    "markdown-it",
    "temml",
    "typedoc",
    "uplot",
    "vite",
    // Modules that the build of the page writes.
    "virtual:loops",
    "virtual:others",
  ],
};

/**
 * The same within src/, where each function is a file of its kind's folder, and functions/ has what
 * makes them. What checks calls and what runs them know each other's types.
 */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  "src/scalar": ["src/call/parameters.ts"],
  "src/call": ["src/runtime/kernel.ts", "src/runtime/memory.ts"],
  "src/runtime": ["src/call", "src/kernels/layout.ts", "src/functions/internals.ts", "src/functions/types.ts", "src/version.ts"],
  "src/threads": ["src/call", "src/functions/rows/shared", "src/functions/rows/sharing.ts", "src/kernels/layout.ts", "src/runtime"],
  "src/functions": ["src/call", "src/kernels", "src/runtime", "src/scalar"],
  "src/activations": ["src/call", "src/functions", "src/kernels", "src/scalar", "src/specification"],
  "src/features": ["src/call", "src/functions", "src/kernels", "src/specification"],
  "src/gated": ["src/activations", "src/call", "src/functions", "src/kernels", "src/scalar", "src/specification"],
  "src/rowwise": ["src/functions", "src/kernels", "src/scalar", "src/specification"],
  "src/losses": ["src/call", "src/functions", "src/kernels", "src/runtime", "src/scalar", "src/specification"],
  "src/dense": ["src/functions", "src/runtime"],
  "src/math": ["src/functions", "src/kernels", "src/scalar", "src/specification"],
  "src/resolve": ["src/activations", "src/call", "src/functions", "src/gated", "src/rowwise", "src/specification"],
};

/**
 * Everything that imports may be of; what test/ takes is its own business, but it is part of no
 * cycle.
 */
const FOLDERS = [...Object.keys(ALLOWED), "test"];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => /\.m?[jt]s$/.test(path) && !/node_modules|\.d\.ts$|^site\/dist|^test\/fixtures/.test(path)),
);

interface Import {
  readonly written: string;
  /** Its path in this repository; undefined for a package. */
  readonly path: string | undefined;
}

/**
 * All imports of a file: static, dynamic, of types, those in comments of JavaScript, and what is
 * exported from elsewhere.
 */
function importsOf(path: string): readonly Import[] {
  const text = readFileSync(path, "utf8");
  const inComments = [...text.matchAll(/[{ ]import\("([^"]+)"\)/g)].map(([, written]) => written as string);
  const parsed = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const names = [...new Set([...parsed, ...(path.endsWith(".mjs") ? inComments : [])])];
  return names.map((written) => ({ written, path: written.startsWith(".") ? resolve(path, written) : undefined }));
}

function resolve(from: string, written: string): string {
  const path = join(dirname(from), written);
  const found = [path, path.replace(/\.js$/, ".ts"), `${path}.ts`].find((each) => existsSync(each) && extname(each));
  // What the build makes may not be there.
  if (found || path.startsWith("dist/")) return found ?? path;
  throw new Error(`${from} imports ${written}, which is not there`);
}

const graph = new Map(files.map((path) => [path, importsOf(path)]));

/**
 * Every import that leads back to a file from which it can be reached, with the files on the way.
 */
function findCycles(): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) cycles.push([...above.slice(above.indexOf(path)), path].join(" > "));
    if (done.has(path)) return;
    done.add(path);
    for (const next of graph.get(path) ?? []) if (next.path) visit(next.path, [...above, path]);
  };
  for (const path of files) visit(path, []);
  return cycles;
}

test("no file imports itself by way of others", () => {
  expect(files.length).toBeGreaterThan(300);
  expect(findCycles()).toEqual([]);
});

test("every folder of src has its arrows listed, but for those that the build writes", () => {
  const folders = readdirSync("src", { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !/^(kernels|specification)$/.test(entry.name),
  );
  expect(folders.map(({ name }) => `src/${name}`).toSorted()).toEqual(Object.keys(WITHIN).toSorted());
});

describe.each(Object.entries({ ...ALLOWED, ...WITHIN }))("%s", (folder, allowed) => {
  /** The name by which an import is allowed. */
  const targetOf = ({ written, path }: Import) => path ?? (isBuiltin(written) ? "node" : written);
  const within = (target: string) => [folder, ...allowed].some((each) => target === each || target.startsWith(`${each}/`));

  test(`takes from ${allowed.join(", ") || "nothing"} besides itself, and from nowhere else`, () => {
    const strange = files
      .filter((path) => path.startsWith(`${folder}/`))
      .flatMap((path) => (graph.get(path) ?? []).filter((each) => !within(targetOf(each))).map(({ written }) => `${path}: ${written}`));
    expect(strange).toEqual([]);
  });
});
