import { find, type Run } from "../../bench/results.js";
import { code, table } from "./markdown.js";

/** From which length on hillock is faster than a naive loop: by straight lines between the lengths that were measured. */
export function lengthsTable(runs: readonly Run[]): string {
  const contestants = ["memory", "staged"] as const;
  const head = runs.flatMap(({ environment: { engine } }) => [`${engine.replace(/ \(.*/, "")}, in memory`, "staged"]);
  const rows = (runs[0]?.activations ?? []).map((activation) => [
    code(activation),
    ...runs.flatMap((run) => contestants.map((contestant) => breakEven(run, activation, contestant))),
  ]);
  return table(["", ...head], rows);
}

function breakEven(run: Run, activation: string, contestant: "memory" | "staged"): string {
  const nanoseconds = (name: "naive" | "memory" | "staged", size: number) =>
    find(run, { activation, type: "float32", method: "value", contestant: name, size })?.nanosecondsPerCall ?? Number.NaN;
  const measured = [...new Set(run.results.map(({ size }) => size))]
    .sort((a, b) => a - b)
    .map((size) => ({ size, gain: nanoseconds("naive", size) - nanoseconds(contestant, size) }))
    .filter(({ gain }) => !Number.isNaN(gain));
  const last = measured.findLastIndex(({ gain }) => gain <= 0);
  const [before, after] = [measured[last], measured[last + 1]];
  if (!after) return "-";
  if (!before) return `below ${after.size}`;
  const length = before.size - ((after.size - before.size) * before.gain) / (after.gain - before.gain);
  return `${Number(length.toPrecision(2))}`;
}
