import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runWebpack } from "./bundlers.js";
import { type Installation, install, run } from "./install.js";

const tool = createRequire(import.meta.url);
let user: Installation;
let installed: string;

beforeAll(() => {
  user = install();
  installed = join(user.folder, "node_modules/hillock");
});
afterAll(() => user.remove());

/** Runs a script of the user's project. */
function script(name: string, code: string, flags: string[] = []): string {
  const file = join(user.folder, name);
  writeFileSync(file, code);
  return run(file, { flags, cwd: user.folder });
}

const filesIn = (folder: string, of: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => of.test(name))
    .sort();

test("the tarball holds the compiled sources, their types, the raw modules, the command, the record and the documents, and nothing else", async () => {
  const sources = filesIn("src", /\.ts$/).map((name) => name.slice(0, -3));
  const kernels = sources.filter((name) => /^kernels\/\w+\//.test(name));
  const modules = await Promise.all(kernels.map((name) => import(pathToFileURL(join(installed, "dist", `${name}.js`)).href)));
  const raw = modules
    .flatMap((module) => Object.values(module) as { name: string; simd?: unknown }[])
    .flatMap(({ name, simd }) => [`dist/wasm/${name}.simd.wasm`, ...(simd ? [`dist/wasm/${name}.relaxed.wasm`] : [])]);
  const compiled = sources.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]);
  const certificates = filesIn("accuracy/certificates", /\.json$/).map((name) => `accuracy/certificates/${name}`);
  const documents = [
    ...filesIn("docs", /^[\w-]+\.(md|svg)$/).map((name) => `docs/${name}`),
    ...filesIn("docs/plots", /\.svg$/).map((name) => `docs/plots/${name}`),
    ...filesIn("examples", /^[\w-]+\.mjs$/).map((name) => `examples/${name}`),
    "examples/digits/adam.mjs",
    "examples/digits/network.mjs",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "accuracy.json",
    "package.json",
    "fast/package.json",
    "math/package.json",
    "resolve/package.json",
    "threads/package.json",
  ];
  expect(filesIn(installed, /\.\w+$|LICENSE$/)).toEqual([...compiled, ...raw, ...certificates, "bin/hillock.js", ...documents].sort());
});

test("every link of its README and of its documents leads to a file of it, or to a folder", () => {
  const links = ["README.md", ...filesIn("docs", /^[\w-]+\.md$/).map((name) => `docs/${name}`)].flatMap((file) => {
    const text = readFileSync(join(installed, file), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
    return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => [file, target as string] as const);
  });
  const within = links.filter(([, target]) => !/^\w+:/.test(target));
  expect(within.length).toBeGreaterThan(200);
  expect(within.filter(([file, target]) => !existsSync(join(installed, dirname(file), target)))).toEqual([]);
});

test("accuracy.json names the SHA-256 of modules as they are packed, in at most 1.5 KB a function", () => {
  const text = readFileSync(join(installed, "accuracy.json"), "utf8");
  const index: Record<string, Record<string, { modules?: Record<string, string> }>> = JSON.parse(text);
  const named = Object.values(index).flatMap((record) => Object.values(record).flatMap(({ modules }) => Object.entries(modules ?? {})));
  expect(named.length).toBeGreaterThan(Object.keys(index).length);
  for (const [file, hash] of named) {
    const bytes = readFileSync(join(installed, "dist/wasm", file));
    expect(createHash("sha256").update(bytes).digest("hex"), file).toBe(hash);
  }
  expect(text.length / Object.keys(index).length).toBeLessThan(1500);
});

test("it has no dependencies and no install script", () => {
  const { dependencies, peerDependencies, optionalDependencies, scripts } = JSON.parse(
    readFileSync(join(installed, "package.json"), "utf8"),
  );
  expect([dependencies, peerDependencies, optionalDependencies]).toEqual([undefined, undefined, undefined]);
  expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
});

