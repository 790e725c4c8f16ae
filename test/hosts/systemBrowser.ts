/** Chromium as the system has it, without a driver: a Vitest browser provider only has to open a page. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { defineBrowserProvider } from "@vitest/browser";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The system's Chromium, or the one that HILLOCK_CHROMIUM names; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.HILLOCK_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = named ? [named] : folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface OpenBrowser {
  readonly process: ChildProcess;
  close(): Promise<void>;
}

/** Opens `url` in a fresh profile. Root may start Chromium only without its sandbox, and the page is ours. */
export function launch(chromium: string, url: string, flags: readonly string[] = [], stdio: StdioOptions = "ignore"): OpenBrowser {
  const profile = mkdtempSync(join(tmpdir(), "hillock-chromium-"));
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const host = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`];
  const child = spawn(chromium, [...host, ...quiet, ...flags, url], {
    detached: true,
    stdio,
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // gone already
    }
  };
  return {
    process: child,
    async close() {
      signal("SIGTERM");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
      signal("SIGKILL");
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

export const systemBrowser = (chromium: string) =>
  defineBrowserProvider({
    name: "system",
    options: {},
    providerFactory: () => {
      const open: OpenBrowser[] = [];
      return {
        name: "system",
        supportsParallelism: false,
        initScripts: [],
        getCommandsContext: () => ({}),
        async openPage(_session: string, url: string) {
          open.push(launch(chromium, url));
        },
        async close() {
          await Promise.all(open.splice(0).map((browser) => browser.close()));
        },
      };
    },
  });
