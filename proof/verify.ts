/** `npm run verify`: help.ts says what it takes. */
import { brokenPromises, describeSubject, lineOf } from "./figures.js";
import { HELP } from "./help.js";
import { identityOf, isOf } from "./modules.js";
import { type Options, readOptions, UsageError } from "./options.js";
import { differingBlocks, figureFrom } from "./outcomes.js";
import { planTasks, type Task } from "./plan.js";
import { readCertificates, readRecord } from "./record.js";
import { runTasks } from "./run.js";
import { restamp, updateRecord } from "./writeRecord.js";

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const runs = readOptions(process.argv.slice(2));
  if (!runs) process.stdout.write(HELP);
  let status = 0;
  for (const options of runs ?? []) status |= await (options.mode === "certificate" ? replay(options) : measure(options));
  return status;
}

async function measure(options: Options): Promise<number> {
  let [methods, broken] = [0, 0];
  await runTasks(planTasks(options), options, (task, outcomes) => {
    for (const [k, subject] of task.subjects.entries()) {
      const figure = figureFrom(task, k, outcomes);
      say(lineOf(subject, figure));
      methods++;
      broken += brokenPromises(figure).length;
      if (options.update)
        updateRecord(
          subject,
          figure,
          outcomes.flatMap(({ checksums }) => checksums[k] ?? []),
        );
    }
  });
  say(broken === 0 ? `${methods} methods, all within their bounds` : `${broken} of ${methods} bounds broken`);
  return broken === 0 ? 0 : 1;
}

/** Recomputes what has a certificate and compares the checksums. */
async function replay(options: Options): Promise<number> {
  const certificates = new Map(options.functions.map((name) => [name, readCertificates(name)]));
  const checksumsOf = (task: Task) => task.subjects.flatMap(({ name, method }) => certificates.get(name)?.[method] ?? []);
  const tasks = planTasks(options).filter((task) => checksumsOf(task).length > 0);
  if (tasks.length === 0) throw new UsageError("there is no certificate of these in accuracy/certificates/");
  const differing = new Set<string>();
  await runTasks(tasks, options, (task, outcomes) => {
    const blocks = differingBlocks(outcomes, checksumsOf(task));
    for (const subject of task.subjects) {
      if (blocks.length > 0) differing.add(subject.name);
      const verdict = blocks.length === 0 ? "the same bits for all 2^32 inputs" : `DIFFERS in blocks ${blocks.join(", ")}`;
      say(`${describeSubject(subject).padEnd(44)} ${verdict}`);
    }
  });
  for (const name of new Set(tasks.flatMap(({ subjects }) => subjects.map((subject) => subject.name)))) {
    if (isOf(readRecord(name)?.float32, identityOf(name, "float32"))) continue;
    const kept = options.update && !differing.has(name);
    if (kept) restamp(name);
    say(`${name}: this is not the module that was measured${kept ? "; the figures with a certificate are now its own" : ""}`);
  }
  say(differing.size === 0 ? `${tasks.length} certificates confirmed` : "certificates broken");
  return differing.size === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`verify: ${error.message}\nnpm run verify -- --help says what it takes.\n`);
  process.exitCode = 2;
}
