/** All figures of a run as Markdown: bench/peers/results.md. */
import { figure, times, ulps } from "../format.js";
import { type AccuracyRow, best, figureOf, type Residence, type Row, type Run, ratio } from "./results.js";
import { type Kind, size, type Task } from "./tasks.js";

const TITLES: { readonly [K in Kind]: string } = {
  value: "Values",
  backward: "Gradients, dy f'(x)",
  rows: "Rows",
  gated: "Gates",
  gatedBackward: "Gates, both gradients",
  loss: "Losses with their gradient",
  dense: "Layers, activation(x W + b); batch x inputs x outputs",
  denseBackward: "Layers with the gradients of x, W and b",
};

const RESIDENCES: { readonly [residence in Residence]: string } = {
  resident: "resident: the input is with the library, the result stays there",
  endToEnd: "end to end: typed arrays in, typed arrays out",
};

export function report(run: Run): string {
  const { environment, date, seed, peers, failed, quick } = run;
  const kinds = [...new Set(run.rows.map(({ task }) => task.kind))];
  const tables = kinds.flatMap((kind) =>
    (["resident", "endToEnd"] as const).map((residence) => {
      const rows = run.rows.filter(({ task }) => task.kind === kind);
      const unit = rows[0]?.work.unit === "ns" ? "nanoseconds per element" : "10⁹ operations a second";
      return `### ${TITLES[kind]}, ${unit}, ${RESIDENCES[residence]}\n\n${figures(run, rows, residence)}`;
    }),
  );
  const machine = `${environment.cpu}, ${environment.system}, ${environment.engine}, hillock's backend ${environment.backend}, ${date.slice(0, 10)}`;
  return [
    `## ${environment.engine.replace(/ \(.*/, "")}`,
    `${machine}${quick ? ", --quick" : ""}. Sizes marked with \\* were drawn at random, by seed ${seed}.`,
    list(peers.map(({ name, version, threads, note }) => `${name} ${version}, ${threads} thread${note ? `: ${note}` : ""}`)),
    ...(Object.keys(failed).length > 0 ? [list(Object.entries(failed).map(([name, why]) => `${name} did not start: ${why}`))] : []),
    ...tables,
    ...(run.accuracy.length > 0 ? [`### Worst error found, in units in the last place of float32\n\n${errors(run)}`] : []),
    `### Not timed, and why\n\n${list(reasons(run.rows))}`,
  ].join("\n\n");
}

function figures(run: Run, rows: readonly Row[], residence: Residence): string {
  const others = run.peers.filter(({ name, role }) => role !== "hillock" && rows.some((row) => row.times[name]?.[residence]));
  const cell = (row: Row, name: string) => {
    const time = row.times[name]?.[residence];
    const text = figure(time && figureOf(row.work, time.median));
    return best(run, row, residence)?.name === name ? `**${text}**` : text;
  };
  const multiple = (value: number | undefined) => (value === undefined ? "-" : times(value));
  const head = [
    "",
    "hillock",
    "/fast",
    "faster",
    "/fast",
    ...others.map(({ name, role }) => (role === "reference" ? `${name} (native)` : name)),
  ];
  const lines = rows.map((row) => [
    label(row.task),
    cell(row, "hillock"),
    cell(row, "hillock/fast"),
    multiple(ratio(run, row, residence, "hillock")),
    multiple(ratio(run, row, residence, "hillock/fast")),
    ...others.map(({ name }) => cell(row, name)),
  ]);
  return numbers(head, lines);
}

export function label(task: Task): string {
  return `\`${task.name}\` ${size(task)}${task.type === "float64" ? ", float64" : ""}${task.drawn ? "\\*" : ""}`;
}

function errors({ peers, accuracy }: Run): string {
  const names = peers.map(({ name }) => name).filter((name) => accuracy.some((row) => name in row.ulps));
  const lines = accuracy.map((row) => [accuracyLabel(row), ...names.map((name) => ulps(row.ulps[name]))]);
  return `${numbers(["", ...names], lines)}\n\nAround 10⁷: no digit is right, as where a result is 0 and should be a small number. *wrong*: NaN or infinity where a number is right.`;
}

function accuracyLabel({ id }: AccuracyRow): string {
  const [, kind, name, logits] = id.split("/");
  return `\`${name}${kind === "backward" ? "'" : ""}\`${logits ? `, logits ${logits}` : ""}`;
}

/** Each reason once, with the peers that give it, and for how many rows. */
function reasons(rows: readonly Row[]): string[] {
  const counts = new Map<string, Map<string, number>>();
  for (const [peer, why] of rows.flatMap(({ skipped }) => Object.entries(skipped))) {
    const peers = counts.get(why) ?? new Map<string, number>();
    counts.set(why, peers.set(peer, (peers.get(peer) ?? 0) + 1));
  }
  return [...counts].map(([why, peers]) => `${why}: ${[...peers].map(([peer, count]) => `${peer} (${count} rows)`).join(", ")}`);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** A table with its columns of figures to the right. */
export function numbers(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(head), `| --- |${" ---: |".repeat(head.length - 1)}`, ...lines.map(row)].join("\n");
}
