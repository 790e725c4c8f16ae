/** The text of the guides, docs/*.md, with links that lead within the site. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Placed, placed, placeOf } from "./siteLinks.js";

const FOLDER = "docs";

/** Documents that have pages of another form: those of the functions, and the index. */
const OTHERS = ["functions.md", "README.md"];

/** A guide: its text is the twin of its page in Markdown. */
export interface Guide extends Placed {
  /** The name of its file, without an ending. */
  readonly name: string;
  readonly title: string;
  /** The words that the index of the documents has for it. */
  readonly subject: string;
}

const index = readFileSync(`${FOLDER}/README.md`, "utf8");

export const guides: readonly Guide[] = orderOf(readdirSync(FOLDER)).map((file) => {
  const path = `${FOLDER}/${file}`;
  const document = placed(
    path,
    readFileSync(path, "utf8")
      .replaceAll(/<!--.*?-->\n?/g, "")
      .trimStart(),
  );
  return {
    name: basename(file, ".md"),
    title: (/^# (.+)$/m.exec(document.text) as RegExpExecArray)[1] as string,
    subject: subjectOf(file),
    ...document,
  };
});

/** Files that the first page leads to. */
const OF_HOME = ["README.md", "CHANGELOG.md"];

/**
 * The text of each file of the repository that pages lead to, and of each picture that they show,
 * by its path in the site; documents lead to others.
 */
export function filesOfSite(): Readonly<Record<string, string>> {
  const texts = new Map<string, string>();
  const add = (path: string): void => {
    const place = placeOf(path);
    if (texts.has(place)) return;
    const text = readFileSync(path, "utf8");
    texts.set(place, text);
    if (!path.endsWith(".md")) return;
    const document = placed(path, text);
    texts.set(place, document.text);
    for (const one of [...document.files, ...document.pictures]) add(one);
  };
  for (const path of [...OF_HOME, ...guides.flatMap(({ files, pictures }) => [...files, ...pictures])]) add(path);
  return Object.fromEntries(texts);
}

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
