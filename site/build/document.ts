import { escaped } from "../../bench/report/svg.js";

/** A page in a folder of the site, with the style of the first page. */
export function documentOf(title: string, description: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escaped(description)}">
<title>${escaped(title)} · hillock</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../${style}">
</head>
<body class="reference">
<main>
${body}
</main>
</body>
</html>
`;
}

/** Lines of code, which can be scrolled by keys where they are longer than the window is wide. */
export function codeBlock(text: string): string {
  return `<pre tabindex="0"><code>${escaped(text.trim())}</code></pre>`;
}
