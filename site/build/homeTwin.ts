/**
 * The Markdown twin of the first page: its headings, sentences and code, without what runs in it.
 */
import { readFileSync } from "node:fs";

const HOME = new URL("../client/index.html", import.meta.url);
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

export function homeTwin(): string {
  const [, body = ""] =
    /<body>(.*)<\/body>/s.exec(readFileSync(HOME, "utf8").replace(/<(nav|footer|p class="notice waiting").*?<\/(nav|footer|p)>/gs, "")) ??
    [];
  const blocks = [...body.matchAll(/<(h1|h2|p|pre)\b[^>]*>(.*?)<\/\1>/gs)].map(([, tag, inner = ""]) => block(tag as Tag, inner));
  return `${blocks.filter((text) => text !== "").join("\n\n")}\n`;
}

type Tag = "h1" | "h2" | "p" | "pre";

function block(tag: Tag, inner: string): string {
  const text = inner
    .replace(/<a href="([^"]*)">(.*?)<\/a>/g, (_, href: string, name: string) => `[${name}](${href.replace(/\.html$/, ".md")})`)
    .replace(/<[^>]*>/g, "")
    .replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
  if (tag === "h1") return `# ${text}`;
  if (tag === "h2") return `## ${text}`;
  return tag === "pre" ? `\`\`\`\n${text}\n\`\`\`` : text;
}
