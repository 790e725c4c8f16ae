/**
 * The docstrings of functions: they say what the specification and the bounds of the definition do;
 * notes, `@throws` and `@example` are by hand.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ActivationEntry, ParameterEntry } from "../../specification/schema.js";
import { activationText, boundsParagraph, type Promises } from "./activationText.js";
import { formulasOf } from "./formulas.js";
import { allowedText } from "./parameters.js";
import { type Entry, functions, type Kind } from "./specification.js";
import { wrap } from "./wrap.js";

const comment = (lines: readonly string[]) => lines.map((line) => ` * ${line}`.trimEnd()).join("\n");

/** A definition's file with the docstring as it should be. What follows the source in it stays. */
export function withDocstring(text: string, name: string, lines: readonly string[]): string {
  return text.replace(new RegExp(`/\\*\\*\n((?: \\*.*\n)+) \\*/\n(?=export const ${name}\\b)`), (_, old: string) => {
    const [, byHand = ""] = /\n \* Source: (?:.+\n)+? \*\n((?: \*.*\n)+)$/.exec(old) ?? /(?:^|\n)((?: \* @(?:.*\n)+))$/.exec(old) ?? [];
    return `/**\n${comment(lines)}\n${byHand && ` *\n${byHand}`} */\n`;
  });
}

/** The comments of options that stand beside a definition. */
export function withOptions(text: string, parameters: Readonly<Record<string, ParameterEntry>>): string {
  return Object.entries(parameters).reduce((source, [name, { description, ...rules }]) => {
    const hover = `${description} ${allowedText(rules)}. Default ${rules.default}.`;
    const lines =
      hover.length <= 91
        ? `  /** ${hover} */\n`
        : `  /**\n${wrap(hover, 95)
            .map((line) => `   * ${line}\n`)
            .join("")}   */\n`;
    return source.replace(
      new RegExp(`(?: {2}/\\*\\* .* \\*/\n| {2}/\\*\\*\n(?: {3}\\* .*\n)+ {3}\\*/\n)(?= {2}readonly ${name}\\?: number)`),
      lines,
    );
  }, text);
}

/** The class of each tier, as the file of a kernel says it. */
function classesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^export type (\w+) = (\w+)/gm)].map(([, alias = "", name = ""]) => [alias.toLowerCase(), name]),
  );
}

/**
 * The files that have the classes of a kernel's tiers: its own, and those that it takes them from.
 */
function filesOf(path: string, text: string): readonly string[] {
  const classes = Object.values(classesOf(text));
  const parts = [...text.matchAll(/^import \{ (.+) \} from "\.\/(parts\/\w+)";$/gm)];
  const taken = parts.filter(([, names = ""]) => names.split(", ").some((name) => classes.includes(name)));
  return [path, ...taken.map(([, , part]) => join(dirname(path), `${part}.ts`))];
}

/** A file of a kernel with the bounds in the comments of classes: with each those of its tiers. */
export function withBounds(text: string, classes: Readonly<Record<string, string>>, bounds: Promises): string {
  const paragraphs = /^ \* Errors of f, .*\n(?: \* {5}.*\n)*(?=(?: \*.*\n)*? \*\/\n(?:export )?(?:abstract )?class (\w+))/gm;
  return text.replace(paragraphs, (_, name) => {
    const own = Object.fromEntries(Object.entries(bounds).filter(([tier]) => classes[tier] === name)) as Promises;
    return `${comment(boundsParagraph(own))}\n`;
  });
}

/**
 * A file of another kind of function with the docstring as it should be: title, formulas and
 * source; the rest is by hand.
 */
function withHead(text: string, name: string, kind: Kind, entry: Entry): string {
  const head = [...wrap(entry.title), "", ...formulasOf(name, kind, entry), ""];
  const start = new RegExp(`/\\*\\*\n(?: \\* \\S.*\n)+ \\*\n(?: \\* {5}.*\n)+ \\*\n(?=(?: \\*.*\n)+ \\*/\nexport const ${name}\\b)`);
  const source = /^ \* Source: (?:.+\n)+?(?= \*\n)/m;
  return text.replace(start, () => `/**\n${comment(head)}\n`).replace(source, () => `${comment(wrap(`Source: ${entry.source}`))}\n`);
}

/** Brings docstrings up to date, or only tells which files have one that is not. */
export function updateDocstrings(check: boolean): readonly string[] {
  return functions.flatMap(({ name, kind, entry, spec }) => {
    if (kind === "dense") return [];
    const { parameters = {} } = entry as { readonly parameters?: ActivationEntry["parameters"] };
    if (kind !== "activations")
      return update(`src/${kind}/${name}.ts`, check, (text) => withOptions(withHead(text, name, kind, entry), parameters));
    const activation = entry as ActivationEntry;
    const bounds = spec.bounds as unknown as Promises;
    const lines = activationText(name, activation, bounds);
    return [
      ...update(`src/activations/${name}.ts`, check, (text) => withOptions(withDocstring(text, name, lines), parameters)),
      ...updateKernel(`assembly/activations/${name}.ts`, check, bounds),
    ];
  });
}

function updateKernel(path: string, check: boolean, bounds: Promises): readonly string[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  return filesOf(path, text).flatMap((file) => update(file, check, (some) => withBounds(some, classesOf(text), bounds)));
}

function update(path: string, check: boolean, revise: (text: string) => string): string[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  const revised = revise(text);
  if (revised === text) return [];
  if (!check) writeFileSync(path, revised);
  return [path];
}
