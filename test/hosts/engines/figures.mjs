/**
 * Measures the cost of hillock in this engine: until it is there, until its first result, and then
 * for each element.
 */

export const MEASURED = /** @type {const} */ (["relu", "sigmoid", "tanh", "gelu", "softmax"]);
/** Elements of a call. */
export const LENGTH = 4096;
/** Milliseconds of a round, and how many rounds there are, after one that warms up. */
const [ROUND, ROUNDS] = [25, 7];

/**
 * @typedef {object} Figures
 * @property {string} backend
 * @property {number} importing Milliseconds.
 * @property {number} firstCall Milliseconds.
 * @property {Record<typeof MEASURED[number], number>} perElement Nanoseconds.
 */

/** The figures as JSON. @param {{ hillock: string }} question */
export async function answer({ hillock }) {
  const began = performance.now();
  const functions = await import(hillock);
  const importing = performance.now() - began;
  const numbers = Float32Array.from({ length: LENGTH }, (_, i) => 6 * Math.sin(i));
  const called = performance.now();
  functions.gelu(numbers);
  const firstCall = performance.now() - called;
  const [x, out] = functions.alloc(Float32Array, [LENGTH, LENGTH]);
  x.set(numbers);
  const perElement = Object.fromEntries(MEASURED.map((name) => [name, timeOf(() => functions[name](x, { out })) / LENGTH]));
  return new TextEncoder().encode(JSON.stringify({ backend: functions.info().backend, importing, firstCall, perElement }));
}

/** The median of the nanoseconds that a call takes. @param {() => void} call */
function timeOf(call) {
  let repeats = 1;
  while (elapsed(call, repeats) < ROUND) repeats *= 2;
  const times = Array.from({ length: ROUNDS }, () => (1e6 * elapsed(call, repeats)) / repeats);
  return /** @type {number} */ (times.sort((a, b) => a - b)[ROUNDS >> 1]);
}

/** Milliseconds of so many calls. @param {() => void} call @param {number} repeats */
function elapsed(call, repeats) {
  const began = performance.now();
  for (let i = 0; i < repeats; i++) call();
  return performance.now() - began;
}
