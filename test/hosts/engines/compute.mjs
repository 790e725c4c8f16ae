/**
 * What the functions of Math give in this engine. Imported by a page, or a program of its own:
 *
 *     node compute.mjs FUNCTIONS INPUTS RESULTS    # names with numbers of arguments as JSON, and files of float64
 */

/** @typedef {readonly (readonly [name: string, arguments: number])[]} Functions */

/**
 * The results of each function in turn. Of its inputs the first arguments stand together, then the second.
 *
 * @param {Functions} functions
 * @param {Float64Array} inputs
 */
export function resultsOf(functions, inputs) {
  const count = inputs.length / functions.reduce((sum, [, given]) => sum + given, 0);
  const results = new Float64Array(functions.length * count);
  let from = 0;
  functions.forEach(([name, given], k) => {
    const f = /** @type {Record<string, any>} */ (/** @type {unknown} */ (Math))[name];
    for (let i = 0; i < count; i++)
      results[k * count + i] = given === 1 ? f(inputs[from + i]) : f(inputs[from + i], inputs[from + count + i]);
    from += given * count;
  });
  return results;
}

if (typeof process === "object") {
  const [, script, functions, source, target] = process.argv;
  const { pathToFileURL } = await import("node:url");
  if (functions && source && target && import.meta.url === pathToFileURL(/** @type {string} */ (script)).href) {
    const { readFileSync, writeFileSync } = await import("node:fs");
    const bytes = readFileSync(source);
    const inputs = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    writeFileSync(target, new Uint8Array(resultsOf(JSON.parse(functions), inputs).buffer));
  }
}
