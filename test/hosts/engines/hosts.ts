/** Engines to compare: each runs the same programs, in files or in a page. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { runtimes } from "../runtimes.js";
import { findChromium, findFirefox, findWebKit, launch } from "../systemBrowser.js";
import { MEASURED } from "./figures.mjs";

export interface Host {
  /** Its name and version. */
  readonly name: string;
  /** Where programs import hillock from. */
  readonly hillock: string;
  /**
   * Runs a program of this folder, and returns its answer to a question, in JSON, about some bytes.
   */
  run(program: string, question: unknown, bytes?: Uint8Array): Promise<Uint8Array>;
}

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = new URL("../../../dist/index.js", import.meta.url);

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
    hillock: PACKAGE.href,
    async run(script, question, bytes = new Uint8Array()) {
      const folder = mkdtempSync(join(tmpdir(), "hillock-engines-"));
      const [source, target] = ["bytes", "answer"].map((file) => join(folder, file)) as [string, string];
      writeFileSync(source, bytes);
      execFileSync(program, [...options, join(FOLDER, "run.mjs"), join(FOLDER, script), JSON.stringify(question), source, target]);
      const answer = readFileSync(target);
      rmSync(folder, { recursive: true });
      return answer;
    },
  };
}

const PAGE = `<!doctype html><script type="module">
import { answer } from "./program.mjs";
const [question, bytes] = await Promise.all(["question", "bytes"].map((path) => fetch(path)));
const body = await answer(await question.json(), new Uint8Array(await bytes.arrayBuffer()));
await fetch("answer", { method: "POST", body });
</script>`;

/** The headers with which a page is isolated, and its clock fine. */
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

function inPage(name: string, path: string): Host {
  return {
    // That of WebKitGTK does not even say its version without a screen.
    name: `${name} ${name === "WebKit" ? versionOf("xvfb-run", "-a", path) : versionOf(path)}`,
    hillock: "/hillock.js",
    async run(script, question, bytes = new Uint8Array()) {
      const answers: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
        "/": ["text/html", PAGE],
        "/program.mjs": ["text/javascript", readFileSync(join(FOLDER, script))],
        "/hillock.js": ["text/javascript", bundle()],
        "/question": ["application/json", JSON.stringify(question)],
        "/bytes": ["application/octet-stream", bytes],
      };
      const server = createServer((request, response) => {
        const [type, body] = answers[request.url ?? ""] ?? ["text/plain", ""];
        response.writeHead(200, { ...ISOLATED, "content-type": type });
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
        return await buffer(await posted);
      } finally {
        await browser.close();
        server.close();
      }
    },
  };
}

let bundled: Uint8Array | undefined;

/** The package as one file, as pages have it, with the functions that are measured. */
function bundle(): Uint8Array {
  const contents = `export { alloc, info, ${MEASURED.join(", ")} } from "${fileURLToPath(PACKAGE)}";`;
  bundled ??= buildSync({ stdin: { contents, resolveDir: FOLDER }, bundle: true, minify: true, format: "esm", write: false }).outputFiles[0]
    ?.contents;
  return bundled as Uint8Array;
}
