import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { build as esbuild, transform } from "esbuild";
import { type RollupCache, rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

/** A file that a user wrote, and the file that it is made into. */
export interface Bundled {
  readonly entry: string;
  readonly output: string;
}

/** Bundles each of `files` by itself, for production, minified, into one file that Node can run. */
type Bundler = (files: readonly Bundled[]) => Promise<unknown>;

const nameOf = (output: string) => basename(output, ".mjs");
const namesOf = (files: readonly Bundled[]) => Object.fromEntries(files.map(({ entry, output }) => [nameOf(output), entry]));
const folderOf = ([{ output }]: readonly Bundled[]) => dirname(output);

export const bundlers: Readonly<Record<string, Bundler>> = {
  // Without splitting, esbuild takes what several entries have in common into each of them.
  esbuild: (files) =>
    esbuild({
      entryPoints: namesOf(files),
      outdir: folderOf(files),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      minify: true,
      format: "esm",
      logLevel: "error",
    }),

  vite: async (files) => {
    for (const { entry, output } of files)
      await vite({
        root: dirname(entry),
        configFile: false,
        logLevel: "error",
        build: {
          outDir: dirname(output),
          emptyOutDir: false,
          modulePreload: false,
          rollupOptions: { input: entry, output: { entryFileNames: basename(output) } },
        },
      });
  },

  webpack: async (files) => {
    for (const { entry, output } of files) await runWebpack(entry, output);
  },

  // Rollup itself neither finds packages nor minifies: the first is one line here, the second is
  // esbuild's.
  rollup: async (files) => {
    let cache: RollupCache | undefined;
    for (const { entry, output } of files) {
      const require = createRequire(entry);
      const bundle = await rollup({
        input: entry,
        ...(cache && { cache }),
        plugins: [
          { name: "resolve", resolveId: (name) => (/^[./]/.test(name) ? null : require.resolve(name)) },
          { name: "minify", renderChunk: (code) => transform(code, { minify: true, format: "esm" }) },
        ],
      });
      cache = bundle.cache;
      await bundle.write({ file: output });
      await bundle.close();
    }
  },
};

export function runWebpack(entry: string, output: string, options: webpack.Configuration = {}): Promise<void> {
  const compiler = webpack({
    mode: "production",
    context: dirname(entry),
    entry,
    output: { path: dirname(output), filename: basename(output) },
    performance: { hints: false },
    ...options,
  });
  return new Promise((done, reject) => {
    compiler.run((error, stats) => {
      if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString("errors-only")));
      else compiler.close(() => done());
    });
  });
}
