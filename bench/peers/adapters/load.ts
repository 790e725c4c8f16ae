/**
 * Packages of bench/peers/node_modules. They need not be installed for the rest of the repository to build, so the compiler must not look
 * for them: each adapter declares the part that it uses.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** A package of CommonJS. */
export function requirePackage<Package>(name: string): Package {
  return require(name);
}

export function importPackage<Package>(name: string): Promise<Package> {
  return import(name);
}

/** From the file, which not every package exports. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}
