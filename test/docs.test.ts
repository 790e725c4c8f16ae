import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blocksOf, runBlock } from "./package/blocks.js";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.startsWith("kernels"))
  .map((name) => join("src", name));

describe.each(
  ["README.md", "CONTRIBUTING.md", ...sources]
    .map((document) => [document, blocksOf(document)] as const)
    .filter(([, blocks]) => blocks.length > 0),
)("%s", (_, blocks) => {
  const files = blocks.filter(({ file }) => file);
  test.each(blocks.filter(({ file }) => !file))("the code at line $line does what it says", (block) => {
    runBlock(block, files);
  });
});

test("what the documents quote of records and files is up to date", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "scripts/docs.ts", "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe("documents and docstrings are up to date\n");
});
