/**
 * Builds the kernel modules, assembly/<kind>/*.ts to src/kernels/<kind>/*.ts, each for its targets
 * of asconfig.json.
 *
 * What was compiled is kept in .cache/kernels under the hash of all it depends on, so that touching
 * one kernel compiles one. The rest is compiled on all cores by warm compilers, half a second of
 * processor time each.
 */
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { ROOT } from "./compile.mjs";
import { codeFile, fastFile, fileOf, tablesFile } from "./generate.mjs";
import { layoutFile } from "./layout.mjs";
import { fingerprint, modules, targetsOf } from "./modules.mjs";

const CACHE = join(ROOT, ".cache/kernels");
const KERNELS = join(ROOT, "src/kernels");
const WEEK = 7 * 24 * 3600 * 1000;

/**
 * Brings src/kernels/ up to date. A file with a module that does not compile is left as it was; the
 * others are built. Returns `{ built, compiled, failures }`: modules with `simd`, `relaxed` and
 * `table` in hexadecimal, names, messages.
 */
export async function buildKernels() {
  mkdirSync(CACHE, { recursive: true });
  mkdirSync(KERNELS, { recursive: true });
  const all = modules();
  const jobs = all.flatMap((module) =>
    targetsOf(module).map((target) => ({ ...module, target, file: `${fingerprint(module, target)}.json` })),
  );
  const missing = jobs.filter(({ file }) => !existsSync(join(CACHE, file)));
  const failures = await compileAll(missing);

  const built = all.flatMap((module) => assemble(module, jobs, failures));
  const files = new Map([
    ["fast.ts", fastFile(all)],
    ["layout.ts", layoutFile()],
    ["tables.ts", tablesFile()],
  ]);
  for (const file of new Set(all.map(fileOf))) {
    const wanted = all.filter((module) => fileOf(module) === file);
    const found = built.filter((module) => fileOf(module) === file);
    files.set(file, found.length === wanted.length ? codeFile(found) : null);
  }
  for (const [file, text] of files) if (text) update(join(KERNELS, file), text);
  sweep(KERNELS, [...files.keys()], 0);
  sweep(
    CACHE,
    jobs.map(({ file }) => file),
    WEEK,
  );
  return { built, compiled: built.map(({ name }) => name).filter((name) => missing.some((job) => job.name === name)), failures };
}

/**
 * Compiles into the cache, on all cores. Returns what went wrong, once where several modules have
 * it in common.
 */
async function compileAll(jobs) {
  const queue = [...jobs];
  const failures = new Map();
  const work = async () => {
    const worker = new Worker(new URL("./worker.mjs", import.meta.url));
    for (let job = queue.shift(); job; job = queue.shift()) {
      worker.postMessage(job);
      const [{ wasm, table, error }] = await once(worker, "message");
      if (error) failures.set(error, (failures.get(error) ?? new Set()).add(job.name));
      else update(join(CACHE, job.file), JSON.stringify({ wasm, table }));
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, work));
  return Array.from(failures, ([error, modules]) => `${[...modules].sort().join("; ")}:\n${error}`);
}

/** A module with its code, from the cache. None if a build is missing. */
function assemble(module, jobs, failures) {
  const files = jobs.filter(({ name }) => name === module.name).map(({ file }) => join(CACHE, file));
  if (!files.every(existsSync)) return [];
  const [first, second] = files.map((file) => JSON.parse(readFileSync(file, "utf8")));
  if (second && first.table !== second.table) {
    failures.push(`${module.name}:\nthe two builds need different constants`);
    return [];
  }
  const builds = hasRelaxed(first.wasm) ? { relaxed: first.wasm, simd: second?.wasm } : { simd: first.wasm };
  return [{ ...module, ...builds, table: first.table }];
}

/** Whether the code has the bytes of an instruction of relaxed SIMD. */
const hasRelaxed = (hexadecimal) => /^(..)*?fd8[5-9a-c]02/.test(hexadecimal);

/** Writes a file if it differs, in one step, so that who reads meanwhile reads either. */
export function update(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

/** Removes what a build made, is not of this one, and is older than `age`. */
export function sweep(folder, keep, age) {
  for (const file of readdirSync(folder, { recursive: true }).filter((file) => /\.(ts|json)$/.test(file) && !keep.includes(file)))
    if (Date.now() - statSync(join(folder, file)).mtimeMs > age) rmSync(join(folder, file), { force: true });
}

/** `node scripts/build/kernels.mjs`: the kernels alone. */
export async function report() {
  const start = performance.now();
  const { built, compiled, failures } = await buildKernels();
  for (const failure of failures) console.error(`${failure}\n`);
  if (failures.length) process.exitCode = 1;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const names = compiled.length > 0 && compiled.length <= 4 ? ` (${compiled.join(", ")})` : "";
  console.log(`kernels: ${built.length} modules, ${compiled.length} compiled${names}, ${seconds} s`);
  return built;
}

if (import.meta.filename === process.argv[1]) await report();
