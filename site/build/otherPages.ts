/** The pages of functions that are no activations, and their twins in Markdown. */
import { escaped } from "../../bench/report/svg.js";
import { codeBlock, documentOf, inPage, TO } from "./document.js";
import type { Other } from "./others.js";
import { formulasOf, historyLines, releasesOf, tableOf } from "./parts.js";
import { drawn } from "./plots/curves.js";

/** The page of a function that is no activation. */
export function pageOf({ name, page, title, kind, formulas, notation, curves, facts, errors, example }: Other, style: string): string {
  const cell = (text: string, isCode: boolean) => (isCode ? `<code>${escaped(text)}</code>` : escaped(text));
  return documentOf(
    page,
    title,
    style,
    [TO.home, TO.functions, TO.guides, TO.twin(page)],
    `<h1>${name}</h1>
<p>${escaped(title)}</p>
<p class="muted">${kind}</p>
<figure>${inPage(drawn(curves))}<figcaption class="muted">${escaped(curves.caption)}</figcaption></figure>
${formulasOf(formulas, notation)}
<div class="scroll" tabindex="0" role="group" aria-label="Facts">
<table><tbody>
${facts.map(([fact, text, isCode]) => `<tr><th scope="row">${escaped(fact)}</th><td>${cell(text, isCode)}</td></tr>`).join("\n")}
</tbody></table>
</div>
<h2>Errors in float32</h2>
${tableOf("Errors", ["of", "at most", "largest found"], errors)}
${releasesOf(page)}
<h2>Use</h2>
${codeBlock(example)}`,
  );
}

/** The same in Markdown. */
export function twinOf({ name, page, title, kind, texts, notation, curves, facts, errors, example }: Other): string {
  const lines = [
    ...Object.entries(texts).map(([of, text]) => `${of}: \`${text}\``),
    ...(notation ? [`of the formulas: ${notation}`] : []),
    `drawn on the page: ${curves.caption}`,
    ...facts.map(([fact, text, isCode]) => `${fact}: ${isCode ? `\`${text}\`` : text}`),
    ...errors.map(([of, promised, found]) => `error in float32, ${of}: at most ${promised}, largest found ${found}`),
    ...historyLines(page),
  ];
  return `# ${name}\n\n${title}\n\n${kind}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n\n\`\`\`js\n${example.trim()}\n\`\`\`\n`;
}
