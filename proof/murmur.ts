/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain) with seed 0 over little-endian words, every
 * NaN taken as 0x7fc00000. Without the NaN rule it is what any implementation gives for the bytes
 * of the results.
 */
export class Murmur {
  private state = 0;
  private bytes = 0;

  add(words: Uint32Array, count: number): void {
    let h = this.state;
    for (let i = 0; i < count; i++) {
      let k = words[i] as number;
      if ((k & 0x7fffffff) > 0x7f800000) k = 0x7fc00000;
      k = Math.imul(k, 0xcc9e2d51);
      k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
      h ^= k;
      h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
    }
    this.state = h;
    this.bytes += 4 * count;
  }

  /** Eight hexadecimal digits. */
  digest(): string {
    let h = this.state ^ this.bytes;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, "0");
  }
}
