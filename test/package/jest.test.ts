/**
 * Jest runs what it is given as CommonJS, on every Node: with the lines that
 * docs/hosts-and-policies.md has for it, on the packed tarball.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInstalled } from "../hosts/packages.js";
import { blocksOf } from "./blocks.js";
import { type Installation, install } from "./install.js";

const FOLDER = "test/package/jest";
const CONFIGURATION = "jest.config.mjs";
const found = isInstalled(FOLDER);

const CHECKS = `
  test("computes", () => {
    const y = gelu(Float32Array.of(0, 1));
    expect(y).toBeInstanceOf(Float32Array);
    expect(y[1]).toBeCloseTo(0.8413447);
    expect(sigmoid(Float64Array.of(0))).toStrictEqual(Float64Array.of(0.5));
    expect(activations.gelu).toBe(gelu);
  });`;
const REQUIRED = `const { activations, gelu } = require("hillock"); const { sigmoid } = require("hillock/fast"); ${CHECKS}`;
const IMPORTED = `import { activations, gelu } from "hillock"; import { sigmoid } from "hillock/fast"; ${CHECKS}`;

let user: Installation;
beforeAll(() => {
  user = install({ type: "commonjs" });
  const modules = join(user.folder, "node_modules");
  mkdirSync(join(modules, "@babel"), { recursive: true });
  for (const name of ["babel-jest", "@babel/plugin-transform-modules-commonjs"])
    symlinkSync(resolve(FOLDER, "node_modules", name), join(modules, name));
});
afterAll(() => user.remove());

/**
 * Runs Jest on one test file, in a project of its own below the user's. Returns its status and what
 * it says of the test.
 */
function runJest(name: string, code: string, configuration: string | undefined, flags: readonly string[] = []) {
  const project = join(user.folder, name.replace(/\W/g, "-"));
  mkdirSync(project);
  cpSync(join(user.folder, "node_modules"), join(project, "node_modules"), { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(project, name), code);
  writeFileSync(join(project, "package.json"), "{}");
  if (configuration) writeFileSync(join(project, CONFIGURATION), configuration);
  const jest = resolve(FOLDER, "node_modules/jest/bin/jest.js");
  const options = ["--rootDir", project, "--cacheDirectory", join(project, "cache"), "--testMatch", `**/${name}`];
  const { status, stderr } = spawnSync(process.execPath, [...flags, jest, ...options], { cwd: project, encoding: "utf8" });
  return { status, stderr };
}

describe.skipIf(!found)("Jest", () => {
  const written = blocksOf("docs/hosts-and-policies.md").find(({ code }) => code.startsWith(`// ${CONFIGURATION}`));

  test.each([
    ["require", "required.test.js", REQUIRED],
    ["import", "imported.test.js", IMPORTED],
  ])("as CommonJS, %s, with the lines of the documents", (_, name, code) => {
    const { status, stderr } = runJest(name, code, written?.code);
    expect(stderr).toMatch(/✓ computes/);
    expect(status).toBe(0);
  });

  test("without them it refuses", () => {
    const { status, stderr } = runJest("refused.test.js", REQUIRED, undefined);
    expect(stderr).toMatch(/Must use import to load ES Module/);
    expect(status).toBe(1);
  });

  test("as modules it needs none, but Node's flag", () => {
    const { status, stderr } = runJest("module.test.mjs", IMPORTED, undefined, ["--experimental-vm-modules"]);
    expect(stderr).toMatch(/✓ computes/);
    expect(status).toBe(0);
  });
});
