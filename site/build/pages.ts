/**
 * The pages that need no JavaScript: one for each function, each with a twin in Markdown, and
 * llms.txt.
 */
import { readFileSync } from "node:fs";
import { specificationOf } from "../../bench/hillock.js";
import { escaped } from "../../bench/report/svg.js";
import { plotOf } from "../../scripts/docs/plots.js";
import { type Described, functions } from "../../scripts/docs/specification.js";
import { codeBlock, documentOf, inPage, TO } from "./document.js";
import { type Shown, shown } from "./functions.js";
import { guidePages, listOfGuides } from "./guides.js";
import { homeTwin } from "./homeTwin.js";
import { pageOf, twinOf } from "./otherPages.js";
import { type Other, others } from "./others.js";
import { formulasOf, historyLines, releasesOf, ulp } from "./parts.js";
import type { Twin } from "./reference.js";

const METHODS = ["f", "f′", "f″"] as const;

/** The text of every file, by its path in the folder. */
export function pages(style: string, twins: readonly Twin[]): Readonly<Record<string, string>> {
  const files = shown.flatMap((one) => {
    const { example } = functions.find(({ name }) => name === one.name) as Described;
    return [
      [`functions/${one.name}.html`, page(one, example, style)],
      [`functions/${one.name}.md`, twin(one, example)],
    ];
  });
  const rest = others.flatMap((one) => [
    [`functions/${one.page}.html`, pageOf(one, style)],
    [`functions/${one.page}.md`, twinOf(one)],
  ]);
  return Object.fromEntries([
    ...files,
    ...rest,
    ...Object.entries(guidePages(style)),
    ["functions/index.html", index(style)],
    ["functions/index.md", `# All functions of hillock\n\n${lists("")}`],
    ["index.md", homeTwin()],
    ["llms.txt", llms(twins)],
  ]);
}

function page(one: Shown, example: string, style: string): string {
  const { name, title, use, source, formulas, notation, range, kinks, elsewhere, errors } = one;
  const facts = [
    ["Range", escaped(range)],
    ...(kinks.length > 0 ? [["Kinks", escaped(kinks.join(", "))]] : []),
    ["Largest error in float32", METHODS.map((method, i) => `${method} ${ulp(errors[i])}`).join(", ")],
    ["Source", escaped(source)],
    ...elsewhere.map(([library, names]) => [`In ${library}`, `<code>${escaped(names)}</code>`]),
  ];
  return documentOf(
    name,
    title,
    style,
    [TO.home, TO.functions, TO.guides, `<a href="../index.html#f=${name}">explore ${name}</a>`, TO.twin(name)],
    `<h1>${name}</h1>
<p>${escaped(title)}</p>
<p>${escaped(use)}</p>
<figure>${inPage(readFileSync(plotOf(name), "utf8"))}</figure>
${formulasOf(formulas, notation)}
<table><tbody>
${facts.map(([fact, text]) => `<tr><th scope="row">${fact}</th><td>${text}</td></tr>`).join("\n")}
</tbody></table>
${releasesOf(name)}
<h2>Use</h2>
${codeBlock(example)}
<h2>Show it on a page of yours</h2>
<p>The files of this page draw ${name} and its derivative anywhere, computed there; say where the folder is. Browsers load modules from another server only if that allows it: it has to answer with the header <code>Access-Control-Allow-Origin</code>.</p>
${codeBlock(elementCode(name))}`,
  );
}

/** The lines that have a page draw an activation, with its parameters where it has any. */
function elementCode(name: string): string {
  const parameters = Object.entries(specificationOf(name).parameters).map(([key, { default: usual }]) => `${key}=${usual}`);
  const attribute = parameters.length > 0 ? ` parameters="${parameters.join(" ")}"` : "";
  return `<script type="module" src="activation-plot.js"></script>\n<activation-plot name="${name}"${attribute} from="-5" to="5"></activation-plot>`;
}

function twin({ name, title, use, source, range, kinks, elsewhere, errors }: Shown, example: string): string {
  const { formula } = (functions.find((one) => one.name === name) as Described).spec;
  const lines = [
    ...Object.entries(formula).map(([method, text]) => `${method}: \`${text}\``),
    `range: ${range}`,
    ...(kinks.length > 0 ? [`kinks: ${kinks.join(", ")}`] : []),
    `largest error in float32: ${METHODS.map((method, i) => `${method} ${ulp(errors[i])}`).join(", ")}`,
    ...elsewhere.map(([library, names]) => `in ${library}: ${names}`),
    `source: ${source}`,
    ...historyLines(name),
  ];
  return `# ${name}\n\n${title}\n\n${use}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n\n\`\`\`js\n${example.trim()}\n\`\`\`\n\nOn a page, with the files of the site; from another server only if that answers with the header \`Access-Control-Allow-Origin\`:\n\n\`\`\`html\n${elementCode(name)}\n\`\`\`\n`;
}

/** Every function under the title of its kind. */
const groups: ReadonlyMap<string, readonly Pick<Other, "name" | "page" | "title">[]> = new Map([
  ["Activations", shown.map(({ name, title }) => ({ name, page: name, title }))],
  ...[...new Set(others.map(({ kind }) => kind))].map((kind) => [kind, others.filter((one) => one.kind === kind)] as const),
]);

/** The heading of a kind as an anchor. */
const idOf = (kind: string): string => kind.toLowerCase().replaceAll(/\W+/g, "-");

function index(style: string): string {
  const kinds = [...groups.keys()].map((kind) => `<a href="#${idOf(kind)}">${kind}</a>`);
  const parts = [...groups].map(([kind, list]) => {
    const items = list.map(({ name, page, title }) => `<li><a href="${page}.html">${name}</a> ${escaped(title)}</li>`);
    return `<h2 id="${idOf(kind)}">${kind}</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
  });
  return documentOf(
    "All functions",
    "The functions of hillock.",
    style,
    [TO.home, TO.guides, TO.twin("index")],
    `<h1>All functions</h1>\n<nav aria-label="Kinds" class="muted">${kinds.join(" ")}</nav>\n${parts.join("\n")}`,
  );
}

/** Every function with its page in Markdown, from a folder. */
function lists(folder: string): string {
  const parts = [...groups].map(([kind, list]) => {
    const items = list.map(({ name, page, title }) => `- [${name}](${folder}${page}.md): ${title}`);
    return `## ${kind}\n\n${items.join("\n")}\n`;
  });
  return parts.join("\n");
}

function llms(twins: readonly Twin[]): string {
  const reference = twins.map(({ path, name }) => `- [${name}](api/${path})`);
  return `# hillock\n\n> Neural-network activation functions and their derivatives for JavaScript: SIMD kernels in WebAssembly, every float32 result of an activation within 0.51 ULP.\n\n${lists("functions/")}\n## Guides\n\n${listOfGuides("guides/")}\n## API reference\n\n${reference.join("\n")}\n`;
}
