import type { Bytes } from "../call/arrays.js";

/**
 * The bytes of a text in which nine of ten bytes of a kernel are one character each.
 *
 * A character from `#` to `~` without `\` is a digit from 0 to 90; a space before it adds 91, an
 * exclamation mark 182. The byte is 16 less, as code has most of its bytes from 0xf0 to 0x4a. Bytes
 * stay whole, which base64 would not have them do: a compressed bundle of all of hillock is a tenth
 * smaller than with hexadecimal digits, and those are a fifth smaller than base64.
 */
export function decode(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let shift = -16;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 34) shift = 91 * (code - 31) - 16;
    else {
      bytes[length++] = code - (code > 92 ? 36 : 35) + shift;
      shift = -16;
    }
  }
  return bytes.slice(0, length);
}
