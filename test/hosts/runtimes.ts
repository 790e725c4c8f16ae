import { existsSync } from "node:fs";

/** Where test/hosts/package.json puts what it names: `npm ci --prefix test/hosts`. */
const FOLDER = "test/hosts/node_modules";

/**
 * Engines beside Node 20, with other mathematical functions than it has: the arguments that run a
 * script, the program first.
 */
const RUNTIMES = {
  "Node 22": [`${FOLDER}/node22/bin/node`],
  "Node 24": [`${FOLDER}/node24/bin/node`],
  "Node 26": [`${FOLDER}/node26/bin/node`],
  Bun: [`${FOLDER}/@oven/bun-linux-x64/bin/bun`, "--bun"],
  Deno: [`${FOLDER}/@deno/linux-x64-glibc/deno`, "run", "--allow-all", "--no-lock", "--node-modules-dir=manual"],
} as const;

type Command = readonly [program: string, ...options: string[]];
const all = Object.entries<Command>(RUNTIMES);

/** The runtimes that are installed. */
export function runtimes(): readonly (readonly [name: string, command: Command])[] {
  return all.filter(([, [program]]) => existsSync(program));
}

/** The names of the others. */
export function missingRuntimes(): readonly string[] {
  return all.filter(([, [program]]) => !existsSync(program)).map(([name]) => name);
}

const WORKERD = `${FOLDER}/@cloudflare/workerd-linux-64/bin/workerd`;

/**
 * The runtime of Cloudflare Workers, which runs no scripts; undefined where it is not installed.
 */
export function workerd(): string | undefined {
  return existsSync(WORKERD) ? WORKERD : undefined;
}
