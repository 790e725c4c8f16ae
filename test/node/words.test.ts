/**
 * The form of comments and of names: a doc comment begins with its own subject, lines fit an
 * editor, and a class can be searched for.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Files that nobody wrote here. */
const OTHERS = /^src[\\/](kernels|specification)[\\/]|[\\/]node_modules[\\/]|^site[\\/]dist[\\/]/;
const COLUMNS = 100;

const filesOf = (folder: string, endings = /\.ts$/) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name}`)
    .filter((file) => endings.test(file) && !OTHERS.test(file));

interface Line {
  readonly place: string;
  readonly text: string;
}

/** The text of each doc comment of a file, as one line. */
const docsOf = (file: string): Line[] =>
  [...readFileSync(file, "utf8").matchAll(/^[ \t]*\/\*\*([\s\S]*?)\*\//gm)].map(([, comment]) => ({
    place: file,
    text: (comment as string).replaceAll(/\s*\n\s*\*?\s*/g, " ").trim(),
  }));

/** Lines of comments that are prose: no examples, no tables or formulas, which are indented. */
function proseOf(file: string): Line[] {
  let example = false;
  return readFileSync(file, "utf8")
    .split("\n")
    .map((text, i) => ({ place: `${file}:${i + 1}`, text }))
    .filter(({ text }) => {
      if (/^\s*(\/\*\*|\* @|\*\/)/.test(text)) example = text.includes("* @example");
      return /^\s*(\/\/|\/?\*)/.test(text) && !example && !/^\s*\* {4,}/.test(text) && !/https:\/\/|\/\/ biome-ignore /.test(text);
    });
}

const documented = ["src", "assembly", "oracle", "proof", "bench", "scripts", "cli", "site", "specification", "test", "examples"];

interface Beginning {
  readonly word: string;
  readonly pattern: RegExp;
}

/**
 * Words that no doc comment begins with: whoever reads it alone, in an editor's hover, would not
 * know what it is about.
 */
const beginnings: readonly Beginning[] = [
  { word: "What", pattern: /^What\b/ },
  { word: "and", pattern: /^and\b/i },
  { word: "a pronoun", pattern: /^(Which|Those|So|Not)\b/ },
  {
    word: "a preposition",
    pattern: /^(Of|With|Without|Within|From|In|For|At|By|On|To|As|Up|Down|Below|Before|Behind|Between|Beyond|Beside|Along|Around)\b/,
  },
];

describe.each(documented)("doc comments of %s", (folder) => {
  const docs = filesOf(folder, /\.m?[jt]s$/).flatMap(docsOf);

  test.each(beginnings)("begin with another word than $word", ({ pattern }) => {
    expect(docs.length).toBeGreaterThan(10);
    expect(docs.filter(({ text }) => pattern.test(text))).toEqual([]);
  });
});

const wrapped = ["src", "assembly", "oracle", "proof", "bench", "scripts", "cli", "site", "test", "specification"];

test.each(wrapped)(`comments of %s have at most ${COLUMNS} columns`, (folder) => {
  const lines = filesOf(folder).flatMap(proseOf);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter(({ text }) => [...text].length > COLUMNS)).toEqual([]);
});

test("a class of a kernel has a name of its own", () => {
  const names = filesOf("assembly").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^(?:export )?(?:abstract )?class (\w+)/gm)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});
