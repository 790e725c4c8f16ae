/** Packages that single tests need: big ones, which hence have a package.json of their own and are installed at the first run. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Installs what `folder/package.json` asks for, once. False, and a line that says so, where that cannot be had: without a network. */
export function installed(folder: string): boolean {
  if (isInstalled(folder)) return true;
  // Without a network npm's usual three tries take a minute and a half.
  const options = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
  ];
  const { status } = spawnSync("npm", options, { cwd: folder, stdio: "pipe", shell: process.platform === "win32" });
  if (status !== 0) process.stdout.write(`${folder}: LEFT OUT, its packages could not be installed (npm ci in ${folder})\n`);
  return status === 0;
}

/** Whether npm has put there what package.json asks for, by npm's own list of what it installed. */
function isInstalled(folder: string): boolean {
  const list = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(list)) return false;
  const { packages } = JSON.parse(readFileSync(list, "utf8"));
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  return Object.entries(dependencies).every(([name, wanted]) => packages[`node_modules/${name}`]?.version === wanted.split("@").at(-1));
}
