import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Installation {
  /** A project that has hillock installed, as a user would have it. */
  readonly folder: string;
  readonly tarball: string;
  /** The messages of npm. */
  readonly said: string;
  remove(): void;
}

/**
 * Packs what was built and installs it from the tarball, without a registry, in a fresh project.
 */
export function install({ type = "module" } = {}): Installation {
  const folder = mkdtempSync(join(tmpdir(), "hillock-package-"));
  const npm = (...parameters: string[]) => {
    const { status, stdout, stderr } = spawnSync("npm", parameters, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stdout + stderr);
    return stderr;
  };
  npm("pack", process.cwd(), "--ignore-scripts", "--pack-destination", folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) as string);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type }));
  const said = npm("install", tarball, "--offline", "--no-audit", "--no-fund");
  return { folder, tarball, said, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs a script with this Node, and returns what it prints. */
export function run(script: string, { flags = [] as string[], cwd = process.cwd() } = {}): string {
  return execFileSync(process.execPath, [...flags, script], { cwd, encoding: "utf8", stdio: "pipe" });
}
