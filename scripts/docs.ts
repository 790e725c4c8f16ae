/**
 * Writes the tables of README.md: errors from accuracy.json, speed from bench/recorded/, sizes from dist/; and the errors in the docstrings of
 * the activations.
 *
 *     npm run docs               writes
 *     npm run docs -- --check    fails if there is anything to write
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { activations, type Specification } from "hillock";
import { performanceTable } from "../bench/readme.js";
import type { Accuracy, BuildRecord, Coverage, Figure } from "../proof/record.js";
import { updateDocstrings } from "./docstrings.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;
const specifications: readonly Specification[] = Object.values(activations).map(({ spec }) => spec);
const accuracy: Accuracy = JSON.parse(readFileSync("accuracy.json", "utf8"));

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** Four digits behind the point, never less than was measured. */
function errorText(ulp: number): string {
  return ulp === 0 ? "exact" : (Math.ceil(ulp * 1e4 - 1e-9) / 1e4).toFixed(ulp < 1 ? 4 : 2);
}

function formulas(): string {
  const parameters = (spec: Specification) =>
    Object.entries(spec.parameters ?? {})
      .map(([name, { default: value }]) => code(`${name} = ${value}`))
      .join(", ");
  const rows = specifications.map((spec) => [code(spec.name), code(spec.formula.value), parameters(spec), code(spec.range)]);
  return table(["function", "formula", "parameters", "range"], rows);
}

/** What each mark beside a figure means; unmarked is what every input was tried for. */
const MARKS: Readonly<Record<Coverage, { mark: string; meaning: string }>> = {
  all: { mark: "", meaning: "every float32 was tried" },
  "dense zone": { mark: "\\*", meaning: "every float32 with 2⁻³⁰ ≤ |x| < 2⁹ and every 31st elsewhere" },
  "directed sampling": { mark: "†", meaning: "random inputs of every binade, and a search from the worst of them" },
  sample: { mark: "‡", meaning: "random inputs of every binade" },
};

function errors(recordOf: (name: string) => BuildRecord | undefined): string {
  const covered = new Set<Coverage>();
  const roots: string[] = [];
  const cell = (name: string, method: string, figure: Figure | undefined) => {
    if (!figure) return "-";
    covered.add(figure.covered);
    const { ulp, witness, besideRoot } = figure;
    if (besideRoot) roots.push(`${code(`${name}.${method}`)} ${besideRoot.absolute.toExponential(1)} at ${besideRoot.inputs[0]}`);
    return ulp === 0 ? `exact${MARKS[figure.covered].mark}` : `${errorText(ulp)}${MARKS[figure.covered].mark} at ${witness.inputs[0]}`;
  };
  const rows = specifications.flatMap(({ name }) => {
    const record = recordOf(name);
    return record ? [[code(name), ...METHODS.map((method) => cell(name, method, record[method]))]] : [];
  });
  const legend = [...covered].map((coverage) => `${MARKS[coverage].mark || "Unmarked"}: ${MARKS[coverage].meaning}.`.trim());
  const rootNote =
    roots.length > 0
      ? [`Beside a root of the function, where no relative bound can hold, the largest absolute error: ${roots.join(", ")}.`]
      : [];
  return [table(["", "value", "derivative", "second derivative"], rows), "", [...legend, ...rootNote].join(" ")].join("\n");
}

const ofEngine = (type: "float32" | "float64", engine: string) => (name: string) => accuracy.activations[name]?.[type]?.[engine]?.simd;

function speed(): string {
  const runs = existsSync("bench/recorded") ? readdirSync("bench/recorded").filter((name) => name.endsWith(".json")) : [];
  return runs.map((name) => performanceTable(readFileSync(`bench/recorded/${name}`, "utf8"))).join("\n\n");
}

/** What each import adds to a bundle, with gzip, in KB rounded up: compressors differ in the last bytes. */
async function sizes(): Promise<string> {
  const names = specifications.map(({ name }) => name);
  const imports = [...names.map((name) => [name]), names];
  const rows = await Promise.all(
    imports.map(async (list) => {
      const contents = `export { ${list.join(", ")} } from "hillock";`;
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: "." },
        bundle: true,
        minify: true,
        format: "esm",
        write: false,
      });
      const kilobytes = Math.ceil(gzipSync(outputFiles[0]?.contents ?? "").length / 1024);
      return [list === names ? "all of them" : code(`import { ${list} }`), `${kilobytes} KB`];
    }),
  );
  return table(["", "minified, with gzip"], rows);
}

const block = (language: string, path: string) => `\`\`\`${language}\n${readFileSync(path, "utf8").trimEnd()}\n\`\`\``;
const SOFTSIGN = "test/fixtures/softsign";

const documents: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "README.md": {
    functions: formulas(),
    float32: errors(ofEngine("float32", "faithful")),
    float64: errors(ofEngine("float64", "double")),
    fast: errors(ofEngine("float32", "fast")),
    speed: speed(),
    sizes: await sizes(),
  },
  "CONTRIBUTING.md": {
    kernel: block("typescript", `${SOFTSIGN}/assembly/activations/softsign.ts`),
    definition: block("typescript", `${SOFTSIGN}/src/activations/softsign.ts`),
    oracle: block("json", `${SOFTSIGN}/oracle.json`),
  },
};

for (const [path, sections] of Object.entries(documents)) {
  const text = readFileSync(path, "utf8");
  const written = Object.entries(sections).reduce((document, [name, content]) => {
    const section = new RegExp(`(<!-- begin ${name}\\b[^]*?-->\n)[^]*?(<!-- end ${name} -->)`);
    if (!section.test(document)) throw new Error(`${path} has no section ${name}`);
    return document.replace(section, (_, begin, end) => `${begin}${content}\n${end}`);
  }, text);
  if (written === text) {
    console.log(`${path} is up to date`);
  } else if (process.argv.includes("--check")) {
    console.error(`${path} is out of date: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, written);
    console.log(`${path} written`);
  }
}