test("no file of the library but the workers of hillock/threads evaluates text, loads code, or knows of a network or a host's modules", () => {
  const texts = filesIn(join(installed, "dist"), /\.js$/).map(
    (name) => [name, readFileSync(join(installed, "dist", name), "utf8")] as const,
  );
  const code = texts.map(([name, text]) => [name, text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")] as const);
  const found = code.filter(([, text]) =>
    /\beval\(|\bFunction\(|\bimport\(|\brequire\(|\bfetch\(|XMLHttpRequest|WebSocket|\bprocess\b|from "(?!\.)/.test(text),
  );
  expect(code.length).toBeGreaterThan(300);
  expect(found.map(([name]) => name)).toEqual(["threads/host.js", "threads/worker.js"]);
});

test("its command works where it is installed", () => {
  const verify = ["verify", "relu", "value", "--blocks", "63"];
  const { status, stdout } = spawnSync("npx", ["--no-install", "hillock", ...verify], { cwd: user.folder, encoding: "utf8" });
  expect(stdout).toMatch(/^relu value +the bits that were proven, for 1 of 256 blocks\n$/);
  expect(status).toBe(0);
});

test("npm installs it without a word", () => {
  expect(user.said).toBe("");
});

test("all that names a version, the date of its release or the licence names the same", () => {
  const { version, license } = JSON.parse(readFileSync("package.json", "utf8"));
  const found = (file: string, pattern: RegExp) => pattern.exec(readFileSync(file, "utf8"))?.slice(1);
  const [released, date] = found("CHANGELOG.md", /^## \[(\d.*)\] - (.*)$/m) ?? [];
  expect(released).toBe(version);
  expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(found("CITATION.cff", /^version: (.*)\ndate-released: "(.*)"\nlicense: (.*)$/m)).toEqual([version, date, license]);
  expect(found("package-lock.json", /"version": "(.*)"/)).toEqual([version]);
  expect(found("README.md", /hillock-([\d.]+)\.tgz/)).toEqual([version]);
  expect(found("examples/digits/recorded.json", /"environment": "hillock ([\d.]+),/)).toEqual([version]);
});

test("workflows pin every action by its commit, and say its version", () => {
  const uses = readdirSync(".github/workflows").flatMap((file) =>
    readFileSync(`.github/workflows/${file}`, "utf8")
      .split("\n")
      .filter((line) => /\buses:/.test(line)),
  );
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test("npm publish has nothing to correct", () => {
  const { status, stderr } = spawnSync("npm", ["publish", "--dry-run", "--ignore-scripts"], { encoding: "utf8" });
  const said = stderr.split("\n").filter((line) => /^npm (warn|error)/i.test(line) && !line.includes("requires you to be logged in"));
  expect(said).toEqual([]);
  expect(status).toBe(0);
});

test("npm pack builds what it packs", () => {
  const { status, stdout } = spawnSync("npm", ["pack", "--dry-run"], { encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^dist: (up to date|built)/m);
});

const LOCKS = ["", "bench/peers/", "examples/digits/data/", "test/package/compilers/", "test/package/jest/"];

test.each(LOCKS)("%spackage-lock.json names no registry, and packages are pinned", (folder) => {
  const lock = readFileSync(`${folder}package-lock.json`, "utf8");
  expect(lock).not.toContain('"resolved"');
  expect(lock).not.toMatch(/https?:\/\/[^"]*(registry|npmjs)/);
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:\w+@)?\d+\.\d+\.\d+$/.test(version as string),
  );
  expect(loose).toEqual([]);
});

test("publint has nothing to say", async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([]);
});

/** A tool's complaints about the package, if its exit code says that it has any. */
function complaints(script: string, parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...parameters], { cwd: user.folder, encoding: "utf8" });
  return status === 0 ? "" : stdout + stderr;
}

test("the types are right for every way of resolving them, of which CommonJS finds a module", () => {
  const attw = tool.resolve("@arethetypeswrong/cli/package.json").replace("package.json", "dist/index.js");
  expect(complaints(attw, [user.tarball, "--ignore-rules", "cjs-resolves-to-esm", "--no-definitely-typed", "--format", "ascii"])).toBe("");
});

test("a project in strict TypeScript compiles against it, libraries included", () => {
  writeFileSync(
    join(user.folder, "user.ts"),
    `import { type Activation, activations, gelu, leakyRelu, type OptionsOf } from "hillock";
     import { gelu as fastGelu } from "hillock/fast";
     import { resolve } from "hillock/resolve";
     const options: OptionsOf<typeof leakyRelu> = { negativeSlope: 0.2 };
     export const y: Float32Array = leakyRelu(new Float32Array(4), options);
     export const d: number = gelu.derivative(0.5);
     export const all: Activation[] = [gelu, fastGelu, resolve("nn.GELU"), ...Object.values(activations)];`,
  );
  const compilerOptions = { noEmit: true, strict: true, target: "es2022", module: "nodenext", types: [] };
  writeFileSync(join(user.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["user.ts"] }));
  expect(complaints(tool.resolve("typescript/lib/tsc.js"), ["-p", "."])).toBe("");
});

test("it says which version it is", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(script("version.mjs", `import { info } from "hillock"; console.log(info().version);`).trim()).toBe(version);
});

test("import and require both work", () => {
  expect(script("import.mjs", `import { relu } from "hillock"; console.log(relu(-1), relu(2));`)).toBe("0 2\n");
  expect(script("require.cjs", `const { relu } = require("hillock"); console.log(relu(-1), relu(2));`)).toBe("0 2\n");
});

test.each([
  ["hillock", "sigmoid(Float32Array.of(0))[0]"],
  ["hillock/fast", "sigmoid(Float32Array.of(0))[0]"],
  ["hillock/math", "normalCdf(Float32Array.of(0))[0]"],
  ["hillock/resolve", 'resolve("nn.Sigmoid")(Float32Array.of(0))[0]'],
  ["hillock/threads", "startThreads.length / 2"],
])("%s is found by tools that do not read exports", async (name, half) => {
  const project = join(user.folder, `project-${name.replace("/", "-")}`);
  const entry = join(project, "index.js");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), "{}");
  writeFileSync(entry, `import { ${/^\w+/.exec(half)} } from "${name}"; console.log(${half});`);
  const output = join(project, "bundle.js");
  await runWebpack(entry, output, { resolve: { exportsFields: [] }, optimization: { minimize: false } });
  expect(run(output)).toBe("0.5\n");
});

test("the raw modules serve hosts that compile nothing from bytes", () => {
  const code = `
    import { readFile } from "node:fs/promises";
    import { fileURLToPath } from "node:url";
    import { configure, gelu, info } from "hillock";
    const module = async (name) => new WebAssembly.Module(await readFile(fileURLToPath(import.meta.resolve("hillock/wasm/" + name))));
    const modules = { gelu: await module("gelu.simd.wasm"), "gelu.float64": await module("gelu.float64.simd.wasm") };
    WebAssembly.Module = new Proxy(WebAssembly.Module, { construct() { throw new Error("compiling is not allowed here"); } });
    configure({ modules });
    console.log(gelu(Float32Array.of(0, 1))[1].toFixed(6), gelu(Float64Array.of(0, 1))[1].toFixed(6), info().kernels.join());`;
  expect(script("modules.mjs", code)).toBe("0.841345 0.841345 gelu,gelu.float64\n");
});
