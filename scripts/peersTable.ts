import { figure, times } from "../bench/format.js";
import { numbers } from "../bench/peers/report.js";
import { best, figureOf, type Row, type Run, ratio } from "../bench/peers/results.js";
import { code } from "./markdown.js";

/** What the README shows of the rows of bench/peers/recorded/, in its words. */
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

/** The fastest other library of each row, and hillock, of one recorded run. */
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
  const multiple = (value: number | undefined) => (value === undefined ? "-" : times(value));
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
function standing(run: Run): string {
  const ratios = (residence: "resident" | "endToEnd") =>
    run.rows.map((row) => ratio(run, row, residence, "hillock")).filter((value) => value !== undefined);
  const words = (residence: "resident" | "endToEnd") => {
    const all = ratios(residence);
    return `${all.filter((value) => value >= 1).length} of ${all.length}`;
  };
  return `hillock is the fastest in ${words("resident")} rows with arrays in memory, in ${words("endToEnd")} end to end.`;
}
