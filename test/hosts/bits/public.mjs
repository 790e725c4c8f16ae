import { ofCombination, ofElementary, ofMany } from "./elementary.mjs";
import { ofActivation, ofGate } from "./elementwise.mjs";
import { isOfFeatures, ofFeatures } from "./features.mjs";
import { Hash } from "./hash.mjs";
import { isLoss, ofDense, ofLoss } from "./layers.mjs";
import { ofRows } from "./rows.mjs";

/** Public functions that compute nothing. */
const SILENT = ["alloc", "configure", "defineActivation", "free", "info", "isHillockError", "load", "reserve", "scope"];

/** Checksums of what every public function computes, by labels that name type, function and method.
 * @param {Record<string, any>} hillock
 * @param {Record<string, any>} fast
 * @param {Record<string, any>} math
 * @param {string} backend
 * @returns {Record<string, string>} */
export function checksumsOf(hillock, fast, math, backend) {
  /** @type {Record<string, string>} */
  const checksums = {};
  /** @param {Iterable<any>} calls
   * @param {string} prefix */
  const record = (calls, prefix) => {
    for (const [label, compute] of calls) {
      const hash = new Hash();
      hash.add(compute());
      checksums[prefix + label] = hash.digest();
    }
  };
  for (const [name, f] of Object.entries(hillock).filter(([, f]) => typeof f === "function" && !SILENT.includes(f.name))) {
    for (const type of [Float32Array, Float64Array]) record(callsOf(hillock, name, f, type), `${type.name} `);
    if (backend === "js" && takesNumbers(hillock, f)) record(callsOf(hillock, name, f, undefined), "number ");
  }
  for (const [name, f] of Object.entries(fast))
    if (typeof f === "function" && f !== hillock[name]) record(callsOf(hillock, name, f, Float32Array), "fast ");
  for (const f of Object.values(math).filter((f) => typeof f === "function")) {
    const calls = f.length === 3 ? ofCombination : ofElementary;
    for (const type of [Float32Array, Float64Array]) record(calls(f, type), `${type.name} math.`);
    if (backend === "js") record(calls(f, undefined), "number math.");
    if (backend === "js" && f === math.hypot) record(ofMany(f), "number math.");
  }
  return checksums;
}

/** @param {Record<string, any>} hillock
 * @param {any} f */
function takesNumbers(hillock, f) {
  return f.name in hillock.activations || "packed" in f;
}

/** @param {Record<string, any>} hillock
 * @param {string} name
 * @param {any} f
 * @param {any} type
 * @returns {Iterable<any>} */
function callsOf(hillock, name, f, type) {
  if (name in hillock.activations) return ofActivation(f, type);
  if ("packed" in f) return ofGate(f, type);
  if (name === "dense") return ofDense(f, type, [...Object.values(hillock.activations), hillock.swiglu]);
  if (isLoss(name)) return ofLoss(f, type);
  if (isOfFeatures(name)) return ofFeatures(f, type);
  if (f.spec?.formula?.gradient) return ofRows(f, type);
  throw new Error(`${name} is public and has no checksum: add it to test/hosts/bits/`);
}
