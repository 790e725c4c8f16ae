/** Has a program answer: `node run.mjs PROGRAM QUESTION BYTES ANSWER`, the last two files. */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [program, question, source, target] = /** @type {[string, string, string, string]} */ (
  /** @type {unknown} */ (process.argv.slice(2))
);
const { answer } = await import(pathToFileURL(program).href);
writeFileSync(target, await answer(JSON.parse(question), readFileSync(source)));
