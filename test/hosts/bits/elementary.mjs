import { LENGTHS, mixed, randomBits } from "./inputs.mjs";

/** Every method of an elementary function.
 * @param {any} f
 * @param {any} type undefined for numbers */
export function* ofElementary(f, type) {
  for (const method of ["value", "derivative"]) {
    const call = method === "value" ? f : f[method];
    if (call) yield [`${f.name}.${method}`, () => (type ? arrays(type).map((x) => call(x)) : numbers().map((x) => call(x)))];
  }
}

/** A function of two arguments, each with those in another order, and with a number.
 * @param {any} f
 * @param {any} type undefined for numbers */
export function* ofCombination(f, type) {
  const other = (/** @type {any} */ x) => x.map((/** @type {number} */ _, /** @type {number} */ i) => x[(7 * i + 3) % x.length]);
  if (type) yield [`${f.name}.value`, () => arrays(type).flatMap((x) => [f(x, other(x)), f(x, 0.3), f(x, -3)])];
  else yield [`${f.name}.value`, () => numbers().map((x, i, all) => f(x, all[(7 * i + 3) % all.length]))];
}

/** A function of any number of numbers, with none to seven.
 * @param {any} f */
export function* ofMany(f) {
  const all = numbers();
  yield [`${f.name}.numbers`, () => all.map((_, i) => f(...all.slice(i, i + (i % 8))))];
}

/** Arrays of every length, and one of numbers of all sizes.
 * @param {any} type */
const arrays = (type) => [...LENGTHS.map((length) => mixed(type, length, 1)), type.from(everySize())];

const numbers = () => [...mixed(Float64Array, 400, 11), ...everySize()];

/** Numbers of both signs in every binade of float64, subnormals among them. */
function everySize() {
  const bits = randomBits(21);
  const view = new DataView(new ArrayBuffer(8));
  return Array.from({ length: 8184 }, (_, i) => {
    view.setUint32(0, ((i & 1) << 31) | (((i >> 1) % 2047) << 20) | (bits() >>> 12));
    view.setUint32(4, bits());
    return view.getFloat64(0);
  });
}
