/** Constants of src/scalar/, which the build puts in the place of their names. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const { placeConstants } = (await import("../../scripts/build/constants.mjs" as string)) as { placeConstants(folder: string): void };

test("a number stands where its name was imported, and nothing else is changed", () => {
  const folder = mkdtempSync(join(tmpdir(), "hillock-constants-"));
  const path = (file: string) => join(folder, file);
  mkdirSync(path("scalar"));
  writeFileSync(
    path("scalar/numbers.js"),
    "export const A_0 = -1.5e-7; // bits\nexport const A_1 = 3;\nexport const BIG = 3n;\nexport const f = 1;\n",
  );
  const user =
    'import { A_0, BIG, f } from "./numbers.js";\nimport { A_1 } from "./numbers.js";\nexport const y = (z, A_10) => z - A_0 * A_1 + BIG + f + A_10;\n';
  writeFileSync(path("scalar/user.js"), user);
  const other = 'import { A_1 } from "./elsewhere.js";\nexport const y = A_1;\n';
  writeFileSync(path("other.js"), other);
  placeConstants(folder);
  expect(readFileSync(path("scalar/user.js"), "utf8")).toBe(
    'import { BIG, f } from "./numbers.js";\nexport const y = (z, A_10) => z - (-1.5e-7) * 3 + BIG + f + A_10;\n',
  );
  expect(readFileSync(path("other.js"), "utf8")).toBe(other);
  rmSync(folder, { recursive: true });
});

test("in dist/ a sine imports functions alone", () => {
  const imports = readFileSync("dist/scalar/circle.js", "utf8")
    .match(/^import \{.*$/gm)
    ?.join();
  expect(imports).toMatch(/productError/);
  expect(imports).not.toMatch(/[A-Z]_/);
});
