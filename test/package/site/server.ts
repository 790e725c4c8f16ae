/** The site, built and served as `npm run site -- --serve` does it. */
import { type ChildProcess, spawn } from "node:child_process";

let server: ChildProcess;
let origin = "";

/** The address of a file of the site, or of a state of its page. */
export const addressOf = (path = ""): string => `${origin}${path}`;

export async function startServer(): Promise<void> {
  server = spawn("npx", ["tsx", "site/build/main.ts", "--serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  origin = await new Promise<string>((resolve) =>
    server.stdout?.on("data", (text) => {
      const [, found] = /(http:\/\/localhost:\d+\/)/.exec(String(text)) ?? [];
      if (found) resolve(found);
    }),
  );
}

export function stopServer(): void {
  process.kill(-(server.pid as number));
}
