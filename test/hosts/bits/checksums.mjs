/**
 * Checksums of what all public functions compute, the same in every engine:
 *
 *     node test/hosts/bits/checksums.mjs simd             # prints them: backend simd, or js
 *     node test/hosts/bits/checksums.mjs simd --own       # where a mathematical function of the host's is called, it throws
 *     node test/hosts/bits/checksums.mjs simd --update    # puts them into checksums.json, which the tests compare with
 */
import { readFileSync, writeFileSync } from "node:fs";
import { checksumsOf } from "./public.mjs";

/** Exact, or rounded correctly by definition (ECMA-262). */
const EXACT = ["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "sqrt", "trunc"];

const [backend = "simd", ...flags] = process.argv.slice(2);
if (flags.includes("--own")) refuseHostFunctions();
const hillock = /** @type {Record<string, any>} */ (await import("../../../dist/index.js"));
const fast = /** @type {Record<string, any>} */ (await import("../../../dist/fast.js"));
const math = /** @type {Record<string, any>} */ (await import("../../../dist/math.js"));
hillock.configure({ backend });

const checksums = checksumsOf(hillock, fast, math, backend);
if (flags.includes("--update")) {
  const file = new URL("checksums.json", import.meta.url);
  const recorded = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...recorded, [backend]: checksums }, null, 2)}\n`);
} else console.log(JSON.stringify(checksums));

function refuseHostFunctions() {
  for (const name of Object.getOwnPropertyNames(Math))
    if (typeof Math[/** @type {"exp"} */ (name)] === "function" && !EXACT.includes(name))
      Object.defineProperty(Math, name, {
        value: () => {
          throw new Error(`Math.${name} was called: engines differ in its bits`);
        },
      });
}
