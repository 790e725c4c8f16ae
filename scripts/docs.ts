/**
 * Writes what the documents quote: errors from accuracy.json (in the docstrings of the activations too), speed from bench/recorded/,
 * sizes from dist/, the worked example from test/fixtures/.
 *
 *     npm run docs               writes
 *     npm run docs -- --check    fails if there is anything to write
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { activations, type Specification } from "hillock";
import { performanceTable } from "../bench/readme.js";
import type { Accuracy, BuildRecord, Coverage, Figure, Witness } from "../proof/record.js";
import { shortest, updateDocstrings } from "./docstrings.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;
const specifications: readonly Specification[] = Object.values(activations).map(({ spec }) => spec);
const accuracy: Accuracy = JSON.parse(readFileSync("accuracy.json", "utf8"));

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** Four digits below 1 and two above, never less than was measured. */
function errorText(ulp: number): string {
  const digits = ulp < 1 ? 4 : 2;
  return (Math.ceil(ulp * 10 ** digits) / 10 ** digits).toFixed(digits);
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

type Method = (typeof METHODS)[number];
type Type = "float32" | "float64";

function errors(type: Type, engine: string): string {
  const covered = new Set<Coverage>();
  const roots: string[] = [];
  const input = ({ inputs }: Witness) => (type === "float32" ? shortest(inputs[0] as number) : `${inputs[0]}`);
  const cell = (name: string, method: Method, figure: Figure | undefined, parameters = "") => {
    if (!figure) return "-";
    covered.add(figure.covered);
    const { ulp, witness, besideRoot } = figure;
    if (besideRoot) roots.push(`${code(`${name}.${method}`)} ${besideRoot.absolute.toExponential(1)} at ${input(besideRoot)}`);
    const { mark } = MARKS[figure.covered];
    return ulp === 0 ? `exact${mark}` : `${errorText(ulp)}${mark} at ${input(witness)}${parameters && `, ${code(parameters)}`}`;
  };
  const rows = specifications.flatMap(({ name }) => {
    const record = accuracy.activations[name]?.[type]?.[engine]?.simd;
    if (!record) return [];
    const defaults = [code(name), ...METHODS.map((method) => cell(name, method, record[method]))];
    if (!record.otherParameters) return [defaults];
    const others = METHODS.map((method) => cell(name, method, ...worstOf(record, method)));
    return [defaults, [`${code(name)}, other parameters`, ...others]];
  });
  const legend = [...covered].map((coverage) => `${MARKS[coverage].mark || "Unmarked"}: ${MARKS[coverage].meaning}.`);
  const rootNote = `Beside a root, where no relative bound can hold, the largest absolute error: ${roots.join(", ")}.`;
  return [
    table(["", "value", "derivative", "second derivative"], rows),
    "",
    [...legend, ...(roots.length > 0 ? [rootNote] : [])].join(" "),
  ].join("\n");
}

/** The largest error of a method at parameters other than the defaults, and at which. */
function worstOf({ otherParameters = {} }: BuildRecord, method: Method): [Figure | undefined, string] {
  const figures = Object.entries(otherParameters).flatMap(([parameters, { [method]: figure }]) =>
    figure ? [[figure, parameters] as const] : [],
  );
  const [figure, parameters = ""] = figures.sort(([a], [b]) => b.ulp - a.ulp)[0] ?? [];
  return [figure, parameters];
}

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
    float32: errors("float32", "faithful"),
    float64: errors("float64", "double"),
    fast: errors("float32", "fast"),
    speed: speed(),
    sizes: await sizes(),
  },
  "CONTRIBUTING.md": {
    kernel: block("typescript", `${SOFTSIGN}/assembly/activations/softsign.ts`),
    definition: block("typescript", `${SOFTSIGN}/src/activations/softsign.ts`),
    oracle: block("json", `${SOFTSIGN}/oracle.json`),
  },
};

/** The document with its sections as they should be. */
function bringUpToDate(document: string, path: string): string {
  return Object.entries(documents[path] ?? {}).reduce((text, [name, content]) => {
    const section = new RegExp(`(<!-- begin ${name}\\b[^]*?-->\n)[^]*?(<!-- end ${name} -->)`);
    if (!section.test(text)) throw new Error(`${path} has no section ${name}`);
    return text.replace(section, (_, begin, end) => `${begin}${content}\n${end}`);
  }, document);
}

const check = process.argv.includes("--check");
const stale = Object.keys(documents).filter((path) => {
  const text = readFileSync(path, "utf8");
  const written = bringUpToDate(text, path);
  if (written !== text && !check) writeFileSync(path, written);
  return written !== text;
});
stale.push(...updateDocstrings(specifications, accuracy, check));

if (stale.length === 0) console.log("documents and docstrings are up to date");
else if (!check) console.log(`written: ${stale.join(", ")}`);
else {
  console.error(`out of date: ${stale.join(", ")}; npm run docs`);
  process.exitCode = 1;
}
