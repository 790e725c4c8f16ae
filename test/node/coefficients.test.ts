import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the fits give the files of coefficients, to the bit", async () => {
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", "proof/coefficients/main.ts", "--check"]);
  expect(await run.catch(({ stdout }) => ({ stdout, stderr: "" }))).toEqual({ stdout: "", stderr: "" });
}, 60_000);
