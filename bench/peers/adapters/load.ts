/** Packages of bench/peers/node_modules. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// biome-ignore lint/suspicious/noExplicitAny: the packages need not be installed for the rest of the repository to compile.
export type Untyped = any;

/** A package of CommonJS. */
export const requirePackage: (name: string) => Untyped = createRequire(import.meta.url);

export function importPackage(name: string): Promise<Untyped> {
  return import(name);
}

/** The version of a package, from its file, which not every package exports. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}
