/** The certificates of activations: checksums of the results for all floats, a block at a time. */
import { loadFacts } from "./functions.js";

/** The blocks of 2^24 floats. */
export const BLOCKS = 256;

/** The methods that can be replayed here. */
export const REPLAYED = ["value", "derivative"] as const;
export type Replayed = (typeof REPLAYED)[number];

export interface Certificates {
  /** The functions that have one. */
  readonly names: readonly string[];
  /** The checksums of a method, by block. */
  of(name: string, method: Replayed): Uint32Array;
}

/** Fetches what site/build/certificates.ts wrote. */
export async function loadCertificates(): Promise<Certificates> {
  const [{ functions }, response] = await Promise.all([loadFacts(), fetch("certificates.bin")]);
  const inflated = response.body?.pipeThrough(new DecompressionStream("deflate-raw"));
  const words = new Uint32Array(await new Response(inflated).arrayBuffer());
  const names = functions.map(({ name }) => name);
  if (words.length !== names.length * REPLAYED.length * BLOCKS) throw new Error(`certificates.bin has ${words.length} checksums`);
  return {
    names,
    of(name, method) {
      const first = (names.indexOf(name) * REPLAYED.length + REPLAYED.indexOf(method)) * BLOCKS;
      return words.subarray(first, first + BLOCKS);
    },
  };
}
