/**
 * Writes what the documents quote: errors from accuracy/ (in the docstrings of the activations too), speed from bench/recorded/ and
 * bench/peers/recorded/, sizes from dist/, the worked example from test/fixtures/.
 *
 *     npm run docs               writes
 *     npm run docs -- --check    fails if there is anything to write
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import * as hillock from "hillock";
import { activations, type Specification } from "hillock";
import { report } from "../bench/peers/report.js";
import { denseTable, performanceTable, shapesTable, sweepText } from "../bench/readme.js";
import { updatePackageIndex } from "../proof/packageIndex.js";
import { breakEvenTable } from "./breakEven.js";
import { updateDocstrings } from "./docstrings.js";
import { errorTable } from "./errorTable.js";
import { block, code, table } from "./markdown.js";
import { peersTable } from "./peersTable.js";
import { shapesErrors } from "./shapesErrors.js";

const specifications: readonly Specification[] = Object.values(activations).map(({ spec }) => spec);
const names = specifications.map(({ name }) => name);

function formulas(): string {
  const parameters = (spec: Specification) =>
    Object.entries(spec.parameters ?? {})
      .map(([name, { default: value }]) => code(`${name} = ${value}`))
      .join(", ");
  const rows = specifications.map((spec) => [code(spec.name), code(spec.formula.value), parameters(spec), code(spec.range)]);
  return table(["function", "formula", "parameters", "range"], rows);
}

const recorded = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
const runs = recorded("bench/recorded");
const peerRuns = recorded("bench/peers/recorded").map((json) => JSON.parse(json));

/** The functions besides activations: everything that hillock exports and that has a specification. */
const others = Object.entries(hillock)
  .filter(([name, value]) => "spec" in Object(value) && !names.includes(name))
  .map(([name]) => name)
  .sort();

const all = [...names, ...others, "dense"];

/** What an import of these names adds to a bundle, with gzip, in KB rounded up: compressors differ in the last bytes. */
async function sizeOf(list: readonly string[]): Promise<number> {
  const contents = `export { ${list.join(", ")} } from "hillock";`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return Math.ceil(gzipSync(outputFiles[0]?.contents ?? "").length / 1024);
}

const sizes = await Promise.all(all.map(async (name) => ({ name, size: await sizeOf([name]) })));
const [ofActivations, ofAll] = [await sizeOf(names), await sizeOf(all)];

function sizesTable(): string {
  const rows = sizes.map(({ name, size }) => [code(`import { ${name} }`), `${size} KB`]);
  return table(["", "minified, with gzip"], [...rows, ["all activations", `${ofActivations} KB`], ["all of them", `${ofAll} KB`]]);
}

function sizesText(): string {
  const sorted = [...sizes].sort((a, b) => a.size - b.size);
  const [least, most] = [sorted[0], sorted.at(-1)].map((one) => one && `${one.size} KB (${code(one.name)})`);
  return `${least} to ${most} for one function, minified and with gzip, and by ${ofAll} KB for all of them`;
}

const softsign = (language: string, path: string) => block(language, readFileSync(`test/fixtures/softsign/${path}`, "utf8"));

const documents: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "README.md": {
    functions: formulas(),
    float32: errorTable(names, "float32"),
    float64: errorTable(names, "float64"),
    fast: errorTable(names, "fast"),
    errors: shapesErrors(),
    speed: runs.map(performanceTable).join("\n\n"),
    lengths: breakEvenTable(runs.map((json) => JSON.parse(json))),
    bundle: sizesText(),
    sizes: sizesTable(),
    shapes: runs.map(shapesTable).join("\n\n"),
    dense: runs.map(denseTable).join("\n\n"),
    sweep: runs.map(sweepText).join("\n\n"),
    peers: peerRuns.map(peersTable).join("\n\n"),
  },
  "bench/peers/results.md": { results: peerRuns.map(report).join("\n\n") },
  "CONTRIBUTING.md": {
    kernel: softsign("typescript", "assembly/activations/softsign.ts"),
    definition: softsign("typescript", "src/activations/softsign.ts"),
    oracle: softsign("json", "oracle.json"),
  },
};

/** The document with its sections as they should be. */
function bringUpToDate(document: string, path: string): string {
  return Object.entries(documents[path] ?? {}).reduce((text, [name, content]) => {
    const section = new RegExp(`(<!-- begin ${name}\\b[^]*?-->)(\n?)[^]*?(<!-- end ${name} -->)`);
    if (!section.test(text)) throw new Error(`${path} has no section ${name}`);
    return text.replace(section, (_, begin, line, end) => `${begin}${line}${content}${line}${end}`);
  }, document);
}

const check = process.argv.includes("--check");
const stale = Object.keys(documents).filter((path) => {
  const text = readFileSync(path, "utf8");
  const written = bringUpToDate(text, path);
  if (written !== text && !check) writeFileSync(path, written);
  return written !== text;
});
stale.push(...updateDocstrings(specifications, check));
if (updatePackageIndex(check)) stale.push("accuracy.json");

if (stale.length === 0) console.log("documents and docstrings are up to date");
else if (!check) console.log(`written: ${stale.join(", ")}`);
else {
  console.error(`out of date: ${stale.join(", ")}; npm run docs`);
  process.exitCode = 1;
}
