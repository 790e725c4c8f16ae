/**
 * Checksums of what all public functions compute, the same in every engine:
 *
 *     node test/hosts/bits/checksums.mjs simd             # prints them: backend simd, or js
 *     node test/hosts/bits/checksums.mjs simd --own       # where a mathematical function of the host's is called, it throws
 *     node test/hosts/bits/checksums.mjs simd --update    # puts them into checksums.json, which test/node/sameBits.test.ts compares with
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ofActivation, ofGate } from "./elementwise.mjs";
import { Hash } from "./hash.mjs";
import { isLoss, ofDense, ofLoss } from "./layers.mjs";
import { ofRows } from "./rows.mjs";

/** Exact, or rounded correctly by definition (ECMA-262). */
const EXACT = ["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "sqrt", "trunc"];

/** Public functions that compute nothing. */
const SILENT = ["alloc", "configure", "defineActivation", "free", "info", "isHillockError", "load", "reserve", "scope"];

const [backend = "simd", ...flags] = process.argv.slice(2);
if (flags.includes("--own")) refuseHostFunctions();
const hillock = /** @type {Record<string, any>} */ (await import("../../../dist/index.js"));
const fast = /** @type {Record<string, any>} */ (await import("../../../dist/fast.js"));
hillock.configure({ backend });

/** @type {Record<string, string>} */
const checksums = {};
for (const [name, f] of Object.entries(hillock).filter(([, f]) => typeof f === "function" && !SILENT.includes(f.name))) {
  for (const type of [Float32Array, Float64Array]) record(callsOf(name, f, type), `${type.name} `);
  if (backend === "js" && takesNumbers(f)) record(callsOf(name, f, undefined), "number ");
}
for (const [name, f] of Object.entries(fast))
  if (typeof f === "function" && f !== hillock[name]) record(callsOf(name, f, Float32Array), "fast ");
if (flags.includes("--update")) {
  const file = new URL("checksums.json", import.meta.url);
  const recorded = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...recorded, [backend]: checksums }, null, 2)}\n`);
} else console.log(JSON.stringify(checksums));

/** @param {Iterable<any>} calls
 * @param {string} prefix */
function record(calls, prefix) {
  for (const [label, compute] of calls) {
    const hash = new Hash();
    hash.add(compute());
    checksums[prefix + label] = hash.digest();
  }
}

/** @param {any} f */
function takesNumbers(f) {
  return f.name in hillock.activations || "packed" in f;
}

/** @param {string} name
 * @param {any} f
 * @param {any} type
 * @returns {Iterable<any>} */
function callsOf(name, f, type) {
  if (name in hillock.activations) return ofActivation(f, type);
  if ("packed" in f) return ofGate(f, type);
  if (name === "dense") return ofDense(f, type, hillock.activations);
  if (isLoss(name)) return ofLoss(f, type);
  if (f.spec?.formula?.gradient) return ofRows(f, type);
  throw new Error(`${name} is public and has no checksum: add it to test/hosts/bits/`);
}

function refuseHostFunctions() {
  for (const name of Object.getOwnPropertyNames(Math))
    if (typeof Math[/** @type {"exp"} */ (name)] === "function" && !EXACT.includes(name))
      Object.defineProperty(Math, name, {
        value: () => {
          throw new Error(`Math.${name} was called: engines differ in its bits`);
        },
      });
}
