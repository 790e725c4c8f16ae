/**
 * The judgement of the compiler on all sources, on the kernels, and on the declarations in dist/:
 * test/types has calls of these that must compile, and calls that must not.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

test.each([
  { project: ".", title: "sources are typed" },
  { project: "assembly", title: "kernels are typed for editors" },
  { project: "test/types", title: "calls are typed as the contract says" },
])("$title", ({ project }) => {
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
