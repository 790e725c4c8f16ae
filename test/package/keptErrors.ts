/** A server in front of another: its pages keep what goes wrong in them, in `window.errors`. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const KEEP = `<script>
window.errors = [];
addEventListener("error", ({ message, target }) => errors.push(message ?? "not loaded: " + (target.src ?? target.href)), true);
addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
console.error = (...texts) => errors.push(texts.join(" "));
</script>`;

export async function withErrorsKept(origin: string) {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answerOf(origin + request.url);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    addressOf: (url: string) => own + url.slice(origin.length),
    close: () => server.close().closeAllConnections(),
  };
}

const ANSWERED = ["content-type", "cross-origin-opener-policy", "cross-origin-embedder-policy"];

async function answerOf(url: string) {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries([...response.headers].filter(([name]) => ANSWERED.includes(name)));
  const isPage = headers["content-type"]?.startsWith("text/html");
  return { status: response.status, headers, body: isPage ? bytes.toString().replace("<head>", `<head>${KEEP}`) : bytes };
}
