import { existsSync } from "node:fs";

/** Where test/hosts/package.json puts what it names: `npm ci --prefix test/hosts`. */
const FOLDER = "test/hosts/node_modules";

/** Engines whose mathematical functions are others than Node's: the arguments that run a script, the program first. */
const RUNTIMES = {
  Bun: [`${FOLDER}/@oven/bun-linux-x64/bin/bun`],
  Deno: [`${FOLDER}/@deno/linux-x64-glibc/deno`, "run", "--allow-all", "--no-lock", "--no-config"],
} as const;

/** Those that are to be tried: all of them once they are installed, where they exist. */
export function runtimes(): readonly (readonly [name: string, command: readonly string[]])[] {
  const installed = existsSync(FOLDER) && process.platform === "linux" && process.arch === "x64";
  return installed ? Object.entries(RUNTIMES) : [];
}
