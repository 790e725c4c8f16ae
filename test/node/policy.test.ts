/**
 * A page whose Content Security Policy forbids compiling WebAssembly: JavaScript computes, and the
 * page is told of it once.
 */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../hosts/systemBrowser.js";
import { ChromiumPage } from "../package/chromiumPage.js";

interface Report {
  violations: string[];
  results: number[][];
  backend: string;
  reason: string;
  /** The bytes of hillock's memory, before the page took an array. */
  bytes: number;
}

const script = (before: string) => `
  const violations = [];
  addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI));
  const { alloc, gelu, info, load, relu, sigmoid } = await import("/dist/index.js");
  ${before}
  const first = sigmoid(Float32Array.of(0));
  const { bytes } = info().memory;
  const x = alloc(Float64Array, 2);
  x.set([-1, 2]);
  const results = [first, relu(x), gelu(Float64Array.of(0)), sigmoid(Float64Array.of(0))].map((array) => [...array]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  globalThis.report = { violations, results, bytes, ...info() };
`;

const pages: Record<string, { policy: string; before?: string; expected: Partial<Report> }> = {
  "script-src 'self', first call": { policy: "script-src 'self'", expected: { backend: "js", violations: ["wasm-eval"], bytes: 0 } },
  "script-src 'self', load": {
    policy: "script-src 'self'",
    before: "await load(gelu, relu, sigmoid);",
    expected: { backend: "js", violations: ["wasm-eval"], bytes: 0 },
  },
  "script-src 'self' 'wasm-unsafe-eval'": {
    policy: "script-src 'self' 'wasm-unsafe-eval'",
    expected: { backend: "relaxed", violations: [], bytes: 128 * 2 ** 20 },
  },
};

const chromium = findChromium();
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const { policy, before = "" } = pages[searchParams.get("page") ?? ""] ?? { policy: "" };
    const answers: Record<string, [string, string | Buffer]> = {
      "/": [
        "text/html",
        `<!doctype html><script type="module" src="/page.js${new URL(request.url ?? "/", "http://localhost").search}"></script>`,
      ],
      "/page.js": ["text/javascript", script(before)],
    };
    const [type, body] = answers[pathname] ?? ["text/javascript", pathname.startsWith("/dist/") ? readFileSync(join(".", pathname)) : ""];
    response.writeHead(200, { "content-type": type, ...(policy && { "content-security-policy": policy }) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe.runIf(chromium)("in Chromium", () => {
  test.each(Object.keys(pages))("%s", async (name) => {
    const page = await ChromiumPage.open(chromium as string, `${origin}/?page=${encodeURIComponent(name)}`);
    try {
      await page.until("globalThis.report", 20_000);
      const report = await page.evaluate<Report>("globalThis.report");
      expect(report).toMatchObject({ ...pages[name].expected, results: [[0.5], [0, 2], [0], [0.5]] });
      if (report.backend === "js") expect(report.reason).toMatch(/^compiling WebAssembly was refused: CompileError: .*Content Security/);
    } finally {
      await page.close();
    }
  });
});
