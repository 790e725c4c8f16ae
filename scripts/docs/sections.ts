/** Documents, and the places in them that are generated. */
import { readFileSync } from "node:fs";

/** The first line of every page that is generated whole. */
export const NOTICE = "<!-- Written by `npm run docs`: change what it is made from, in scripts/docs/, and run it again. -->";

/** A document with what stands between its marks `begin` and `end` as it should be. */
export function fillSections(path: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce(
    (text, [name, content]) => {
      const section = new RegExp(`(<!-- begin ${name}\\b[^]*?-->)(\n?)[^]*?(<!-- end ${name} -->)`);
      if (!section.test(text)) throw new Error(`${path} has no section ${name}`);
      return text.replace(section, (_, begin, line, end) => `${begin}${line}${content}${line}${end}`);
    },
    readFileSync(path, "utf8"),
  );
}

/**
 * A page of scripts/docs/pages/, with its `{{names}}` replaced: every one, and all that is given.
 */
export function fillPage(name: string, parts: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(parts));
  const text = readFileSync(`scripts/docs/pages/${name}`, "utf8").replaceAll(/\{\{(\w+)\}\}/g, (_, part) => {
    if (!(part in parts)) throw new Error(`scripts/docs/pages/${name}: there is no ${part}`);
    unused.delete(part);
    return parts[part] as string;
  });
  if (unused.size > 0) throw new Error(`scripts/docs/pages/${name} has no place for ${[...unused].join(", ")}`);
  return `${NOTICE}\n\n${text}`;
}
