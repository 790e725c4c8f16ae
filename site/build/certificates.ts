/** The certificates that the page replays, in few files. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { readCertificates } from "../../proof/record.js";
import { BLOCKS, FILES, type Kind, layoutOf } from "../client/certificateFiles.js";
import { shown } from "./functions.js";

const FOLDER = "accuracy/certificates";

/** The functions of hillock/math that have certificates. */
export const proven: readonly string[] = readdirSync(FOLDER).flatMap((file) => (file.startsWith("math.") ? [basename(file, ".json")] : []));

/**
 * The checksums as words, without their names, by the name of their file. They are deflated:
 * servers compress text, and this is none. Those of pairs are what differs from those of the method
 * that they are a half of, which is nothing as a rule.
 */
export function certificates(): Readonly<Record<string, Uint8Array>> {
  const layouts = layoutOf(
    shown.map(({ name }) => name),
    proven,
  );
  const known = new Map<string, Readonly<Record<string, readonly string[]>>>();
  const wordsOf = (name: string, method: string): number[] => {
    const all = known.get(name) ?? readCertificates(name, pathToFileURL(join(FOLDER, `${name}.json`)));
    known.set(name, all);
    const words = (all[method] ?? []).map((checksum) => Number.parseInt(checksum, 16));
    if (words.length !== BLOCKS) throw new Error(`${name} has no certificate of its ${method}`);
    return words;
  };
  const written = (kind: Kind) =>
    layouts[kind].flatMap((key) => {
      const [name = "", method = ""] = key.split(" ");
      const words = wordsOf(name, method);
      const half = { pairValue: "value", pairDerivative: "derivative" }[method];
      const others = half ? wordsOf(name, half) : undefined;
      return others ? words.map((word, i) => word ^ (others[i] as number)) : words;
    });
  return Object.fromEntries(
    (Object.keys(FILES) as Kind[]).map((kind) => [FILES[kind], deflateRawSync(Uint32Array.from(written(kind)), { level: 9 })]),
  );
}
