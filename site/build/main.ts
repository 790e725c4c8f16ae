/**
 * Builds the page into site/dist: `npm run site`. With `--serve` it is then served, isolated, so
 * that its clock is fine enough to measure with; `--port` says where.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, type Plugin, preview } from "vite";
import { releases } from "../../scripts/docs/releases.js";
import { certificates, proven } from "./certificates.js";
import { shown } from "./functions.js";
import { fewerKernels } from "./kernels.js";
import { loops } from "./loops.js";
import { ofKinds } from "./others.js";
import { pages } from "./pages.js";
import { writeReference } from "./reference.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SITE = join(ROOT, "site/client");
const OUT = join(ROOT, "site/dist");

const USAGE = "npm run site [-- --serve [--port 8080]]: builds the page into site/dist, and serves it";

const { serve, port } = readOptions();

/** The options; others are refused in one line. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: { serve: { type: "boolean" }, port: { type: "string", default: "8080" }, help: { type: "boolean" } },
    });
    if (!values.help) return values;
    process.stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`site: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

/** Has browsers load the style from a file too, where they refuse what asks for permission. */
const forFiles: Plugin = {
  name: "for-files",
  transformIndexHtml: { order: "post", handler: (html) => html.replace('rel="stylesheet" crossorigin', 'rel="stylesheet"') },
};

const configuration = {
  root: SITE,
  configFile: false as const,
  // An address that is missing is answered with 404, not with the first page.
  appType: "mpa" as const,
  base: "./",
  logLevel: "warn" as const,
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
  preview: {
    port: Number(port),
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
};

process.stderr.write("building the page: some 20 s\n");
await build(configuration);

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

if (serve) {
  const server = await preview(configuration);
  process.stdout.write(`${server.resolvedUrls?.local[0]}\n`);
} else process.stdout.write(`${OUT}/index.html\n`);

function write(path: string, content: string | Uint8Array): void {
  const file = join(OUT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
