import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";

export interface Block {
  readonly document: string;
  /** Number of its first line in the document. */
  readonly line: number;
  readonly language: "js" | "ts";
  readonly code: string;
  /**
   * `worker.mjs`, where the block begins with a comment that names a file: others import or start
   * it.
   */
  readonly file: string | undefined;
}

/**
 * The js and ts blocks of a document; in TypeScript sources, those of its doc comments, and what
 * follows `@example` there.
 */
export function blocksOf(document: string): Block[] {
  const text = readFileSync(document, "utf8");
  if (document.endsWith(".md")) return fenced(document, text, 0);
  return [...text.matchAll(/^\/\*\*\n[\s\S]*?^ \*\/$/gm)].flatMap(({ 0: whole, index }) => {
    const comment = whole.replaceAll(/^ ?(\/\*\*|\*\/|\* ?)/gm, "");
    return fenced(
      document,
      comment.replaceAll(/^@example\n(?!```)([\s\S]+?)(?=^@|$(?![\s\S]))/gm, "```ts\n$1```\n"),
      lineAt(text, index) - 1,
    );
  });
}

function fenced(document: string, text: string, linesBefore: number): Block[] {
  return [...text.matchAll(/^```(js|ts)\n([\s\S]*?)^```$/gm)].map(({ 1: language, 2: code = "", index }) => ({
    document,
    line: linesBefore + lineAt(text, index) + 1,
    language: language as Block["language"],
    code,
    file: /^\/\/ (\w+\.mjs)\n/.exec(code)?.[1],
  }));
}

const lineAt = (text: string, index: number) => text.slice(0, index).split("\n").length;

/**
 * Checks of the claims in comments after statements: `sum; // => 3` and `const sum = 1 + 2; // =>
 * 3` compare with what Node prints (or JSON), spaces aside, and an ellipsis stands for further
 * digits; `f(); // throws RangeError: ...` the error.
 */
const PRELUDE = `
import { inspect } from "node:util";
const plain = (text) => text.replaceAll(/(Array)\\(\\d+\\)|\\s+/g, "$1").replaceAll("'", '"');
function check(value, expected) {
  const shown = plain(inspect(value, { depth: 9, maxArrayLength: 64, breakLength: Infinity }));
  const wanted = plain(expected);
  const same = wanted.endsWith("…") ? shown.startsWith(wanted.slice(0, -1)) : shown === wanted;
  if (!same) throw new Error("got " + inspect(value) + ", the text says " + expected);
}
function throws(run, expected) {
  let thrown = "nothing";
  try { run(); } catch (error) { thrown = error.name + ": " + error.message; }
  if (thrown !== expected) throw new Error("threw " + thrown + ", the text says " + expected);
}
`;

function checked(code: string): string {
  return code
    .replaceAll(
      /^(\s*)(.+;)\s*\/\/ throws (.+)$/gm,
      (_, indent, statement, expected) => `${indent}throws(() => { ${statement} }, ${JSON.stringify(expected)});`,
    )
    .replaceAll(/^(\s*)(?:(const|let) (\w+) = )?(.+);\s*\/\/ => (.+)$/gm, (_, indent, keyword, name, expression, expected) => {
      const declaration = keyword ? `${keyword} ${name} = ${expression}; ` : "";
      return `${indent}${declaration}check(${name ?? `(${expression})`}, ${JSON.stringify(expected)});`;
    });
}

/** The script of a block, with the named files of the same document beside it. */
function scriptOf(block: Block, files: readonly Block[]): string {
  const folder = join(".cache", "documents", block.document.replaceAll(/\W/g, "-"));
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of files) writeFileSync(join(folder, file as string), code);
  const script = join(folder, `line-${block.line}.mjs`);
  writeFileSync(script, transformSync(PRELUDE + checked(block.code), { loader: "ts", target: "node20" }).code);
  return script;
}

const node = (...parameters: string[]) =>
  execFileSync(process.execPath, parameters, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });

/** Runs a block in a Node of its own. */
export function runBlock(block: Block, files: readonly Block[]): void {
  node(scriptOf(block, files));
}

/**
 * Runs blocks that only compute, one after the other in one Node. Returns what each of them threw,
 * if it did.
 */
export function runTogether(blocks: readonly Block[]): readonly (string | null)[] {
  const scripts = blocks.map((block) => pathToFileURL(scriptOf(block, [])).href);
  const main = `
    const run = (script) => import(script).then(() => null, (error) => String(error));
    const thrown = [];
    for (const script of ${JSON.stringify(scripts)}) thrown.push(await run(script));
    console.log("\\n" + JSON.stringify(thrown));`;
  return JSON.parse(node("--input-type=module", "-e", main).trim().split("\n").at(-1) as string);
}
