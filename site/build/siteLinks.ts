/** Links of documents of the repository, as the site has what they lead to. */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { functions } from "../../scripts/docs/specification.js";

/** The folder of the site that has files of the repository, by their paths there. */
const FILES = "files";

/** A document as the site has it. */
export interface Placed {
  /** Markdown whose links lead within the site: what that does not have is named instead. */
  readonly text: string;
  /** The files of the repository to which it leads, and which the site has as they are. */
  readonly files: readonly string[];
  /** The pictures that it shows, by their paths in the repository. */
  readonly pictures: readonly string[];
}

/** The place in the site of a document or picture of the repository; guides are those of docs/. */
export function placeOf(path: string): string {
  return path.startsWith("docs/") ? path.replace("docs/", "guides/") : `${FILES}/${path}`;
}

/** A document of the repository, of which this is the text, as the site has it. */
export function placed(path: string, document: string): Placed {
  const [files, pictures] = [new Set<string>(), new Set<string>()];
  const here = posix.dirname(placeOf(path));
  const link = (whole: string, mark: string, text: string, target: string): string => {
    if (/^(\w+:|#)/.test(target)) return whole;
    const [led = "", heading] = target.split("#");
    const named = posix.join(posix.dirname(path), led);
    const there = addressOf(named, heading);
    if (there === undefined) return text.includes(posix.basename(named)) ? text : `${text} (\`${named}\`)`;
    if (there.startsWith(`${FILES}/`)) files.add(named);
    if (mark) pictures.add(named);
    return `${mark}[${text}](${posix.relative(here, there)})`;
  };
  const text = document
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]*)\)/g, link)))
    .join("");
  return { text, files: [...files], pictures: [...pictures] };
}

/** The address in the site of what a link leads to; undefined if the site does not have it. */
function addressOf(path: string, heading: string | undefined): string | undefined {
  const at = heading ? `#${heading}` : "";
  if (path === "docs/functions.md") return `functions/${pageOf(heading)}.md`;
  if (path === "docs/README.md" || path === "docs") return "guides/index.md";
  if (path === "site/client/index.html") return "index.md";
  if (/^docs\/.*\.(md|svg)$/.test(path)) return placeOf(path) + at;
  return /\.(md|mjs|json)$/.test(path) && existsSync(path) ? placeOf(path) + at : undefined;
}

/** The page that describes what a heading of functions.md is about. */
function pageOf(heading: string | undefined): string {
  return functions.find(({ name }) => name.toLowerCase() === heading)?.name ?? "index";
}
