import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { specification } from "../oracle/oracle.js";
import type { Backend, Outcome } from "./jobs.js";
import { identityOf } from "./modules.js";
import type { Task } from "./plan.js";

const FOLDER = ".cache/proof";

/** The outcomes of a task on disk, a line a job, so that a long run can be stopped at any time. */
export class Checkpoint {
  readonly path: string;
  readonly done = new Map<number, Outcome>();

  constructor(task: Task, backend: Backend) {
    const [{ name, tier }] = task.subjects as [Task["subjects"][0]];
    const depends = [identityOf(name, tier), specification[name], backend, task];
    const key = createHash("sha256").update(JSON.stringify(depends)).digest("hex").slice(0, 16);
    this.path = `${FOLDER}/${name}.${task.subjects.map(({ method }) => method).join("+")}.${key}.jsonl`;
    if (!existsSync(this.path)) return;
    for (const line of readFileSync(this.path, "utf8").split("\n")) {
      try {
        const [index, outcome] = JSON.parse(line, revive) as [number, Outcome];
        this.done.set(index, outcome);
      } catch {
        // The run was stopped while it wrote this line: the job is done again.
      }
    }
  }

  add(index: number, outcome: Outcome): void {
    mkdirSync(FOLDER, { recursive: true });
    appendFileSync(this.path, `\n${JSON.stringify([index, outcome], replace)}`);
  }
}

/** JSON has neither infinities, nor NaN, nor -0. */
function replace(_: string, value: unknown): unknown {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? { number: Object.is(value, -0) ? "-0" : String(value) }
    : value;
}

function revive(_: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && "number" in value ? Number(value.number) : value;
}
