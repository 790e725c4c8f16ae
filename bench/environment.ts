/** Where the run took place. */
import { readFileSync } from "node:fs";
import os from "node:os";
import { info } from "hillock";
import type { Environment } from "./results.js";

export function environment(): Environment {
  const { backend, reason } = info();
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { node, v8 } = process.versions;
  return {
    cpu: os.cpus()[0]?.model.trim().replace(/\s+/g, " ") ?? "unknown processor",
    cores: os.availableParallelism(),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    engine: `Node ${node} (V8 ${v8})`,
    node,
    v8,
    backend,
    reason,
    hillock: version,
  };
}

/** The first line of a run. */
export function describeEnvironment({ cpu, cores, engine, backend, reason }: Environment): string {
  return `${cpu}, ${cores} cores · ${engine} · backend ${backend} (${reason})`;
}
