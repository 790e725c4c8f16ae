/** The certificates: checksums of the results of functions for all floats, a block at a time. */
import { BLOCKS, FILES, type Kind, layoutOf, type Replayed } from "./certificateFiles.js";
import { loadFacts } from "./functions.js";

export interface Certificates {
  /** The functions that have some. */
  readonly names: readonly string[];
  /** The methods of a function that have one. */
  methodsOf(name: string): readonly Replayed[];
  /** The checksums of a method, by block; fetched when they are first asked for. */
  of(name: string, method: Replayed): Promise<Uint32Array>;
}

/** Fetches those that most ask for. */
export async function loadCertificates(): Promise<Certificates> {
  const { functions, proven } = await loadFacts();
  const activations = functions.map(({ name }) => name);
  const layouts = layoutOf(activations, proven);
  const files = new Map<Kind, Promise<Uint32Array>>();
  const fileOf = (kind: Kind) => {
    const found = files.get(kind) ?? fetched(FILES[kind], layouts[kind].length);
    files.set(kind, found);
    // What could not be fetched is asked for again.
    found.catch(() => files.delete(kind));
    return found;
  };
  const all = Object.entries(layouts) as [Kind, readonly string[]][];
  const certificates: Certificates = {
    names: [...activations, ...proven],
    methodsOf: (name) =>
      all.flatMap(([, keys]) => keys.flatMap((key) => (key.startsWith(`${name} `) ? [key.split(" ")[1] as Replayed] : []))),
    async of(name, method) {
      const key = `${name} ${method}`;
      const [kind, keys] = all.find(([, keys]) => keys.includes(key)) as [Kind, readonly string[]];
      const first = keys.indexOf(key) * BLOCKS;
      const words = (await fileOf(kind)).slice(first, first + BLOCKS);
      if (kind !== "pairs") return words;
      // They are written as what differs from the method that they are a half of.
      const other = await certificates.of(name, method === "pairValue" ? "value" : "derivative");
      return words.map((word, i) => word ^ (other[i] as number));
    },
  };
  await fileOf("activations");
  return certificates;
}

/** The words of a file that site/build/certificates.ts wrote, of so many certificates. */
async function fetched(file: string, certificates: number): Promise<Uint32Array> {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} is answered with ${response.status}`);
  const inflated = response.body?.pipeThrough(new DecompressionStream("deflate-raw"));
  const words = new Uint32Array(await new Response(inflated).arrayBuffer());
  if (words.length !== certificates * BLOCKS) throw new Error(`${file} has ${words.length} checksums`);
  return words;
}
