import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build as esbuild, transform } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

/** Bundles `entry` for production, minified, into one file `output` that Node can run. */
type Bundler = (entry: string, output: string) => Promise<unknown>;

export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: (entry, output) =>
    esbuild({ entryPoints: [entry], outfile: output, bundle: true, minify: true, format: "esm", logLevel: "error" }),

  vite: (entry, output) =>
    vite({
      root: dirname(entry),
      configFile: false,
      logLevel: "error",
      build: {
        outDir: dirname(output),
        emptyOutDir: false,
        modulePreload: false,
        rollupOptions: { input: entry, output: { entryFileNames: output.slice(dirname(output).length + 1) } },
      },
    }),

  webpack: runWebpack,

  // Rollup itself neither finds packages nor minifies: the first is one line here, the second is esbuild's.
  rollup: async (entry, output) => {
    const require = createRequire(entry);
    const bundle = await rollup({
      input: entry,
      plugins: [
        { name: "resolve", resolveId: (name) => (/^[./]/.test(name) ? null : require.resolve(name)) },
        { name: "minify", renderChunk: (code) => transform(code, { minify: true, format: "esm" }) },
      ],
    });
    await bundle.write({ file: join(output) });
    await bundle.close();
  },
};

export function runWebpack(entry: string, output: string, resolve: webpack.ResolveOptions = {}): Promise<void> {
  const compiler = webpack({
    mode: "production",
    context: dirname(entry),
    entry,
    output: { path: dirname(output), filename: output.slice(dirname(output).length + 1) },
    performance: { hints: false },
    resolve,
  });
  return new Promise((done, reject) => {
    compiler.run((error, stats) => {
      if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString("errors-only")));
      else compiler.close(() => done());
    });
  });
}
