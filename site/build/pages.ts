/** The pages that need no JavaScript: one for each activation, each with a twin in Markdown, and llms.txt. */
import { readFileSync } from "node:fs";
import { escaped } from "../../bench/report/svg.js";
import { plotOf } from "../../scripts/docs/plots.js";
import { releases } from "../../scripts/docs/releases.js";
import { type Described, functions } from "../../scripts/docs/specification.js";
import { type Shown, shown } from "./functions.js";

const METHODS = ["f", "f′", "f″"] as const;

/** The text of every file, by its path in the folder. */
export function pages(style: string): Readonly<Record<string, string>> {
  const files = shown.flatMap((one) => {
    const { example } = functions.find(({ name }) => name === one.name) as Described;
    return [
      [`functions/${one.name}.html`, page(one, example, style)],
      [`functions/${one.name}.md`, twin(one, example)],
    ];
  });
  return Object.fromEntries([...files, ["functions/index.html", index(style)], ["llms.txt", llms()]]);
}

function page(one: Shown, example: string, style: string): string {
  const { name, title, use, source, formulas, range, kinks, elsewhere, errors } = one;
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
    `<nav><a href="../index.html">hillock</a> · <a href="index.html">all functions</a> · <a href="../index.html#f=${name}">explore ${name}</a> · <a href="${name}.md">as Markdown</a></nav>
<h1>${name}</h1>
<p>${escaped(title)}</p>
<p>${escaped(use)}</p>
<figure>${readFileSync(plotOf(name), "utf8")}</figure>
${formulas.map((formula) => `<div class="formula">${formula}</div>`).join("\n")}
<table><tbody>
${facts.map(([fact, text]) => `<tr><th scope="row">${fact}</th><td>${text}</td></tr>`).join("\n")}
</tbody></table>
<h2>Releases</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Releases">
<table><thead><tr>${HISTORY.map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead><tbody>
${history(name)
  .map(
    ([version, ...cells]) =>
      `<tr><th scope="row"><a href="../releases/${version}.json">${version}</a></th>${cells.map((text) => `<td>${text}</td>`).join("")}</tr>`,
  )
  .join("\n")}
</tbody></table>
</div>
<h2>Use</h2>
<pre><code>${escaped(example.trim())}</code></pre>`,
  );
}

const all = releases();

/** What was measured of a function in each release: cells of a table. */
function history(name: string): readonly (readonly string[])[] {
  return all.flatMap(({ version, date, functions }) => {
    const measured = functions[name];
    if (!measured) return [];
    const { kilobytes, errors, nanoseconds } = measured;
    const worst = Math.max(...Object.values(errors));
    const times = Object.entries(nanoseconds).map(([engine, time]) => `${time} in ${engine}`);
    return [[version, date, ulp(worst), `${kilobytes} KB`, times.join(", ")]];
  });
}

const HISTORY = ["version", "date", "largest error in float32", "size in a bundle, minified and with gzip", "nanoseconds per element"];

/** The largest error that was found, as people read it. */
function ulp(error = 0): string {
  return error === 0 ? "exact" : `${error} ULP`;
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
    ...history(name).map(([version, ...cells]) => `in ${version}: ${cells.map((text, i) => `${HISTORY[i + 1]} ${text}`).join("; ")}`),
  ];
  return `# ${name}\n\n${title}\n\n${use}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n\n\`\`\`js\n${example.trim()}\n\`\`\`\n`;
}

function index(style: string): string {
  const items = shown.map(({ name, title }) => `<li><a href="${name}.html">${name}</a> ${escaped(title)}</li>`);
  return documentOf(
    "All functions",
    "The activation functions of hillock.",
    style,
    `<nav><a href="../index.html">hillock</a></nav>\n<h1>All functions</h1>\n<ul>\n${items.join("\n")}\n</ul>`,
  );
}

function llms(): string {
  const items = shown.map(({ name, title }) => `- [${name}](functions/${name}.md): ${title}`);
  return `# hillock\n\n> Neural-network activation functions and their derivatives for JavaScript: SIMD kernels in WebAssembly, every float32 result within 0.51 ULP.\n\n## Functions\n\n${items.join("\n")}\n`;
}

function documentOf(title: string, description: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escaped(description)}">
<title>${escaped(title)} · hillock</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../${style}">
</head>
<body class="reference">
<main>
${body}
</main>
</body>
</html>
`;
}
