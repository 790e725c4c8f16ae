/**
 * Writes what the documents have from specification, records and sources: all that is said of
 * single functions (in docstrings too), errors, speed, sizes, names elsewhere, pictures, and the
 * worked example of CONTRIBUTING.md.
 *
 *     npm run docs               writes
 *     npm run docs -- --check    fails if there is anything to write
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { updatePackageIndex } from "../../proof/packageIndex.js";
import { benchTables, librariesErrors } from "./bench.js";
import { boundsTable } from "./bounds.js";
import { digitsTable } from "./digits.js";
import { updateDocstrings } from "./docstrings.js";
import { elementaryErrors, elementaryTable } from "./elementaryFunctions.js";
import { agreementTable, differencesTable, differencesText } from "./engines.js";
import { errorTable } from "./errorTable.js";
import { functionErrors } from "./functionErrors.js";
import { functionsByKind, functionsPage } from "./functionsPage.js";
import { hostFigures } from "./hostFigures.js";
import { block } from "./markdown.js";
import { misroundedTable } from "./misrounded.js";
import { namesTable } from "./names.js";
import { picture } from "./picture.js";
import { plots } from "./plots.js";
import { release } from "./releases.js";
import { rowPlots } from "./rowPlots.js";
import { fillPage, fillSections, NOTICE } from "./sections.js";
import { sizesTable, sizesText } from "./sizes.js";
import { namesOf } from "./specification.js";

const check = process.argv.includes("--check");
/** Made first: others read it. */
const isIndexStale = updatePackageIndex(check);

const names = namesOf("activations");
const example = (language: string, path: string) => block(language, readFileSync(`test/fixtures/extension/${path}`, "utf8"));

/** Every document that has something generated, as it should be. */
const documents: Readonly<Record<string, string>> = {
  "README.md": fillSections("README.md", { functions: functionsByKind(), bundle: sizesText }),
  "CONTRIBUTING.md": fillSections("CONTRIBUTING.md", {
    kernel: example("typescript", "assembly/activations/bend.ts"),
    definition: example("typescript", "src/activations/bend.ts"),
    specification: example("json", "activation.json"),
    gate: example("typescript", "src/gated/bendglu.ts"),
    gateSpecification: example("json", "gate.json"),
    rowKernel: example("typescript", "assembly/rowwise/twofold.ts"),
    rowDefinition: example("typescript", "src/rowwise/twofold.ts"),
  }),
  "docs/choosing.md": fillSections("docs/choosing.md", { digits: digitsTable }),
  "docs/math.md": fillSections("docs/math.md", { functions: elementaryTable() }),
  "docs/functions.md": `${NOTICE}\n\n${functionsPage()}\n`,
  "docs/accuracy.md": fillPage("accuracy.md", {
    bounds: boundsTable(),
    float32: errorTable(names, "float32"),
    misrounded: misroundedTable(names),
    fast: errorTable(names, "fast"),
    float64: errorTable(names, "float64"),
    functions: functionErrors(),
    elementary: elementaryErrors(),
    libraries: librariesErrors,
  }),
  "docs/performance.md": fillPage("performance.md", { ...benchTables, hosts: hostFigures(), sizes: sizesTable }),
  "docs/engines.md": fillPage("engines.md", {
    agreement: agreementTable(),
    differences: differencesTable(),
    text: differencesText(),
  }),
  "docs/names.md": fillPage("names.md", {
    pytorch: namesTable(["PyTorch"]),
    keras: namesTable(["Keras"]),
    keras2: namesTable(["Keras 2"]),
    jax: namesTable(["JAX"]),
    onnx: namesTable(["ONNX"]),
    onnxRuntime: namesTable(["ONNX Runtime"]),
    tfjs: namesTable(["TensorFlow.js"]),
    huggingface: namesTable(["Hugging Face"]),
  }),
  "docs/gelu.svg": picture(),
  ...release(),
  ...plots(),
  ...rowPlots(),
};

for (const folder of ["docs/plots", "releases"]) mkdirSync(folder, { recursive: true });
const stale = Object.entries(documents).flatMap(([path, text]) => {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return [];
  if (!check) writeFileSync(path, text);
  return [path];
});
stale.push(...updateDocstrings(check));
if (isIndexStale) stale.push("accuracy.json");

if (stale.length === 0) console.log("documents and docstrings are up to date");
else if (!check) console.log(`written: ${stale.join(", ")}`);
else {
  console.error(`out of date: ${stale.join(", ")}; npm run docs`);
  process.exitCode = 1;
}
