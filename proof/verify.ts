/** `npm run verify`: help.ts says what it takes. */
import { Reference } from "../oracle/oracle.js";
import { emptyCount, merge } from "../oracle/tally.js";
import { brokenPromises, describeSubject, figureOf, lineOf } from "./figures.js";
import { HELP } from "./help.js";
import type { Outcome } from "./jobs.js";
import { identityOf, isOf } from "./modules.js";
import { type Options, readOptions, UsageError } from "./options.js";
import { planTasks, type Task } from "./plan.js";
import { type Figure, readCertificates, readRecord } from "./record.js";
import { runTasks } from "./run.js";
import { type ActivationSubject, referenceOf } from "./subjects.js";
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
      const figure = outcomes[0]?.figure ?? figureFrom(task, k, outcomes);
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

/** The figure of one of a task's subjects, from the counts of all of its jobs. */
function figureFrom({ subjects, proof }: Task, k: number, outcomes: readonly Outcome[]): Figure {
  const subject = subjects[k] as ActivationSubject;
  const reference = new Reference(subject.name, referenceOf(subject.method), subject.parameters);
  return figureOf(subject, reference, outcomes.map(({ counts }) => counts[k] ?? emptyCount()).reduce(merge), proof);
}

/** Recomputes what has a certificate and compares the checksums. */
async function replay(options: Options): Promise<number> {
  const certificates = new Map(options.functions.map((name) => [name, readCertificates(name)]));
  const checksumsOf = (task: Task) => task.subjects.flatMap(({ name, method }) => certificates.get(name)?.[method] ?? []);
  const tasks = planTasks(options).filter((task) => checksumsOf(task).length > 0);
  if (tasks.length === 0) throw new UsageError("there is no certificate of these in accuracy/certificates/");
  const differing = new Set<string>();
  await runTasks(tasks, options, (task, outcomes) => {
    const expected = checksumsOf(task);
    const blocks = outcomes.flatMap(({ checksums: [checksum] }, block) => (checksum === expected[block] ? [] : [block]));
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
