/** Packages of bench/peers/node_modules, and what adapters of libraries with tensors share. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Floats } from "../../numbers.js";
import type { Candidate } from "../peer.js";

// biome-ignore lint/suspicious/noExplicitAny: the packages need not be installed for the rest of the repository to compile.
export type Untyped = any;

const require = createRequire(import.meta.url);

/** A package of CommonJS. */
export function requirePackage(name: string): Untyped {
  return require(name);
}

export function importPackage(name: string): Promise<Untyped> {
  return import(name);
}

/** From the file, which not every package exports. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}

interface Tensors {
  upload(): Untyped[];
  compute(...inputs: Untyped[]): readonly Untyped[];
  read(tensor: Untyped): Floats;
  free(tensor: Untyped): void;
  /** With the library from the start, and freed at the end. */
  readonly others?: readonly Untyped[];
  /** Where whatever a tensor is passed to frees it: another reference to it, and what waits for results. */
  readonly consuming?: { again(tensor: Untyped): Untyped; wait(results: readonly Untyped[]): Promise<unknown> };
}

/** End to end: tensors from arrays, the result as arrays, all of them freed. Resident: the input is kept, and the result freed. */
export function tensorCandidate({ upload, compute, read, free, others = [], consuming }: Tensors): Candidate {
  const kept = upload();
  const release = (tensors: readonly Untyped[]) => {
    for (const tensor of tensors) free(tensor);
  };
  const fetch = (inputs: readonly Untyped[]) => {
    const results = compute(...inputs);
    const arrays = results.map(read);
    if (!consuming) release(results);
    return arrays;
  };
  const endToEnd = () => {
    const inputs = upload();
    const arrays = fetch(inputs);
    if (!consuming) release(inputs);
    return arrays;
  };
  const dispose = () => release([...kept, ...others]);
  if (!consuming) {
    const resident = { run: () => release(compute(...kept)), read: () => fetch(kept) };
    return { endToEnd: { run: endToEnd, read: endToEnd }, resident, dispose };
  }
  const run = async () => {
    const results = compute(...kept.map(consuming.again));
    await consuming.wait(results);
    release(results);
  };
  return {
    endToEnd: { run: endToEnd, read: endToEnd },
    resident: { async: true, run, read: () => fetch(kept.map(consuming.again)) },
    dispose,
  };
}
