/** The digits that a network reads, and digits drawn as text. */
import { softmax } from "hillock";
import { CLASSES, PIXELS, SIDE } from "./mnist.mjs";
import { batches } from "./training.mjs";

/** @typedef {{ digit: number, label: number, read: number, sureness: number }} Reading */

/**
 * @param {import("./training.mjs").Network} network
 * @param {import("./mnist.mjs").Digits} digits
 * @returns {Reading[]}
 */
export function readings(network, digits) {
  const all = [];
  for (const { from, rows, logits } of batches(network, digits)) {
    const probabilities = softmax(logits, { shape: [rows, CLASSES] });
    for (let row = 0; row < rows; row++) {
      const ofRow = probabilities.subarray(row * CLASSES, (row + 1) * CLASSES);
      const sureness = Math.max(...ofRow);
      all.push({ digit: from + row, label: digits.labels[from + row], read: ofRow.indexOf(sureness), sureness });
    }
  }
  return all;
}

/**
 * The first three digits, and the two that were read wrong most surely.
 *
 * @param {Reading[]} all
 * @param {import("./mnist.mjs").Digits} digits
 */
export function drawReadings(all, digits) {
  const wrong = all.filter(({ read, label }) => read !== label).sort((a, b) => b.sureness - a.sureness);
  return [...all.slice(0, 3), ...wrong.slice(0, 2)]
    .map(({ digit, label, read, sureness }) => [
      ...drawDigit(digits.images.subarray(digit * PIXELS, (digit + 1) * PIXELS)),
      `${read}, ${(100 * sureness).toFixed(1)} %`,
      read === label ? "" : `but it is ${label}`,
    ])
    .map((lines) => lines.map((line) => line.padEnd(SIDE / 2)))
    .reduce((left, right) => left.map((line, i) => `${line}  ${right[i]}`))
    .map((line) => line.trimEnd())
    .join("\n");
}

/**
 * The characters of two by two pixels, by which of them are bright: upper left 1, upper right 2,
 * lower left 4, lower right 8.
 */
const BLOCKS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";
const BRIGHT = 96;

/** @param {Uint8Array} image @returns {string[]} */
function drawDigit(image) {
  const bright = (/** @type {number} */ row, /** @type {number} */ column) => (image[row * SIDE + column] > BRIGHT ? 1 : 0);
  const evens = Array.from({ length: SIDE / 2 }, (_, i) => 2 * i);
  const block = (/** @type {number} */ row, /** @type {number} */ column) =>
    bright(row, column) + 2 * bright(row, column + 1) + 4 * bright(row + 1, column) + 8 * bright(row + 1, column + 1);
  return evens.map((row) => evens.map((column) => BLOCKS[block(row, column)]).join(""));
}
