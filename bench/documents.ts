/** Quotations of recorded runs for the documents, as Markdown. */
import { figure, length as lengthText, shapeText, times, ulps } from "./format.js";
import { USUAL_ACTIVATIONS } from "./peers/plan.js";
import { best, type PeersRun, type Residence, ratio } from "./peers/results.js";
import { id, type Kind, kindOf, kinds } from "./peers/tasks.js";
import {
  type ContestantName,
  type ErrorRow,
  figureOf,
  find,
  gainOf,
  isElementwise,
  type Key,
  type Row,
  type Run,
  worstOf,
} from "./results.js";
import { growthTable, limitsText, modelTable, modelText, rowsTable, threadsTable } from "./scale/tables.js";
import { markdown, type TableRow } from "./table.js";
import { brackets, callText } from "./tables.js";

const code = (text: string) => `\`${text}\``;
const engineOf = ({ environment: { engine } }: Pick<Run, "environment">) => engine.replace(/ \(.*/, "");
const row = (...cells: string[]): TableRow => ({ cells });

function machine({ environment: { cpu, engine, backend } }: Pick<Run, "environment">): string {
  return `${cpu}, ${engine}, backend ${backend}`;
}

const CONTESTANTS = ["naive", "stable", "staged", "memory", "fast"] as const;
const ERRORS = ["naive ULP", "hillock ULP", "fast ULP"];

/** Times and errors, a line for each row. */
function valuesTable(run: Run, rows: readonly Row[], withShapes: boolean, caption: string): string {
  const worst = (one: Row, contestant: ContestantName) => {
    const judged = ["value", "lossAndGradient"].includes(one.method) && one.form !== "distributions";
    return judged ? ulps(worstOf(run, one.part === "losses" ? { ...one, method: "loss" } : one, contestant)) : "";
  };
  const lines = rows.map((one) => [
    code(callText(one)),
    ...(withShapes ? [shapeText(one.shape)] : []),
    ...CONTESTANTS.map((contestant) => figure(figureOf(one, contestant))),
    times(gainOf(one)),
    ...["naive", "memory", "fast"].map((contestant) => worst(one, contestant)),
  ]);
  const head = ["", ...(withShapes ? ["shape"] : []), "naive loop", "stable loop", "staged", "in memory", "fast", "faster", ...ERRORS];
  const wrong = lines.some((line) => line.includes(ulps(null))) ? " *Wrong*: infinity or NaN where a number is right." : "";
  return markdown({ names: withShapes ? 2 : 1, head, rows: lines.map((cells) => ({ cells })) }, `${caption}${wrong}`);
}

export function performanceTable(run: Run): string {
  const { methodSize: size } = run.lengths;
  const rows = run.rows.filter((one) => isElementwise(one, "float32") && one.shape[0] === size);
  const caption = `Nanoseconds per element, float32. ${machine(run)}, n = ${size}, one thread, ${run.date.slice(0, 10)}.`;
  return valuesTable(run, rows, false, caption);
}

/**
 * Functions that are not elementwise, without the layer: one shape each, along the last axis,
 * arrays apart.
 */
export function shapesTable(run: Run): string {
  const calls = new Map<string, Row>();
  for (const one of run.rows) {
    if (["elementwise", "dense", "math"].includes(one.part) || one.type !== "float32" || one.drawn || (one.form && one.part !== "losses"))
      continue;
    if (!calls.has(callText(one))) calls.set(callText(one), one);
  }
  const errors = "Errors are the worst on rows of 1000 that are normal, evenly within 100 and 10,000, or have one entry far ahead.";
  const caption = `Nanoseconds per element, float32. ${machine(run)}, one thread, ${run.date.slice(0, 10)}. ${errors}`;
  return valuesTable(run, [...calls.values()], true, caption);
}

const MATH = ["naive", "numbers", "staged", "memory"];

/** Elementary functions of either type beside those of Math. */
export function mathTable(run: Run): string {
  const rows = run.rows.filter(({ part }) => part === "math");
  const lines = rows.map((one) =>
    row(
      ...[code(one.name), one.type, ...MATH.map((contestant) => figure(figureOf(one, contestant)))],
      ...[times(gainOf(one)), ulps(worstOf(run, one, "naive")), ulps(worstOf(run, one, "memory"))],
    ),
  );
  const head = ["", "", "naive loop", "number by number", "staged", "in memory", "faster", "naive ULP", "hillock ULP"];
  const caption = `Nanoseconds per element. ${machine(run)}, n = ${rows[0]?.shape[0]}, one thread, ${run.date.slice(0, 10)}.`;
  return markdown({ names: 2, head, rows: lines }, caption);
}

const LAYER = ["naive", "naive, along rows", "staged", "weights in memory", "memory"];

/** GFLOP/s of the dense layer, float32 and, in memory, float64. */
export function denseTable(run: Run): string {
  const layers = run.rows.filter(({ part, drawn }) => part === "dense" && !drawn);
  const rows = layers
    .filter(({ type, method }) => type === "float32" && method !== "backward")
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map((one) => {
      const { shape, method, form } = one;
      const [batch, inputs, outputs] = shape;
      const double = find({ rows: layers }, { type: "float64", method, form, shape });
      const figures = [...LAYER.map((contestant) => figureOf(one, contestant)), double && figureOf(double, "memory")];
      return row(`${batch}`, `${inputs} → ${outputs}`, method, brackets[form] as string, ...figures.map(figure));
    });
  const head = ["batch", "layer", "", "weights", "three loops", "along rows", "staged", "weights in memory", "in memory", "float64"];
  const caption = `10⁹ multiplications and additions a second, float32; the last column is float64 in memory. ${machine(run)}, one thread, ${run.date.slice(0, 10)}.`;
  return markdown({ names: 4, head, rows }, caption);
}

/** The rank of a row of layers: by weights, layer and product, then by batch. */
function orderOf({ form, method, shape }: Key): number {
  const [batch, inputs, outputs] = shape as [number, number, number];
  const rank = (form === "inputsOutputs" ? 0 : 4) + (inputs === outputs ? 2 : 0) + (method === "forward" ? 0 : 1);
  return rank * 1e6 + batch;
}

/** The findings of the sweep over the layer's shapes, in a sentence. */
export function sweepText(run: Run): string {
  const { sweep, environment } = run;
  if (!sweep) return "";
  const found = sweep.found === 0 ? "none is far slower than those beside it" : `${sweep.found} are far slower than those beside them`;
  return `${engineOf(run)}, backend ${environment.backend}: ${sweep.shapes} shapes, up to ${figure(sweep.gigaflops)} GFLOP/s; ${found}.`;
}

const dated = (run: Run) => `${machine(run)}, ${run.date.slice(0, 10)}`;

/** The limits of the machine, in a sentence. */
export function scaleLimits(run: Run): string {
  return run.scale ? `${limitsText(run.scale)}. ${dated(run)}.` : "";
}

/** Time for an element by length, and of rows of every length. */
export function scaleGrowth(run: Run): string {
  if (!run.scale) return "";
  const caption = `Nanoseconds per element, float32. ${dated(run)}, one thread.`;
  return `${markdown(growthTable(run.scale))}\n\n${markdown(rowsTable(run.scale), caption)}`;
}

/** Calls that threads share. */
export function scaleThreads(run: Run): string {
  if (!run.scale) return "";
  return markdown(threadsTable(run.scale), `Medians of seven turns, float32, ${run.scale.threads.count} threads. ${dated(run)}.`);
}

/** The model of many threads. */
export function scaleModel(run: Run): string {
  const table = run.scale && modelTable(run.scale);
  return run.scale && table ? markdown(table, `Times as fast as one thread: a model, ${modelText(run.scale)}. ${dated(run)}.`) : "";
}

/**
 * The length from which hillock is faster than a naive loop: by straight lines between the lengths
 * that were measured.
 */
export function lengthsTable(runs: readonly Run[]): string {
  const contestants = ["memory", "staged"];
  const names = new Set(runs[0]?.rows.filter(({ part }) => part === "elementwise").map(({ name }) => name));
  const lengthsOf = (name: string) => runs.flatMap((run) => contestants.map((contestant) => breakEven(run, name, contestant)));
  const rows = [...names].map((name) => row(code(name), ...lengthsOf(name)));
  return markdown({ names: 1 + 2 * runs.length, head: ["", ...runs.flatMap((run) => [`${engineOf(run)}, in memory`, "staged"])], rows });
}

function breakEven({ rows }: Run, name: string, contestant: ContestantName): string {
  const measured = rows
    .filter((one) => one.name === name && isElementwise(one, "float32"))
    .map((one) => ({ size: one.shape[0] as number, gain: (one.times.naive ?? Number.NaN) - (one.times[contestant] ?? Number.NaN) }))
    .filter(({ gain }) => !Number.isNaN(gain))
    .sort((a, b) => a.size - b.size);
  const last = measured.findLastIndex(({ gain }) => gain <= 0);
  const [before, after] = [measured[last], measured[last + 1]];
  if (!after) return "-";
  if (!before) return `below ${after.size}`;
  const length = before.size - ((after.size - before.size) * before.gain) / (after.gain - before.gain);
  return `${Number(length.toPrecision(2))}`;
}

/** The rows of bench/peers/recorded/ that the documents show, in their words. */
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

const OWN = ["hillock", "hillock/fast"] as const;

const BESIDE = [...OWN, "best other", "faster", "with fast"];

/** hillock with its arrays in memory, and the best other library. */
function besideOf(run: PeersRun, one: Row | undefined): string[] {
  if (!one) return BESIDE.map(() => "-");
  const other = best(run, one, "resident");
  return [
    ...OWN.map((own) => figure(figureOf(one, own))),
    other ? `${figure(figureOf(one, other.name))} ${other.name}` : "-",
    ...OWN.map((own) => times(ratio(run, one, "resident", own))),
  ];
}

const LENGTHS = [1000, 1_000_000];

/** Values of every activation at a short and a long length, a line for each. */
export function peersActivations(run: PeersRun): string {
  const rows = activationsOf(run.rows).map((name) => {
    const found = LENGTHS.map((length) => run.rows.find((one) => id(one) === `value/${name}/${length}`));
    return row(code(name), ...found.flatMap((one) => besideOf(run, one)));
  });
  const head = ["", ...LENGTHS.flatMap((length) => BESIDE.map((title, i) => (i === 0 ? `n = ${lengthText(length)}: ${title}` : title)))];
  return markdown({ names: 1, head, rows }, `Nanoseconds per element, float32. ${machine(run)}, one thread, ${run.date.slice(0, 10)}.`);
}

function activationsOf(rows: readonly Pick<Key, "part" | "name">[]): string[] {
  return [...new Set(rows.filter(({ part }) => part === "elementwise").map(({ name }) => name))].sort();
}

/** The fastest other library of each row, and hillock. */
export function peersTable(run: PeersRun): string {
  const { date, peers } = run;
  const rows = Object.entries(SHOWN).flatMap(([shown, words]) => {
    const one = run.rows.find((candidate) => id(candidate) === shown);
    if (!one?.times.hillock) return [];
    return row(words, ...besideOf(run, one), times(ratio(run, one, "endToEnd", "hillock")));
  });
  const head = ["", ...BESIDE, "end to end"];
  const others = peers.filter(({ name, role }) => role === "peer" && !name.startsWith("plain"));
  const versions = others.map(({ name, version }) => `${name} ${version}`).join(", ");
  // Of all rows, not only of those that are shown.
  const [resident, endToEnd] = (["resident", "endToEnd"] as const).map((residence) => standing(run, run.rows, residence).ahead);
  const all = `hillock is the fastest in ${resident} rows with arrays in memory, in ${endToEnd} end to end.`;
  const units = `Nanoseconds per element, of 10,000 where nothing else is said; of ${code("dense")} 10⁹ operations a second`;
  const caption = `${units}. ${machine(run)}, one thread, ${date.slice(0, 10)}; plain JavaScript, ${versions}. ${all}`;
  return markdown({ names: 1, head, rows }, caption);
}

/**
 * The number of rows in which hillock is the fastest, and for each row how many times as fast as
 * the best peer it is, ascending.
 */
function standing(run: PeersRun, rows: readonly Row[], residence: Residence) {
  const ratios = rows.flatMap((one) => ratio(run, one, residence, "hillock") ?? []).sort((a, b) => a - b);
  return { ahead: `${ratios.filter((value) => value >= 1).length} of ${ratios.length}`, ratios };
}

const TITLES: { readonly [K in Kind]: string } = {
  ...{ value: "values", backward: "gradients of activations", rows: "functions of rows", gated: "gates" },
  ...{ gatedBackward: "both gradients of gates", loss: "losses with their gradients", dense: "layers" },
  denseBackward: "layers with all gradients",
};

/**
 * A recorded run in short: how hillock stands by kind of function, and every row in which another
 * library is faster.
 */
export function peersResults(run: PeersRun): string {
  const summary = (rows: readonly Row[], residence: Residence) => {
    const { ahead, ratios } = standing(run, rows, residence);
    return [ahead, times(ratios[Math.floor(ratios.length / 2)])];
  };
  const parts = kinds.flatMap((kind) => {
    const rows = run.rows.filter((one) => kindOf(one) === kind);
    return rows.length > 0 ? [{ title: TITLES[kind], rows }] : [];
  });
  const behind = (residence: Residence) =>
    parts
      .flatMap(({ title, rows }) => {
        const words = rows
          .filter((one) => (ratio(run, one, residence, "hillock") ?? 1) < 1)
          .map((one) => `${labelOf(one)} ${times(ratio(run, one, residence, "hillock"))} (${best(run, one, residence)?.name})`);
        return words.length > 0 ? [`${title}: ${words.join(", ")}`] : [];
      })
      .join("; ");
  const head = ["", "in memory: fastest in", "median", "end to end: fastest in", "median"];
  const lines = parts.map(({ title, rows }) => row(title, ...summary(rows, "resident"), ...summary(rows, "endToEnd")));
  return [
    `### ${engineOf(run)}, all rows`,
    markdown({ names: 1, head, rows: lines }),
    `Behind, with arrays in memory, in ${behind("resident")}.`,
    `Behind, end to end, in ${behind("endToEnd")}.`,
  ].join("\n\n");
}

function labelOf(one: Row): string {
  const drawn = one.drawn ? "\\*" : "";
  return `${code(one.part === "dense" ? one.form : one.name)} ${shapeText(one.shape)}${one.type === "float64" ? ", float64" : ""}${drawn}`;
}

/**
 * The table of errors: all of what most libraries have; of the other activations those of hillock,
 * and the best and the worst of other libraries.
 */
export function peersErrors(run: PeersRun): string {
  const { peers, errors } = run;
  const isBrief = ({ part, name }: ErrorRow) => part === "elementwise" && !USUAL_ACTIVATIONS.includes(name);
  const names = peers.map(({ name }) => name).filter((name) => errors.some((one) => name in one.ulps));
  const rows = errors
    .filter((one) => !isBrief(one))
    .map(({ part, name, method, numbers, ulps: found }) => {
      const called = code(`${name}${method === "backward" ? "'" : ""}`);
      return row(`${called}${part === "elementwise" ? "" : `, logits ${numbers}`}`, ...names.map((peer) => ulps(found[peer])));
    });
  const caption = `Around 10⁷: no digit is right, as where a result is 0 and should be a small number. *wrong*: NaN or infinity where a number is right.`;
  const whole = markdown({ names: 1, head: ["", ...names], rows }, caption);
  const others = activationsOf(errors.filter(isBrief));
  return others.length === 0 ? whole : `${whole}\n\n${briefErrors(run, others)}`;
}

/**
 * A table with a line for each activation: hillock, and the best and the worst of other libraries.
 */
function briefErrors({ peers, errors }: PeersRun, activations: readonly string[]): string {
  const others = peers.map(({ name }) => name).filter((name) => !name.startsWith("hillock") && !name.startsWith("plain"));
  const rank = (ulp: number | null) => ulp ?? Number.POSITIVE_INFINITY;
  const cells = (found: ErrorRow["ulps"]) => {
    const judged = others.flatMap((name) => (found[name] === undefined ? [] : [{ name, ulp: found[name] }]));
    const sorted = judged.sort((a, b) => rank(a.ulp) - rank(b.ulp));
    const text = (one: (typeof sorted)[number] | undefined) => (one ? `${ulps(one.ulp)} ${one.name}` : "-");
    return [...OWN.map((own) => ulps(found[own])), text(sorted[0]), text(sorted.at(-1))];
  };
  const rows = activations.map((name) => {
    const found = ["value", "backward"].map((method) => errors.find((one) => one.name === name && one.method === method)?.ulps ?? {});
    return row(code(name), ...found.flatMap(cells));
  });
  const head = ["f", "f'"].flatMap((kind) => [...OWN, "best other", "worst other"].map((title) => `${kind}: ${title}`));
  return markdown({ names: 1, head: ["", ...head], rows });
}
