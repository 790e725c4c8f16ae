/** The pages of the guides: static, each with its twin in Markdown. */
import MarkdownIt, { type Token } from "markdown-it";
import { escaped } from "../../bench/report/svg.js";
import { anchor } from "../../scripts/docs/markdown.js";
import { codeBlock, documentOf, TO } from "./document.js";
import { filesOfSite, type Guide, guides } from "./guideText.js";

const markdown = new MarkdownIt();
const { rules } = markdown.renderer;
// What is wider than a window can be scrolled, by keys too.
rules.table_open = () => '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n';
rules.table_close = () => "</table></div>\n";
rules.fence = (tokens, i) => `${codeBlock((tokens[i] as Token).content)}\n`;

/** The text of every file, by its path in the folder of the site. */
export function guidePages(style: string): Readonly<Record<string, string>> {
  const files = guides.flatMap((guide) => [
    [`guides/${guide.name}.html`, page(guide, style)],
    [`guides/${guide.name}.md`, guide.text],
  ]);
  const list = listOfGuides("");
  const links = [TO.home, TO.functions, TO.twin("index")];
  return Object.fromEntries([
    ...files,
    ...Object.entries(filesOfSite()),
    ["guides/index.html", documentOf("Guides", "Guides to hillock.", style, links, `<h1>Guides</h1>\n${bodyOf(list)}`)],
    ["guides/index.md", `# Guides to hillock\n\n${list}`],
  ]);
}

/** Every guide with its page in Markdown, from a folder. */
export function listOfGuides(folder: string): string {
  return guides.map(({ name, title, subject }) => `- [${title}](${folder}${name}.md): ${subject}\n`).join("");
}

function page({ name, title, subject, text }: Guide, style: string): string {
  const sections = [...text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading as string);
  const contents = sections.map((heading) => `<a href="#${anchor(heading)}">${escaped(heading.replaceAll("`", ""))}</a>`);
  const [before, ...rest] = bodyOf(text).split(/(?<=<\/h1>\n)/) as [string, ...string[]];
  return documentOf(
    title.replaceAll("`", ""),
    subject.replaceAll("`", ""),
    style,
    [TO.home, TO.guides, TO.functions, TO.twin(name)],
    `${before}${contents.length > 1 ? `<nav aria-label="Sections" class="muted">${contents.join(" ")}</nav>\n` : ""}${rest.join("")}`,
  );
}

/** Markdown as HTML: headings have the anchors that they have elsewhere, links lead to pages. */
function bodyOf(text: string): string {
  const tokens = markdown.parse(text, {});
  const taken = new Map<string, number>();
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    if (token.type === "heading_open") token.attrSet("id", numbered(anchor(next?.content ?? ""), taken));
    // Columns of numbers, whose style is the style sheet's.
    if (token.attrGet("style") === "text-align:right") token.attrs = [["class", "right"]];
    // A heading of a column that says nothing is none.
    if (token.type === "th_open" && next?.content === "") for (const one of [token, tokens[i + 2] as Token]) one.tag = "td";
    for (const child of token.children ?? []) if (child.type === "link_open") child.attrSet("href", pageAt(child.attrGet("href") ?? ""));
  }
  return markdown.renderer.render(tokens, markdown.options, {});
}

/** An anchor, with a number from the second of its kind on. */
function numbered(name: string, taken: Map<string, number>): string {
  const before = taken.get(name) ?? 0;
  taken.set(name, before + 1);
  return before === 0 ? name : `${name}-${before}`;
}

/** The address of the page whose twin is at an address. */
function pageAt(target: string): string {
  return /^\w+:|^\.\.\/files\//.test(target) ? target : target.replace(/\.md(?=#|$)/, ".html");
}
