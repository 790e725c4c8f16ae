/** Computes the functions of Math in this engine. */

/** @typedef {readonly (readonly [name: string, arguments: number])[]} Functions */

/**
 * The results of each function in turn. Of its inputs the first arguments stand together, then the
 * second.
 *
 * @param {Functions} functions
 * @param {Float64Array} inputs
 */
function resultsOf(functions, inputs) {
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

/**
 * The bytes of the results, of the bytes of the inputs.
 *
 * @param {Functions} functions
 * @param {Uint8Array} bytes
 */
export function answer(functions, bytes) {
  const inputs = new Float64Array(Uint8Array.from(bytes).buffer);
  return new Uint8Array(resultsOf(functions, inputs).buffer);
}
