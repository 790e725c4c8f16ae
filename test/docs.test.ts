import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Block, blocksOf, runBlock, runTogether } from "./package/blocks.js";

const pages = readdirSync("docs")
  .filter((name) => name.endsWith(".md"))
  .map((name) => join("docs", name));
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.startsWith("kernels"))
  .map((name) => join("src", name));

const seen = new Set<string>();

/** The blocks of a document that no document before it has: docs/functions.md quotes docstrings. */
function newBlocksOf(document: string): Block[] {
  const blocks = blocksOf(document).filter(({ code }) => !seen.has(code.trim()));
  for (const { code } of blocks) seen.add(code.trim());
  return blocks;
}

/** The examples of the public functions, which are many, and leave nothing behind. */
const isExample = (document: string) => /^src.(activations|dense|features|gated|losses|rowwise)\b/.test(document);
const examples = sources.filter(isExample).flatMap(newBlocksOf);
const thrown = runTogether(examples);

test.each(examples.map(({ document, line }, i) => [document, line, thrown[i]] as const))(
  "%s > the code at line %i does what it says",
  (_document, _line, error) => {
    expect(error).toBeNull();
  },
);

describe.each(
  ["README.md", "CONTRIBUTING.md", ...sources.filter((source) => !isExample(source)), ...pages]
    .map((document) => [document, newBlocksOf(document)] as const)
    .filter(([, blocks]) => blocks.length > 0),
)("%s", (_, blocks) => {
  const files = blocks.filter(({ file }) => file);
  test.each(blocks.filter(({ file }) => !file))("the code at line $line does what it says", (block) => {
    runBlock(block, files);
  });
});

test("README.md has at most 12 KB, as it is read first", () => {
  expect(statSync("README.md").size).toBeLessThanOrEqual(12 * 1024);
});

test("what the documents quote of records and files is up to date", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "scripts/docs/index.ts", "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe("documents and docstrings are up to date\n");
});
