/**
 * The packed tarball in an application of Next.js: rendered on the server, on its edge runtime, and
 * in the browser.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInstalled } from "../hosts/packages.js";
import { findChromium } from "../hosts/systemBrowser.js";
import { ChromiumPage } from "./chromiumPage.js";
import { install } from "./install.js";

const FOLDER = "test/package/next";
const found = isInstalled(FOLDER);
const chromium = findChromium();

const COMPUTE = `
  import { gelu, info } from "hillock";
  const compute = () => ({ y: [...gelu(Float32Array.of(-1, 0, 1))], backend: info().backend });`;
const FILES = {
  "next.config.mjs": `export default { turbopack: { root: "${resolve(FOLDER)}" } };`,
  "app/layout.js": `export default ({ children }) => <html lang="en"><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;`,
  "app/page.js": `
    ${COMPUTE}
    import { Client } from "./client.js";
    export const dynamic = "force-dynamic";
    export default () => <main><p id="server">{JSON.stringify(compute())}</p><Client /></main>;`,
  "app/client.js": `
    "use client";
    import { useEffect, useState } from "react";
    ${COMPUTE}
    export function Client() {
      const [said, say] = useState("");
      useEffect(() => say(JSON.stringify(compute())), []);
      return <p id="client">{said}</p>;
    }`,
  "app/edge/route.js": `
    ${COMPUTE}
    export const runtime = "edge";
    export const GET = () => Response.json(compute());`,
};

/** The folder of the application: below the packages, where the bundler finds them. */
const APPLICATION = resolve(FOLDER, "application");

let server: ChildProcess;
let address = "";

const y = [-0.15865525603294373, 0, 0.8413447737693787];
const next = [resolve(FOLDER, "node_modules/next/dist/bin/next")];
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" as const };

describe.skipIf(!found)("Next.js", () => {
  beforeAll(async () => {
    rmSync(APPLICATION, { recursive: true, force: true });
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(APPLICATION, name)), { recursive: true });
      writeFileSync(join(APPLICATION, name), text.trim());
    }
    const user = install();
    cpSync(join(user.folder, "node_modules/hillock"), join(APPLICATION, "node_modules/hillock"), { recursive: true });
    user.remove();
    const built = spawnSync(process.execPath, [...next, "build"], { cwd: APPLICATION, encoding: "utf8", env: environment });
    expect({ status: built.status, said: built.status === 0 ? "" : built.stdout + built.stderr }).toEqual({ status: 0, said: "" });
    server = spawn(process.execPath, [...next, "start", "--port", "0"], {
      cwd: APPLICATION,
      env: environment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const output = (server.stdout as Readable).setEncoding("utf8");
    address = await new Promise((found) => output.on("data", (text) => /Local:/.test(text) && found(/http:\S+/.exec(text)?.[0] ?? "")));
  }, 300_000);
  afterAll(async () => {
    server?.kill();
    if (server) await once(server, "exit");
    rmSync(APPLICATION, { recursive: true, force: true });
  });

  test("on the server", async () => {
    const html = await (await fetch(address)).text();
    expect(JSON.parse(/id="server">([^<]+)/.exec(html)?.[1]?.replaceAll("&quot;", '"') ?? "")).toMatchObject({ y });
  });

  test("on the edge runtime", async () => {
    expect(await (await fetch(`${address}/edge`)).json()).toMatchObject({ y });
  });

  test.skipIf(!chromium)("in the browser, without an error", async () => {
    const page = await ChromiumPage.open(chromium as string, address);
    try {
      await page.until(`document.querySelector("#client").textContent`, 20_000);
      expect(await page.evaluate(`JSON.parse(document.querySelector("#client").textContent)`)).toEqual({ y, backend: "relaxed" });
      expect(await page.errors()).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
