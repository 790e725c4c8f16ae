/**
 * Packages that only hosts need: big ones, which hence have a package.json of their own, installed
 * by `npm run hosts`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { missingRuntimes, workerd } from "./runtimes.js";

const FOLDERS = { Jest: "test/package/jest", "Next.js": "test/package/next", "other TypeScript compilers": "test/package/compilers" };

/** Names of what `npm run hosts` installs and is not there. */
export function missing(): readonly string[] {
  const packages = Object.entries(FOLDERS).filter(([, folder]) => !isInstalled(folder));
  return [...missingRuntimes(), ...(workerd() ? [] : ["workerd"]), ...packages.map(([name]) => name)];
}

/**
 * Whether npm has put there what `folder/package.json` asks for, by npm's own list of what it
 * installed.
 */
export function isInstalled(folder: string): boolean {
  const list = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(list)) return false;
  const { packages } = JSON.parse(readFileSync(list, "utf8"));
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  return Object.entries(dependencies).every(([name, wanted]) => packages[`node_modules/${name}`]?.version === wanted.split("@").at(-1));
}
