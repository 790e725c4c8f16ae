/**
 * Builds all that is generated: src/specification/, kernels into src/kernels/, src/ into dist/, raw
 * modules into dist/wasm/, and the package's command, bin/hillock.js.
 *
 * dist/ is replaced in one step, and only if anything differs: a hash of sources and results stands
 * in .cache/dist.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeCommand } from "./command.mjs";
import { ROOT } from "./compile.mjs";
import { placeConstants } from "./constants.mjs";
import { isMade } from "./generate.mjs";
import { report } from "./kernels.mjs";
import { writeSpecification } from "./specification.mjs";

const DIST = join(ROOT, "dist");
const STAMP = join(ROOT, ".cache/dist");

writeSpecification();
const modules = await report();
if (process.exitCode) process.exit();
if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === state()) console.log("dist: up to date");
else {
  const start = performance.now();
  const next = join(ROOT, `.cache/dist.${process.pid}`);
  if (!translate(next)) process.exit(1);
  await writeModules(join(next, "wasm"), join(next, "runtime/withoutRelaxed.js"));
  rmSync(DIST, { recursive: true, force: true });
  renameSync(next, DIST);
  writeFileSync(STAMP, state());
  console.log(`dist: built, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
await writeCommand();

function translate(folder) {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", join(ROOT, "tsconfig.build.json"), "--outDir", folder], { stdio: "inherit" });
  if (status === 0) placeConstants(folder);
  else rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

/**
 * Writes the modules as files, for hosts that do not compile from bytes. One whose builds are the
 * same is there once, as simd.
 */
async function writeModules(folder, maker) {
  const { withoutRelaxed } = await import(pathToFileURL(maker).href);
  mkdirSync(folder);
  for (const module of modules) {
    const relaxed = module.relaxed && Buffer.from(module.relaxed, "hex");
    const simd = isMade(module) ? withoutRelaxed(relaxed) : Buffer.from(module.simd, "hex");
    for (const [target, code] of Object.entries({ simd, relaxed }))
      if (code) writeFileSync(join(folder, `${module.name}.${target}.wasm`), code);
  }
}

function state() {
  const hash = createHash("sha256");
  const files = ["src", "dist"].flatMap((folder) =>
    existsSync(join(ROOT, folder)) ? readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }) : [],
  );
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const others = ["tsconfig.json", "tsconfig.build.json", "package-lock.json", "scripts/build/constants.mjs"].map((file) =>
    join(ROOT, file),
  );
  for (const path of [...paths.sort(), ...others]) hash.update(`${path} ${readFileSync(path).length} `).update(readFileSync(path));
  return hash.digest("hex");
}
