/** The comparison with other libraries, from bench/peers/recorded/. */
import { figure, times, ulps } from "../../bench/format.js";
import { label, numbers } from "../../bench/peers/report.js";
import { best, figureOf, type Residence, type Row, type Run, ratio } from "../../bench/peers/results.js";
import type { Kind } from "../../bench/peers/tasks.js";
import { code } from "./markdown.js";

/** The rows that stand for all, by id, in the words of the documents. */
const SHOWN: { readonly [id: string]: string } = {
  ...Object.fromEntries(["relu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu"].map((name) => [`value/${name}/10000`, code(name)])),
  "backward/gelu/10000": code("gelu.backward"),
  "rows/softmax/64x1000": `${code("softmax")}, 64 rows of 1000`,
  "rows/logSoftmax/64x1000": `${code("logSoftmax")}, 64 rows of 1000`,
  "rows/logSumExp/64x1000": `${code("logSumExp")}, 64 rows of 1000`,
  "gated/swiglu/10000": code("swiglu"),
  "gated/geglu/10000": code("geglu"),
  "loss/softmaxCrossEntropy/64x1000": `${code("softmaxCrossEntropy")} with gradient, 64 rows of 1000`,
  "dense/relu/1x784x512": `${code("dense")}, relu, 784 to 512, one sample`,
  "dense/relu/32x784x512": `${code("dense")}, relu, 784 to 512, batch 32`,
  "dense/relu/128x784x512": `${code("dense")}, relu, 784 to 512, batch 128`,
  "dense/gelu/32x784x512": `${code("dense")}, gelu, 784 to 512, batch 32`,
  "denseBackward/relu/32x784x512": `the same with all gradients, relu, batch 32`,
};

/** The table of the rows that stand for all: hillock, and the fastest other library. */
export function peersTable(run: Run): string {
  const { environment, date, peers } = run;
  const lines = Object.entries(SHOWN).flatMap(([id, label]) => {
    const row = run.rows.find((candidate) => candidate.id === id);
    return row?.times.hillock ? [[label, ...cells(run, row)]] : [];
  });
  const head = ["", "hillock", "hillock/fast", "best other", "faster", "with fast", "end to end"];
  const others = peers
    .filter(({ name, role }) => role === "peer" && !name.startsWith("plain"))
    .map(({ name, version }) => `${name} ${version}`);
  const machine = `${environment.cpu}, ${environment.engine}, backend ${environment.backend}, one thread, ${date.slice(0, 10)}`;
  const units = `Nanoseconds per element, of 10,000 where nothing else is said; of ${code("dense")} 10⁹ operations a second`;
  return `${numbers(head, lines)}\n\n${units}. ${machine}; plain JavaScript, ${others.join(", ")}. ${standing(run)}`;
}

function cells(run: Run, row: Row): string[] {
  const other = best(run, row, "resident");
  const own = (name: string) => {
    const time = row.times[name]?.resident;
    return figure(time && figureOf(row.work, time.median));
  };
  return [
    own("hillock"),
    own("hillock/fast"),
    other ? `${figure(figureOf(row.work, other.time.median))} ${other.name}` : "-",
    multiple(ratio(run, row, "resident", "hillock")),
    multiple(ratio(run, row, "resident", "hillock/fast")),
    multiple(ratio(run, row, "endToEnd", "hillock")),
  ];
}

/** Of all rows, not only of those that are shown. */
function standing({ rows, ...run }: Run): string {
  const words = (residence: Residence) => {
    const all = ratios(run, rows, residence);
    return `${all.filter((value) => value >= 1).length} of ${all.length}`;
  };
  return `hillock is the fastest in ${words("resident")} rows with arrays in memory, in ${words("endToEnd")} end to end.`;
}

/** How many times faster hillock is than the best other library, of the rows that have both. */
function ratios(run: Pick<Run, "peers">, rows: readonly Row[], residence: Residence): number[] {
  return rows.map((row) => ratio(run, row, residence, "hillock")).filter((value) => value !== undefined);
}

const multiple = (value: number | undefined) => (value === undefined ? "-" : times(value));

const KINDS: { readonly [K in Kind]: string } = {
  value: "values",
  backward: "gradients of activations",
  rows: "functions of rows",
  gated: "gates",
  gatedBackward: "both gradients of gates",
  loss: "losses with their gradients",
  dense: "layers",
  denseBackward: "layers with all gradients",
};

/** A recorded run in short: how hillock stands by kind of function, and every row in which another library is faster. */
export function peersResults(run: Run): string {
  const kinds = Object.entries(KINDS).flatMap(([kind, title]) => {
    const rows = run.rows.filter(({ task }) => task.kind === kind);
    return rows.length === 0 ? [] : [[title, ...(["resident", "endToEnd"] as const).flatMap((residence) => summary(run, rows, residence))]];
  });
  const behind = (residence: Residence) =>
    Object.entries(KINDS)
      .flatMap(([kind, title]) => {
        const rows = run.rows.filter((row) => row.task.kind === kind && (ratio(run, row, residence, "hillock") ?? 1) < 1);
        const words = rows.map(
          (row) => `${label(row.task)} ${multiple(ratio(run, row, residence, "hillock"))} (${best(run, row, residence)?.name})`,
        );
        return rows.length === 0 ? [] : [`${title}: ${words.join(", ")}`];
      })
      .join("; ");
  return [
    `### ${run.environment.engine.replace(/ \(.*/, "")}, all rows`,
    numbers(["", "in memory: fastest in", "median", "end to end: fastest in", "median"], kinds),
    `Behind, with arrays in memory, in ${behind("resident")}.`,
    `Behind, end to end, in ${behind("endToEnd")}.`,
  ].join("\n\n");
}

function summary(run: Run, rows: readonly Row[], residence: Residence): string[] {
  const all = ratios(run, rows, residence).sort((a, b) => a - b);
  const median = all[Math.floor(all.length / 2)];
  return [`${all.filter((value) => value >= 1).length} of ${all.length}`, multiple(median)];
}

/** The worst errors of all libraries, of one run. */
export function peersErrors({ peers, accuracy }: Run): string {
  const names = peers.map(({ name }) => name).filter((name) => accuracy.some((row) => name in row.ulps));
  const lines = accuracy.map(({ id, ulps: errors }) => {
    const [, kind, name, logits] = id.split("/");
    const call = code(`${name}${kind === "backward" ? "'" : ""}`);
    return [`${call}${logits ? `, logits ${logits}` : ""}`, ...names.map((peer) => ulps(errors[peer]))];
  });
  return numbers(["", ...names], lines);
}
