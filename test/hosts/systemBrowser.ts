/**
 * Browsers as the system has them, without a driver: a Vitest browser provider only has to open a
 * page.
 */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { defineBrowserProvider } from "@vitest/browser";

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FIREFOX = ["firefox-esr", "firefox"];
const WEBKIT = "MiniBrowser";
const WEBKIT_FOLDER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1";

/** The system's Chromium, or the one that HILLOCK_CHROMIUM names; undefined where there is none. */
export function findChromium(): string | undefined {
  return find(CHROMIUM, process.env.HILLOCK_CHROMIUM);
}

/** The system's Firefox, or the one that HILLOCK_FIREFOX names; undefined where there is none. */
export function findFirefox(): string | undefined {
  return find(FIREFOX, process.env.HILLOCK_FIREFOX);
}

/**
 * The browser of WebKitGTK, or the one that HILLOCK_WEBKIT names; undefined where there is none, or
 * no Xvfb: it has no headless mode.
 */
export function findWebKit(): string | undefined {
  const screen = find(["xvfb-run"], undefined);
  return screen && find([WEBKIT], process.env.HILLOCK_WEBKIT ?? join(WEBKIT_FOLDER, WEBKIT));
}

/** The program that drives the browser of WebKitGTK; undefined where there is none. */
export function findWebKitDriver(): string | undefined {
  return find(["WebKitWebDriver"], process.env.HILLOCK_WEBKIT_DRIVER);
}

function find(names: readonly string[], named: string | undefined): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = named ? [named] : folders.flatMap((folder) => names.map((name) => join(folder, name)));
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
  /** Its folder. */
  readonly profile: string;
  close(): Promise<void>;
}

/** Preferences that keep a fresh profile of Firefox from asking and from updating. */
const PREFERENCES = {
  "browser.shell.checkDefaultBrowser": false,
  "browser.aboutwelcome.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.enabled": false,
  // Where it is driven, it takes a port that is free, and writes it into its profile.
  "marionette.port": 0,
};

/**
 * A browser in a profile, its flags still to come. Root may start Chromium only without its
 * sandbox, and the page is ours.
 */
function commandOf(browser: string, profile: string): readonly [program: string, ...options: string[]] {
  if (basename(browser) === WEBKIT) return ["xvfb-run", "-a", browser, "--private"];
  if (basename(browser).startsWith("firefox")) {
    const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${value});\n`);
    writeFileSync(join(profile, "user.js"), lines.join(""));
    return [browser, "--headless", "--no-remote", "--profile", profile];
  }
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${profile}`, ...quiet];
}

/** Opens `url` in a fresh profile. */
export function launch(browser: string, url: string, flags: readonly string[] = [], stdio: StdioOptions = "ignore"): OpenBrowser {
  return start((profile) => [...commandOf(browser, profile), ...flags, url], stdio);
}

/** Starts a program that starts a browser, with a screen and a fresh profile. */
export function launchDriver(driver: string, flags: readonly string[]): OpenBrowser {
  return start(() => ["xvfb-run", "-a", driver, ...flags], "ignore");
}

function start(command: (profile: string) => readonly string[], stdio: StdioOptions): OpenBrowser {
  const profile = mkdtempSync(join(tmpdir(), "hillock-browser-"));
  const [program = "", ...options] = command(profile);
  const child = spawn(program, options, {
    detached: true,
    stdio,
    env: {
      ...process.env,
      ...{ HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile, XDG_DATA_HOME: profile, XDG_RUNTIME_DIR: profile },
      ...{ LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", NO_AT_BRIDGE: "1" },
    },
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
    profile,
    async close() {
      signal("SIGTERM");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
      signal("SIGKILL");
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

export const systemBrowser = (browser: string) =>
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
          open.push(launch(browser, url));
        },
        async close() {
          await Promise.all(open.splice(0).map((one) => one.close()));
        },
      };
    },
  });
