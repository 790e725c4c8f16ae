/**
 * The packed tarball in a page that Vite builds: in a module worker, in a service worker, and
 * beside them in the page itself.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../hosts/systemBrowser.js";
import { ChromiumPage } from "./chromiumPage.js";
import { type Installation, install } from "./install.js";

const FILES = {
  "index.html": `<!doctype html><script type="module" src="./page.js"></script>`,
  "page.js": `
    import { gelu, info } from "hillock";
    const answer = (target) => new Promise((resolve) => target.addEventListener("message", ({ data }) => resolve(data), { once: true }));
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    const inWorker = answer(worker);
    const inServiceWorker = answer(navigator.serviceWorker);
    navigator.serviceWorker.startMessages();
    await navigator.serviceWorker.register("./service.js");
    (await navigator.serviceWorker.ready).active.postMessage("compute");
    const page = { y: [...gelu(Float32Array.of(-1, 0, 1))], backend: info().backend };
    globalThis.report = { page, worker: await inWorker, serviceWorker: await inServiceWorker };`,
  "worker.js": `
    import { gelu, info } from "hillock";
    postMessage({ y: [...gelu(Float32Array.of(-1, 0, 1))], backend: info().backend });`,
  "source/service.js": `
    import { gelu, info } from "hillock";
    addEventListener("message", ({ source }) => source.postMessage({ y: [...gelu(Float32Array.of(-1, 0, 1))], backend: info().backend }));`,
};

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

const chromium = findChromium();
let user: Installation;
let server: Server;

beforeAll(async () => {
  user = install();
  mkdirSync(join(user.folder, "source"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(user.folder, name), text);
  // Vite copies what is public as it is: a service worker has a fixed name.
  await esbuild({
    entryPoints: [join(user.folder, "source/service.js")],
    outfile: join(user.folder, "public/service.js"),
    bundle: true,
    minify: true,
    logLevel: "error",
  });
  await vite({ root: user.folder, configFile: false, logLevel: "error", worker: { format: "es" }, build: { target: "es2022" } });
  server = createServer(({ url = "/" }, response) => {
    const name = url === "/" ? "/index.html" : new URL(url, "http://localhost").pathname;
    response.setHeader("content-type", TYPES[extname(name)] ?? "text/plain");
    try {
      response.end(readFileSync(join(user.folder, "dist", name)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
}, 120_000);
afterAll(() => {
  server.close();
  user.remove();
});

test.skipIf(!chromium)("all three compute the same by the same kernels", async () => {
  const page = await ChromiumPage.open(chromium as string, `http://localhost:${(server.address() as AddressInfo).port}/`);
  try {
    await page.until("globalThis.report", 20_000);
    const expected = { y: [-0.15865525603294373, 0, 0.8413447737693787], backend: "relaxed" };
    expect(await page.evaluate("report")).toEqual({ page: expected, worker: expected, serviceWorker: expected });
  } finally {
    await page.close();
  }
});
