/** The certificates that the page replays, in one file. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { readCertificates } from "../../proof/record.js";
import { REPLAYED } from "../client/certificates.js";
import { shown } from "./functions.js";

/**
 * The checksums of activations as words, without their names, deflated: servers compress text, and
 * this is none. site/client/certificates.ts reads them.
 */
export function certificates(folder: string): Uint8Array {
  const words = shown.flatMap(({ name }) => {
    const certificate = readCertificates(name, pathToFileURL(join(folder, `${name}.json`)));
    return REPLAYED.flatMap((method) => (certificate[method] ?? []).map((checksum) => Number.parseInt(checksum, 16)));
  });
  return deflateRawSync(Uint32Array.from(words), { level: 9 });
}
