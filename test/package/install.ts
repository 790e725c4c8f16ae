import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Installation {
  /** A project that has hillock installed, as a user would have it. */
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

/** Packs what was built and installs it from the tarball, without a registry, in a fresh project. */
export function install(): Installation {
  const folder = mkdtempSync(join(tmpdir(), "hillock-package-"));
  const npm = (...parameters: string[]) => execFileSync("npm", parameters, { cwd: folder, stdio: "pipe", encoding: "utf8" });
  npm("pack", process.cwd(), "--ignore-scripts", "--pack-destination", folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) as string);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  npm("install", tarball, "--offline", "--ignore-scripts", "--no-audit", "--no-fund");
  return { folder, tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a script prints when this Node runs it. */
export function run(script: string, { flags = [] as string[], cwd = process.cwd() } = {}): string {
  return execFileSync(process.execPath, [...flags, script], { cwd, encoding: "utf8", stdio: "pipe" });
}
