/** The form of comments: a doc comment begins with its own subject, and lines fit an editor. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Files that nobody wrote here. */
const OTHERS = /^src[\\/](kernels|specification)[\\/]|[\\/]node_modules[\\/]|^site[\\/]dist[\\/]/;
const COLUMNS = 100;

const filesOf = (...folders: readonly string[]) =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((file) => file.endsWith(".ts") && !OTHERS.test(file)),
  );

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

describe.each(["src", "assembly", "oracle", "proof"])("doc comments of %s", (folder) => {
  const docs = filesOf(folder).flatMap(docsOf);

  test.each([
    ["What", /^What\b/],
    ["and", /^and\b/],
  ])("begin with another word than %s", (_, beginning) => {
    expect(docs.length).toBeGreaterThan(50);
    const found = docs.filter(({ text }) => beginning.test(text));
    expect(found).toEqual([]);
  });
});

const wrapped = ["src", "assembly", "oracle", "proof", "bench", "scripts", "cli", "site", "test", "specification"];

test.each(wrapped)(`comments of %s have at most ${COLUMNS} columns`, (folder) => {
  const lines = filesOf(folder).flatMap(proseOf);
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter(({ text }) => [...text].length > COLUMNS)).toEqual([]);
});
