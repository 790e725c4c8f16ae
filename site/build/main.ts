/**
 * Builds the page into site/dist: `npm run site`. With `--serve` it is then served, isolated, so
 * that its clock is fine enough to measure with; `--port` says where. `--base` is where a host of
 * static files has it.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, type Plugin, preview } from "vite";
import { releases } from "../../scripts/docs/releases.js";
import { certificates, proven } from "./certificates.js";
import { shown } from "./functions.js";
import { fewerKernels } from "./kernels.js";
import { loops } from "./loops.js";
import { MISSING, missing, missingPage } from "./missing.js";
import { ofKinds } from "./others.js";
import { pages } from "./pages.js";
import { writeReference } from "./reference.js";
import { replaceFiles } from "./replaceFiles.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SITE = join(ROOT, "site/client");
const DIST = join(ROOT, "site/dist");

/**
 * The folder that is filled before its files take the places of the last, so that who serves these
 * is not disturbed.
 */
const OUT = join(ROOT, `.cache/site-${process.pid}`);
process.on("exit", () => rmSync(OUT, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const USAGE = `npm run site [-- [--serve [--port 8080]] [--base /]]: builds the page into site/dist,
and serves it; --base is the path that a host of static files has it at, for the
links of its 404.html`;

const { serve, port, base } = readOptions();

/** The options; others are refused in one line. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        ...{ serve: { type: "boolean" }, port: { type: "string", default: "8080" } },
        ...{ base: { type: "string", default: "/" }, help: { type: "boolean" } },
      },
    });
    if (!/^\/(.*\/)?$/.test(values.base)) throw new Error(`--base ${values.base} is no path that begins and ends with /`);
    if (!values.help) return { ...values, port: portOf(values.port) };
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`site: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

function portOf(given: string): number {
  const port = Number(given.trim() || Number.NaN);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Error(`--port ${JSON.stringify(given)} is no port; expected a whole number from 0 to 65535`);
}

/** Has browsers load the style from a file too, where they refuse what asks for permission. */
const forFiles: Plugin = {
  name: "for-files",
  transformIndexHtml: { order: "post", handler: (html) => html.replace('rel="stylesheet" crossorigin', 'rel="stylesheet"') },
};

/** The settings of building and of serving. Vite adds to what it is given: each has its own. */
const common = () => ({
  root: SITE,
  configFile: false as const,
  // An address that is missing is answered with 404, not with the first page.
  appType: "mpa" as const,
  base: "./",
  logLevel: "warn" as const,
});

process.stderr.write("building the page: some 20 s\n");
await build({
  ...common(),
  plugins: [loops, forFiles, fewerKernels],
  resolve: {
    alias: [
      { find: /^hillock$/, replacement: join(ROOT, "src/index.ts") },
      { find: "hillock/math", replacement: join(ROOT, "src/math.ts") },
    ],
  },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false as const,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: { index: join(SITE, "index.html"), "activation-plot": join(SITE, "activationPlot.ts") },
      output: {
        // Workers load parts too, and have no document as the first file of the page needs it.
        codeSplitting: { groups: [{ name: "preload", test: /preload-helper/ }] },
        entryFileNames: ({ name }: { name: string }) => (name === "index" ? "assets/[name]-[hash].js" : "[name].js"),
      },
    },
  },
  worker: { format: "es" as const },
});

const style = readdirSync(join(OUT, "assets")).find((file) => file.endsWith(".css"));
write(
  "functions.json",
  JSON.stringify({
    functions: shown.map(({ errors: _, ...others }) => others),
    others: ofKinds.map(({ name, title, elsewhere }) => ({ name, title, elsewhere })),
    proven,
  }),
);
for (const [file, words] of Object.entries(certificates())) write(file, words);
const twins = await writeReference(ROOT, join(OUT, "api"));
for (const [path, text] of Object.entries(pages(`assets/${style}`, twins))) write(path, text);
for (const release of releases()) write(`releases/${release.version}.json`, JSON.stringify(release));
write(MISSING, missingPage(`assets/${style}`, base));
replaceFiles(OUT, DIST);

if (serve) {
  const server = await preview({
    ...common(),
    plugins: [missing(DIST)],
    build: { outDir: DIST },
    preview: { port, headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } },
  });
  process.stdout.write(`${server.resolvedUrls?.local[0]}\n`);
} else process.stdout.write(`${DIST}/index.html\n`);

function write(path: string, content: string | Uint8Array): void {
  const file = join(OUT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
