import { escaped } from "../../bench/report/svg.js";

/** Links from a page in a folder to the first pages. */
export const TO = {
  home: '<a href="../index.html">hillock</a>',
  functions: '<a href="../functions/index.html">all functions</a>',
  guides: '<a href="../guides/index.html">all guides</a>',
  /** The twin in Markdown of a page, by its name. */
  twin: (name: string) => `<a href="${name}.md">as Markdown</a>`,
};

/**
 * A page in a folder of the site, with the style of the first page; before what it is about stand
 * links to others.
 */
export function documentOf(title: string, description: string, style: string, links: readonly string[], body: string): string {
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
<a class="skip" href="#main">Skip to the content</a>
<header><nav aria-label="Site">${links.join(" · ")}</nav></header>
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>
`;
}

/** A picture that a page holds, whose style is the style sheet's: policies may allow no other. */
export function inPage(picture: string): string {
  return picture.replace(/\s*<style>[\s\S]*?<\/style>/, "");
}

/** Lines of code, which can be scrolled by keys where they are longer than the window is wide. */
export function codeBlock(text: string): string {
  return `<pre tabindex="0"><code>${escaped(text.trim())}</code></pre>`;
}
