/** The peers' packages: 0.8 GB that nobody else needs, hence installed here, at the first run. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../options.js";

const folder = fileURLToPath(new URL(".", import.meta.url));

export function install(): void {
  if (isInstalled()) return;
  process.stderr.write("bench:peers: installing the other libraries into bench/peers/node_modules, about 0.8 GB\n");
  // No scripts of theirs: what they would download is for graphics cards.
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", options, { cwd: folder, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (status !== 0) throw new UsageError("npm ci in bench/peers failed, see above");
}

/** Whether npm has put there what package.json asks for, by npm's own list of what it installed. */
function isInstalled(): boolean {
  const list = path.join(folder, "node_modules/.package-lock.json");
  if (!existsSync(list)) return false;
  const { packages } = JSON.parse(readFileSync(list, "utf8"));
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return Object.entries(dependencies).every(([name, version]) => packages[`node_modules/${name}`]?.version === version);
}
