/**
 * Certificates: a checksum of the results for each block of 2^24 inputs, in the order of their bits, of what was compared with
 * the oracle completely. The simd build gives the same bits everywhere, so that whoever gets the same checksums, at the speed
 * of the kernel and with no oracle, has the same proof. The checksum is in murmur.ts.
 */
import type { Accuracy } from "./record.js";
import type { Subject } from "./subjects.js";

/** `gelu value`: the key of a certificate in accuracy.json. Only the default kernels at their defaults have one. */
export function certificateKey({ activation, method }: Subject): string {
  return `${activation} ${method}`;
}

/** 256 checksums as 16 lines. */
export function splitCertificate(checksums: readonly string[]): readonly string[] {
  return Array.from({ length: 16 }, (_, row) => checksums.slice(16 * row, 16 * (row + 1)).join(" "));
}

/** The checksums on record for a subject, a block each; undefined if it has none. */
export function certificateOf({ certificates }: Accuracy, subject: Subject): readonly string[] | undefined {
  return certificates[certificateKey(subject)]?.flatMap((line) => line.split(" "));
}
