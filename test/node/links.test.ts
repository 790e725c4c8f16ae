/**
 * Links in the documents: to files that exist, to headings that are there; of web pages the form
 * alone.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { anchor } from "../../scripts/docs/markdown.js";

const pages = readdirSync("docs").filter((name) => name.endsWith(".md"));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "bench/peers/README.md",
  ...pages.map((name) => `docs/${name}`),
];

/** A document without its code, in which brackets are no links and lines no headings. */
const prose = (document: string) => readFileSync(document, "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");

const linksOf = (document: string) =>
  [
    ...prose(document)
      .replaceAll(/`[^`\n]*`/g, "")
      .matchAll(/\[[^\]]*\]\(([^)]*)\)/g),
  ].map(([, target]) => target as string);

/** The anchors of a document: those of equal headings are numbered. */
function anchorsOf(document: string): string[] {
  const headings = [...prose(document).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading as string));
  return headings.map((heading, i) => {
    const before = headings.slice(0, i).filter((other) => other === heading).length;
    return before === 0 ? heading : `${heading}-${before}`;
  });
}

describe.each(documents.map((document) => [document, linksOf(document)] as const).filter(([, links]) => links.length > 0))(
  "%s",
  (document, links) => {
    test.each([...new Set(links)])("leads to %s", (target) => {
      if (/^\w+:/.test(target)) {
        expect(new URL(target).protocol).toBe("https:");
        return;
      }
      const [, path, heading] = /^([^#]*)#?(.*)$/.exec(target) as RegExpExecArray;
      const file = path ? normalize(join(dirname(document), path)) : document;
      expect(existsSync(file), `${file} exists`).toBe(true);
      if (heading) expect(anchorsOf(file)).toContain(heading);
    });
  },
);

test("the index of docs/ leads to every page", () => {
  const others = pages.filter((name) => name !== "README.md");
  expect(linksOf("docs/README.md")).toEqual(expect.arrayContaining(others));
});

test.each(documents)("%s has no marks of an unfinished merge", (document) => {
  expect(readFileSync(document, "utf8")).not.toMatch(/^(<{7}|={7}$|>{7})/m);
});
