/** The text that bytes of kernels are shipped as: what the build writes, the runtime reads. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "../../src/runtime/backend.js";

const { encode } = (await import("../../scripts/build/text.mjs" as string)) as { encode(bytes: Uint8Array): string };

test("every byte comes back", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(decode(encode(all))).toEqual(all);
});

test("any bytes come back, as characters that a string literal has as they are", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = encode(bytes);
      expect(text).toMatch(/^[ -~]*$/);
      expect(text).not.toMatch(/["\\]/);
      expect(decode(text)).toEqual(bytes);
    }),
  );
});
