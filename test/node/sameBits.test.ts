/**
 * The promise of README.md that backend simd, backend js and numbers have the same bits in every
 * engine: checksums of all public functions, made again here, without the host's mathematical
 * functions, and by engines that have others.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { runtimes } from "../hosts/runtimes.js";

const run = promisify(execFile);
const script = "test/hosts/bits/checksums.mjs";
const recorded: Record<string, Record<string, string>> = JSON.parse(readFileSync("test/hosts/bits/checksums.json", "utf8"));

async function checksums(command: readonly string[], backend: string, ...flags: string[]): Promise<Record<string, string>> {
  const [program = "", ...options] = command;
  const { stdout } = await run(program, [...options, script, backend, ...flags], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}

describe.each(["simd", "js"])("backend %s", (backend) => {
  test("has in Node the bits on record, without a function of the host's whose bits engines may choose", async () => {
    expect(await checksums([process.execPath], backend, "--own")).toEqual(recorded[backend]);
  });

  test.each(runtimes())(
    "has the same bits in %s",
    async (_, command) => {
      expect(await checksums(command, backend)).toEqual(recorded[backend]);
    },
    180_000,
  );
});

test("what is recorded goes through every public function, with arrays of both types and with numbers", () => {
  const labels = Object.keys(recorded.js ?? {});
  expect(labels.filter((label) => label in (recorded.simd ?? {}))).toEqual(labels.filter((label) => !label.startsWith("number ")));
  for (const prefix of ["Float32Array", "Float64Array", "number", "fast"])
    expect(labels.filter((label) => label.startsWith(`${prefix} `)).length).toBeGreaterThan(40);
});

test("elementary functions have the same bits on either backend", () => {
  const ofMath = ([label]: readonly [string, string]) => / math\./.test(label) && !label.startsWith("number ");
  const [simd, js] = [recorded.simd, recorded.js].map((all) => Object.fromEntries(Object.entries(all ?? {}).filter(ofMath)));
  expect(Object.keys(simd ?? {}).length).toBeGreaterThan(20);
  expect(simd).toEqual(js);
});

test("the sources name none of these functions, nor the operator that is one of them", () => {
  const exact = /^(?:abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|[A-Z][A-Z0-9_]*)$/;
  for (const file of readdirSync("src", { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.startsWith("kernels")) continue;
    const code = readFileSync(`src/${file}`, "utf8")
      .replaceAll(/\/\*[\s\S]*?\*\//g, "")
      .replaceAll(/\/\/.*/g, "")
      // A constant power of two is exact.
      .replaceAll(/\b2 \*\* -?\d+\b/g, "");
    const named = [...code.matchAll(/\bMath\.(\w+)/g)].map(([, name = ""]) => name);
    expect(
      named.filter((name) => !exact.test(name)),
      file,
    ).toEqual([]);
    expect(code, file).not.toContain("**");
  }
});
