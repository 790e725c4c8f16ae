import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const NUMBER = /(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/g;

const sources = ["assembly/math", "assembly/activations", "assembly/rowwise", "src/scalar", "src/activations"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(`${folder}/${file}`, "utf8")),
);
/** Without signs: in the sources they may be operators. */
const literals = new Set(sources.flatMap((source) => source.match(NUMBER) ?? []).map((text) => Math.abs(Number(text))));

/** Shorter numbers are no fits. */
const isFitted = (text: string) => text.replace(/e.*|\D/g, "").replace(/^0+/, "").length > 8;

test.each(["faithful", "single", "double", "scalar"])(
  "the constants that proof/coefficients/%s.ts makes are in the sources",
  async (engine) => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", `proof/coefficients/${engine}.ts`]);
    const made = (stdout.replace(/\berror: [^,}]*/g, "").match(NUMBER) ?? []).filter(isFitted);
    expect(made.length).toBeGreaterThan(8);
    expect(made.filter((text) => !literals.has(Math.abs(Number(text))))).toEqual([]);
  },
  900_000,
);
