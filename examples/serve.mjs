// A static server for the examples: `node examples/serve.mjs [port]`, then open the address it prints.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const served = ["examples", "dist"].map((folder) => join(root, folder) + sep);
/** @type {Record<string, string>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/") return response.writeHead(302, { location: "/examples/browser.html" }).end();
  try {
    const file = normalize(join(root, decodeURIComponent(pathname)));
    if (!served.some((folder) => file.startsWith(folder)) || !(await stat(file)).isFile()) throw new Error("not served");
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      // Isolation makes the browser's clock fine enough to time with, and allows shared memory.
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    createReadStream(file).pipe(response);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  }
});

server.listen(Number(process.argv[2] ?? 8080), "localhost", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`http://localhost:${port}/examples/browser.html`);
});
