/** The page for addresses that are missing, as static hosts and the preview answer with it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { escaped } from "../../bench/report/svg.js";

/** The name under which hosts look for it. */
export const MISSING = "404.html";

/**
 * The page, whose links begin at the address of the site: it is shown under any other, in folders
 * too.
 */
export function missingPage(style: string, base: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<base href="${escaped(base)}">
<title>Not found · hillock</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body class="reference">
<main>
<h1>Nothing is at this address</h1>
<p>It may be mistyped, or what stood here has another name now. Functions are written as they are imported, such as <a href="functions/gelu.html">functions/gelu.html</a>.</p>
<ul>
<li><a href="index.html">hillock</a>: see functions, drag them, measure and prove them</li>
<li><a href="functions/index.html">All functions</a></li>
<li><a href="guides/index.html">All guides</a></li>
<li><a href="api/index.html">The API</a></li>
</ul>
</main>
</body>
</html>
`;
}

/** Has the preview answer with the page, where it would with nothing. */
export const missing = (folder: string): Plugin => ({
  name: "missing",
  configurePreviewServer: ({ middlewares }) => {
    return () => {
      middlewares.use((request, response, next) => {
        if (isFile(folder, request.url ?? "")) return next();
        response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" });
        response.end(request.method === "HEAD" ? undefined : readFileSync(join(folder, MISSING)));
      });
    };
  },
});

function isFile(folder: string, url: string): boolean {
  try {
    const path = join(folder, decodeURIComponent(new URL(url, "http://localhost").pathname));
    return existsSync(path) && statSync(path).isFile();
  } catch {
    // The address is none.
    return false;
  }
}
