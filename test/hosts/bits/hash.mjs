/**
 * MurmurHash3_x86_32 over the bits of numbers, as proof/murmur.ts has it. Every NaN counts as the
 * canonical one: engines differ in what they keep of a payload, and arithmetic promises none.
 */
export class Hash {
  state = 0;
  words = 0;

  /** @param {number} word */
  word(word) {
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    const h = this.state ^ k;
    this.state = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
    this.words++;
  }

  /** @param {Float32Array | Float64Array} array */
  array(array) {
    const bits = new Uint32Array(array.slice().buffer);
    const each = array.BYTES_PER_ELEMENT / 4;
    this.word(array.length);
    for (let i = 0; i < array.length; i++) {
      const value = /** @type {number} */ (array[i]);
      if (!Number.isNaN(value)) for (let k = 0; k < each; k++) this.word(/** @type {number} */ (bits[i * each + k]));
      else this.word(0x7fc00000);
    }
  }

  /**
   * Arrays, numbers, and objects of them in the order of their names.
   *
   * @param {unknown} value
   */
  add(value) {
    if (typeof value === "number") this.array(Float64Array.of(value));
    else if (value instanceof Float32Array || value instanceof Float64Array) this.array(value);
    else if (value instanceof Object)
      for (const name of Object.keys(value).sort()) this.add(/** @type {Record<string, unknown>} */ (value)[name]);
    else if (value !== undefined) throw new TypeError(`${typeof value} is no result`);
  }

  /** Eight hexadecimal digits. */
  digest() {
    let h = this.state ^ (4 * this.words);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, "0");
  }
}
