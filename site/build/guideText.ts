/** The text of the guides, docs/*.md, with links that lead within the site. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { functions } from "../../scripts/docs/specification.js";

const FOLDER = "docs";

/** Documents that have pages of another form: those of the functions, and the index. */
const OTHERS = ["functions.md", "README.md"];

export interface Guide {
  /** The name of its file, without an ending. */
  readonly name: string;
  readonly title: string;
  /** The words that the index of the documents has for it. */
  readonly subject: string;
  /** Its Markdown, as the twin of its page has it. */
  readonly text: string;
  /** The pictures that it shows, by their paths beside it. */
  readonly pictures: readonly string[];
  /** The files of the repository that it leads to. */
  readonly files: readonly string[];
}

/** The folder of the site that has files of the repository, by their paths there. */
const FILES = "files";

const index = readFileSync(`${FOLDER}/README.md`, "utf8");

export const guides: readonly Guide[] = orderOf(readdirSync(FOLDER)).map((file) => {
  const text = withinSite(
    readFileSync(`${FOLDER}/${file}`, "utf8")
      .replaceAll(/<!--.*?-->\n?/g, "")
      .trimStart(),
  );
  return {
    name: basename(file, ".md"),
    title: (/^# (.+)$/m.exec(text) as RegExpExecArray)[1] as string,
    subject: subjectOf(file),
    text,
    pictures: [...text.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g)].map(([, path]) => path as string),
    files: [...text.matchAll(/\]\(\.\.\/files\/([^)]*)\)/g)].map(([, path]) => path as string),
  };
});

/** The picture at a path beside a guide. */
export const pictureAt = (path: string): string => readFileSync(`${FOLDER}/${path}`, "utf8");

/** Files that the first page leads to. */
const OF_HOME = ["README.md", "CHANGELOG.md"];

/** The text of each file of the repository that pages lead to, by its path in the site. */
export const filesOfSite = (): Readonly<Record<string, string>> =>
  Object.fromEntries([...OF_HOME, ...guides.flatMap(({ files }) => files)].map((path) => [`${FILES}/${path}`, readFileSync(path, "utf8")]));

/** The guides in the order of the index. */
function orderOf(files: readonly string[]): readonly string[] {
  const place = (file: string) => index.indexOf(`](${file})`);
  return files.filter((file) => file.endsWith(".md") && !OTHERS.includes(file)).sort((a, b) => place(a) - place(b));
}

/** The row of the index that leads to a document, but for its links. */
function subjectOf(file: string): string {
  const [, text] = new RegExp(`^\\| \\[.*\\]\\(${file}\\).*? \\| (.*) \\|$`, "m").exec(index) ?? [];
  if (text === undefined) throw new Error(`${FOLDER}/README.md has no row for ${file}`);
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

/**
 * Markdown whose links lead to the site's pages in Markdown, and to copies of files that are text.
 * What the site does not have is named instead.
 */
function withinSite(text: string): string {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/(?<!!)\[([^\]]*)\]\(([^)\s]*)\)/g, link)))
    .join("");
}

function link(whole: string, text: string, target: string): string {
  const [path = "", heading] = target.split("#");
  if (path === "functions.md") return `[${text}](../functions/${pageOf(heading)}.md)`;
  if (!path.startsWith("../")) return whole;
  if (path === "../site/client/index.html") return `[${text}](../index.md)`;
  const named = path.slice("../".length);
  if (/\.(md|mjs|json)$/.test(named)) return `[${text}](../${FILES}/${named})`;
  return text.includes(basename(named)) ? text : `${text} (\`${named}\`)`;
}

/** The page that describes what a heading of functions.md is about. */
function pageOf(heading: string | undefined): string {
  return functions.find(({ name }) => name.toLowerCase() === heading)?.name ?? "index";
}
