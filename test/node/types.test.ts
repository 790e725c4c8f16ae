/** The declarations in dist/, checked by the compiler: test/types has calls that must compile, and calls that must not. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

test("calls are typed as the contract says", () => {
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", "test/types"], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
