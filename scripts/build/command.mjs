/**
 * One file of cli/ and what it takes of proof/, bench/ and oracle/, so that the package has no
 * sources of these: what it takes of src/, it has from dist/.
 */
import { chmodSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./compile.mjs";

const FILE = join(ROOT, "bin/hillock.js");

/** Imports of files in src/, as bin/ has them. */
const compiled = {
  name: "compiled",
  setup(build) {
    build.onResolve({ filter: /\/src\// }, ({ path }) => ({
      path: path.replace(/^.*\/src\//, "../dist/"),
      external: true,
      sideEffects: false,
    }));
  },
};

/** Entries of the specification, of which the command takes legends, and the activations of gates. */
const legends = {
  name: "legends",
  setup(build) {
    build.onLoad({ filter: /\/specification\/\w+\.json$/ }, async ({ path }) => {
      const entries = Object.entries(JSON.parse(await readFile(path, "utf8")));
      const described = entries.flatMap(([name, { legend, activation }]) => (legend || activation ? [[name, { legend, activation }]] : []));
      return { contents: JSON.stringify(Object.fromEntries(described)), loader: "json" };
    });
  },
};

export async function writeCommand() {
  await build({
    entryPoints: [join(ROOT, "cli/main.ts")],
    outfile: FILE,
    // Comments name files as seen from here, in every folder the same.
    absWorkingDir: ROOT,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: ["hillock", "hillock/*"],
    plugins: [compiled, legends],
    logLevel: "warning",
  });
  chmodSync(FILE, 0o755);
}
