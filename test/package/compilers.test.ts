/**
 * The declarations of the packed tarball, under every TypeScript that they promise to work with,
 * and every way to find them.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInstalled } from "../hosts/packages.js";
import { type Installation, install } from "./install.js";

const FOLDER = "test/package/compilers";
const found = isInstalled(FOLDER);
const others = found ? readdirSync(join(FOLDER, "node_modules")).filter((name) => name.startsWith("typescript-")) : [];
const tsc = (name: string) => resolve(FOLDER, "node_modules", name, "bin/tsc");
const compilers = [
  ...others.map((name) => [name, tsc(name)]),
  ["typescript", createRequire(import.meta.url).resolve("typescript/bin/tsc")],
];

/**
 * Libraries are checked with the strictest settings; without those checks a type that does not
 * exist would be `any`. The compiler's own library, a fifth of its time, is not.
 */
const settings = [
  { module: "esnext", moduleResolution: "bundler", skipLibCheck: false },
  { module: "nodenext", moduleResolution: "nodenext", skipLibCheck: false, exactOptionalPropertyTypes: true },
  { module: "node16", moduleResolution: "node16", skipLibCheck: true },
];
/**
 * The settings of tools that look for packages by `main`, `types` and folders, as many still do.
 * TypeScript 6 calls it outdated, and 7 has it no more.
 */
const BY_FOLDER = { module: "esnext", moduleResolution: "node10", skipLibCheck: false };

let user: Installation;
beforeAll(() => {
  user = install();
});
afterAll(() => user.remove());

test.skipIf(!found)("the oldest, the newest, and those between which arrays changed", () => {
  expect(others).toEqual(["5.4", "5.6", "5.7", "5.9", "7.0"].map((version) => `typescript-${version}`));
});

describe.each(compilers)("%s", (name, compiler) => {
  const all = /-5\./.test(name) ? [...settings, BY_FOLDER] : settings;
  test.each(all)("$moduleResolution, skipLibCheck $skipLibCheck", (options) => {
    const project = join(user.folder, `${name}-${options.moduleResolution}`);
    mkdirSync(project);
    cpSync(join(FOLDER, "consumer.ts"), join(project, "consumer.ts"));
    const compilerOptions = {
      noEmit: true,
      strict: true,
      target: "es2022",
      lib: ["es2022"],
      types: [],
      skipDefaultLibCheck: true,
      ...options,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", project, "--pretty", "false"], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});
