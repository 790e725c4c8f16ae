/**
 * Bytes as the text that src/runtime/backend.ts reads.
 *
 * @param {Uint8Array} bytes
 */
export function encode(bytes) {
  return Array.from(bytes, (byte) => {
    const value = (byte + 16) & 255;
    const digit = value % 91;
    return ["", " ", "!"][Math.floor(value / 91)] + String.fromCharCode(digit + (digit < 57 ? 35 : 36));
  }).join("");
}
