/**
 * The packed tarball in pages as Electron's windows are: with Node's globals or without, from a
 * file or from a server that isolates them.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../hosts/systemBrowser.js";
import { ChromiumPage } from "./chromiumPage.js";
import { type Installation, install } from "./install.js";

/** The policy that Electron's guide asks for, with WebAssembly. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; img-src data:";
const HTML = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><link rel="icon" href="data:,"><script src="page.js"></script>`;
const SCRIPT = `
  import { gelu, info } from "hillock";
  import { startThreads } from "hillock/threads";
  startThreads({ threads: 2 }).then(() => {
    const y = gelu(new Float32Array(300_000).fill(1));
    const { backend, threads } = info();
    globalThis.report = { y: y[299_999], backend, threads };
  }, (error) => { globalThis.report = String(error); });`;

/**
 * Node's globals as a window with \`nodeIntegration\` has them. Its workers Electron refuses there.
 */
const WITH_NODE = `
  class Worker { constructor() { throw new Error("The V8 platform used by this instance of Node does not support creating Workers"); } }
  const modules = { "node:os": { availableParallelism: () => 2 }, "node:worker_threads": { Worker } };
  globalThis.process = { type: "renderer", versions: { node: "24.11.0", electron: "40.0.0" }, getBuiltinModule: (name) => modules[name] };
  globalThis.global = globalThis;
  globalThis.require = (name) => modules[name];
  globalThis.module = { exports: {} };`;

const chromium = findChromium();
let user: Installation;
let folder: string;
let server: Server;

beforeAll(async () => {
  user = install();
  folder = join(user.folder, "window");
  mkdirSync(folder);
  writeFileSync(join(user.folder, "page.js"), SCRIPT);
  writeFileSync(join(folder, "index.html"), HTML);
  await build({ entryPoints: [join(user.folder, "page.js")], outfile: join(folder, "page.js"), bundle: true, logLevel: "error" });
  server = createServer(({ url }, response) => {
    const [name, type] = url === "/page.js" ? ["page.js", "text/javascript"] : ["index.html", "text/html"];
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin").setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("content-type", type).end(readFileSync(join(folder, name)));
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
}, 60_000);
afterAll(() => {
  server.close();
  user.remove();
});

const addresses = {
  "from a file": () => pathToFileURL(join(folder, "index.html")).href,
  "from a server, isolated": () => `http://localhost:${(server.address() as AddressInfo).port}/`,
};

describe.skipIf(!chromium).each(Object.entries(addresses))("%s", (place, address) => {
  test.each([
    ["with Node's globals", WITH_NODE],
    ["without", ""],
  ])("%s", async (_, before) => {
    const page = await ChromiumPage.open(chromium as string, address(), { width: 400, height: 300 }, [], before);
    try {
      await page.until("globalThis.report", 20_000);
      const threads =
        place === "from a file"
          ? { count: 1, reason: "the page is not cross-origin isolated" }
          : { count: 2, reason: "started by startThreads" };
      expect(await page.evaluate("report")).toEqual({ y: 0.8413447737693787, backend: "relaxed", threads });
      expect(await page.errors()).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
