import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parentPort, Worker } from "node:worker_threads";
import { UsageError } from "../bench/command.js";
import { refuseName } from "../bench/options.js";
import { BLOCKS } from "../proof/coverage.js";
import { type ActivationMethod, methods } from "../proof/methods.js";
import { performAll } from "../proof/pool.js";
import { type Certificates, readCertificates } from "../proof/record.js";
import { type Answer, createReplayer, type Question } from "../proof/replayer.js";
import { wrap } from "../proof/text.js";
import { find, names } from "./functions.js";
import { columns, type Flags, print, withProgress } from "./output.js";

/** The outcome of a method: its blocks, and those whose checksums differ. */
interface Verdict {
  readonly name: string;
  readonly method: ActivationMethod;
  readonly blocks: number;
  readonly different: readonly number[];
}

/** Computes results anew, and compares their checksums with those on record. */
export async function verify(words: readonly string[], flags: Flags): Promise<void> {
  const folder = flags.certificates ?? fileURLToPath(new URL("../accuracy/certificates", import.meta.url));
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const certified = readdirSync(folder).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []));
  const chosen = methods.filter((method) => words.includes(method));
  const given = words.filter((word) => !methods.some((method) => method === word));
  const chosenNames = given.map((word) => (certified.includes(word) ? word : (find(word)?.recorded ?? word)));
  const unknown = chosenNames.find((name) => !certified.includes(name));
  if (certified.length === 0) throw new UsageError(`there is no certificate in ${folder}`);
  if (unknown !== undefined) refuseName("there is no certificate of", unknown, [...certified, ...methods]);
  if (chosenNames.length === 0) throw new UsageError(`verify takes names; expected some of\n${wrap(certified, 2, ", ", columns())}`);
  const blocks = flags.blocks === undefined ? Array.from({ length: BLOCKS }, (_, i) => i) : blocksOf(flags.blocks);
  const parts = chosenNames.flatMap((name) => {
    const certificate = certificateIn(path.join(folder, `${name}.json`), name);
    const own = methods.filter((method) => certificate[method] && (chosen.length === 0 || chosen.includes(method)));
    return own.map((method) => ({ name, method, checksums: certificate[method] as readonly string[] }));
  });
  if (parts.length === 0)
    throw new UsageError(`there is no certificate of ${[chosen, chosenNames].flatMap((some) => some.join(", ") || []).join(" of ")}`);
  const verdicts = await replay(parts, blocks, threadsOf(flags.threads));
  print(verdicts, flags, () => verdicts.map(lineOf).join("\n"));
  if (verdicts.some(({ different }) => different.length > 0)) process.exitCode = 1;
}

function certificateIn(file: string, name: string): Certificates {
  try {
    return readCertificates(name, pathToFileURL(file));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "expected texts with checksums, by method";
    throw new UsageError(`${file} is no certificate: ${why}`);
  }
}

async function replay(
  parts: readonly { readonly name: string; readonly method: ActivationMethod; readonly checksums: readonly string[] }[],
  blocks: readonly number[],
  threads: number,
): Promise<Verdict[]> {
  const questions = parts.flatMap(({ name, method }) => blocks.map((block): Question => ({ name, method, block })));
  const different = parts.map((): number[] => []);
  let done = 0;
  await withProgress(async (progress) => {
    const start = () => new Worker(new URL(import.meta.url));
    await performAll<Question, Answer>(questions, threads, start, (index, { block, checksum }) => {
      const part = Math.floor(index / blocks.length);
      const { name, method, checksums } = parts[part] as (typeof parts)[number];
      if (checksum !== checksums[block]) different[part]?.push(block);
      progress.show(++done / questions.length, `${name} ${method}`);
    });
  });
  return parts.map(({ name, method }, i) => ({
    name,
    method,
    blocks: blocks.length,
    different: (different[i] as number[]).sort((a, b) => a - b),
  }));
}

/** Answers questions, on a thread. */
export function serve(): void {
  const certifiable = Object.fromEntries(names.flatMap((name) => (find(name) ? [[name, find(name)?.f]] : [])));
  const answer = createReplayer(certifiable as never);
  parentPort?.on("message", (question: Question) => parentPort?.postMessage(answer(question)));
}

function lineOf({ name, method, blocks, different }: Verdict): string {
  const inputs = blocks === BLOCKS ? "all 2^32 inputs" : `${blocks} of ${BLOCKS} blocks`;
  const verdict = different.length === 0 ? `the bits that were proven, for ${inputs}` : `DIFFERS in blocks ${different.join(", ")}`;
  return `${`${name} ${method}`.padEnd(32)} ${verdict}`;
}

function blocksOf(given: string): readonly number[] {
  const blocks = given.split(",").map((word) => Number(word || Number.NaN));
  const wrong = blocks.findIndex((block) => !(Number.isInteger(block) && block >= 0 && block < BLOCKS));
  if (wrong >= 0) throw new UsageError(`--blocks ${JSON.stringify(given)}: expected whole numbers from 0 to ${BLOCKS - 1}, as in 63,191`);
  return [...new Set(blocks)];
}

function threadsOf(given: string | undefined): number {
  const threads = given === undefined ? availableParallelism() : Number(given || Number.NaN);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new UsageError(`--threads ${JSON.stringify(given)}: expected a whole number from 1`);
}
