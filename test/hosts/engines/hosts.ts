/** Engines to compare: each computes the same functions of the same numbers, in files or in a page. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { runtimes } from "../runtimes.js";
import { findChromium, findFirefox, findWebKit, launch } from "../systemBrowser.js";
import type { Functions } from "./compute.mjs";

export interface Host {
  /** Its name and version. */
  readonly name: string;
  compute(functions: Functions, inputs: Float64Array): Promise<Float64Array>;
}

const SCRIPT = new URL("compute.mjs", import.meta.url).pathname;

/** All engines that there are here, this one first. */
export function hosts(): readonly Host[] {
  const programs = [["Node", [process.execPath]] as const, ...runtimes()];
  const browsers = [
    ["Chromium", findChromium()],
    ["Firefox", findFirefox()],
    ["WebKit", findWebKit()],
  ] as const;
  return [
    ...programs.map(([name, command]) => inFiles(name.replace(/ .*/, ""), command)),
    ...browsers.flatMap(([name, path]) => (path ? [inPage(name, path)] : [])),
  ];
}

/** The version that a program says it has, without what it says of its parts. */
function versionOf(program: string, ...options: readonly string[]): string {
  const text = execFileSync(program, [...options, "--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return /\d+(?:\.\d+)+\w*/.exec(text)?.[0] ?? "";
}

function inFiles(name: string, [program = "", ...options]: readonly string[]): Host {
  return {
    name: `${name} ${versionOf(program)}`,
    async compute(functions, inputs) {
      const folder = mkdtempSync(join(tmpdir(), "hillock-engines-"));
      const [source, target] = ["inputs", "results"].map((file) => join(folder, file)) as [string, string];
      writeFileSync(source, new Uint8Array(inputs.buffer));
      execFileSync(program, [...options, SCRIPT, JSON.stringify(functions), source, target]);
      const results = numbers(readFileSync(target));
      rmSync(folder, { recursive: true });
      return results;
    },
  };
}

const PAGE = `<!doctype html><script type="module">
import { resultsOf } from "./compute.mjs";
const [functions, inputs] = await Promise.all(["functions", "inputs"].map((path) => fetch(path)));
const results = resultsOf(await functions.json(), new Float64Array(await inputs.arrayBuffer()));
await fetch("results", { method: "POST", body: results });
</script>`;

function inPage(name: string, path: string): Host {
  return {
    // That of WebKitGTK does not even say its version without a screen.
    name: `${name} ${name === "WebKit" ? versionOf("xvfb-run", "-a", path) : versionOf(path)}`,
    async compute(functions, inputs) {
      const answers: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
        "/": ["text/html", PAGE],
        "/compute.mjs": ["text/javascript", readFileSync(SCRIPT)],
        "/functions": ["application/json", JSON.stringify(functions)],
        "/inputs": ["application/octet-stream", new Uint8Array(inputs.buffer)],
      };
      const server = createServer((request, response) => {
        const [type, body] = answers[request.url ?? ""] ?? ["text/plain", ""];
        response.setHeader("content-type", type);
        if (request.method === "POST") request.once("end", () => response.end());
        else response.end(body);
      });
      const posted = new Promise<IncomingMessage>((resolve) => {
        server.on("request", (request) => {
          if (request.method === "POST") resolve(request);
        });
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      const browser = launch(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      try {
        return numbers(await buffer(await posted));
      } finally {
        await browser.close();
        server.close();
      }
    },
  };
}

/** The numbers that bytes stand for. */
function numbers(bytes: Uint8Array): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}
