/** The tables of a run. */
import { figure, length, shapeText, times, ulps } from "./format.js";
import type { Cliff, ContestantName, Key, Part, Row, Run, Scale, Sweep } from "./results.js";
import { BESIDE, contestantsOf, figureOf, find, gainOf, gigabytesPerSecond, isElementwise, label, unitOf, worstOf } from "./results.js";
import { growthTable, limitsText, modelTable, modelText, rowsTable, threadsTable } from "./scale/tables.js";
import { type Table, tableOf, text } from "./table.js";

export const partTitles: { readonly [part in Exclude<Part, "elementwise" | "sweep" | "scale">]: string } = {
  rowwise: "Rows",
  gated: "Gates",
  features: "Functions of features",
  learnable: "Learnable parameters",
  losses: "Losses with their gradients",
  dense: "Dense layer",
  math: "hillock/math",
};
export type ShapePart = keyof typeof partTitles;
export const shapeParts = Object.keys(partTitles) as readonly ShapePart[];

/** The layouts of weights, as documents write them. */
export const brackets: { readonly [layout: string]: string } = { inputsOutputs: "[inputs, outputs]", outputsInputs: "[outputs, inputs]" };

/** "softmax backwardFromOutput, axis 0" */
export function callText({ name, method, form }: Pick<Key, "name" | "method" | "form">): string {
  const called = ["value", "lossAndGradient"].includes(method) ? name : name === "dense" ? method : `${name} ${method}`;
  return [called, brackets[form] ?? form].filter(Boolean).join(", ");
}

/** 64x1000, with an asterisk where it was drawn at random. */
export function sizeText({ shape, drawn }: Pick<Key, "shape" | "drawn">): string {
  return shape.map(length).join("x") + (drawn ? "*" : "");
}

type FigureOf = (row: Row, contestant: ContestantName) => number | undefined;

const nameOf = ({ name }: { readonly name: string }) => name;

/** A line for each case, a column for each contestant. */
function timesTable(run: Run, title: string, rows: readonly Row[], contestants = contestantsOf(rows), of: FigureOf = figureOf): Table {
  const judged = rows.some((row) => worstOf(run, row, "memory") !== undefined) ? ["naive", "memory"] : [];
  const errors = judged.length > 0 ? ["naive ULP", "hillock ULP"] : [];
  const cells = (row: Row) => [
    ...[callText(row), sizeText(row), ...contestants.map((contestant) => figure(of(row, contestant))), times(gainOf(row))],
    ...judged.map((contestant) => ulps(worstOf(run, row, contestant))),
  ];
  return tableOf(2, [title, "shape", ...contestants.map(label), "faster", ...errors], rows, cells, nameOf);
}

/**
 * Everything about the elementwise functions: values by length, every method, other numbers, calls,
 * proportions.
 */
export function elementwiseTables(run: Run): { readonly [what: string]: Table } {
  const { methodSize, sizes, callSize } = run.lengths;
  const all = run.rows.filter(({ part }) => part === "elementwise");
  const [type, other] = [...new Set(all.map((row) => row.type))];
  if (!type) return {};
  const values = all.filter((row) => isElementwise(row, type));
  const beside = all.filter(({ form }) => form === BESIDE);
  const atMethods = (wanted: string) => all.filter((row) => row.form === "" && row.type === wanted && row.shape[0] === methodSize);
  const unit = `${type}: ns/element`;
  const short = values.filter(({ shape }) => sizes.includes(shape[0] as number));
  const tables: { [what: string]: Table } = {
    values: timesTable(run, `${type}, value: ns/element`, short),
    methods: timesTable(run, unit, atMethods(type), ["naive", "stable", "memory", "fast"]),
  };
  if (other) tables.others = timesTable(run, `${other}: ns/element`, atMethods(other), ["naive", "stable", "staged", "memory"]);
  if (beside.length > 0) tables.beside = timesTable(run, unit, beside);
  const calls = values.filter(({ shape }) => shape[0] === callSize);
  if (callSize) tables.calls = timesTable(run, `${type}: ns/call`, calls, contestantsOf(calls), (row, contestant) => row.times[contestant]);
  return { ...tables, proportions: proportions(atMethods(type)) };
}

/** The figures that say something only beside another. */
function proportions(rows: readonly Row[]): Table {
  const names = [...new Set(rows.map(({ name }) => name))];
  return tableOf(1, ["in memory", "pair / both apart", "value / copy loop"], names, (name) => {
    const of = (method: string, contestant = "memory") => find({ rows }, { name, method })?.times[contestant] ?? Number.NaN;
    const pair = of("valueAndDerivative") / (of("value") + of("derivative"));
    return [name, figure(pair), figure(of("value") / of("value", "copy"))];
  });
}

export function partTable(run: Run, part: ShapePart): Table {
  const rows = run.rows.filter((row) => row.part === part);
  return timesTable(run, `${partTitles[part]}: ${unitOf(part)}`, rows);
}

export function errorsTable({ errors }: Run, part: Part): Table {
  const rows = errors.filter((row) => row.part === part);
  const contestants = contestantsOf(rows);
  const head = ["worst error, ULP", "numbers", ...contestants.map(label)];
  return tableOf(2, head, rows, (row) => [row.name, row.numbers, ...contestants.map((one) => ulps(row.ulps[one]))], nameOf);
}

export function witnessTable({ errors }: Run): Table {
  const judged = errors.filter(({ part, method }) => part === "elementwise" && method === "value");
  const rows = judged.flatMap(({ name, type, ulps: found, witnesses = {} }) =>
    Object.entries(witnesses).map(([contestant, witness]) => ({ name, type, contestant, ulp: found[contestant], ...witness })),
  );
  const head = ["function", "type", "computed by", "worst ULP", "at x", "got", "right", "looked at"];
  const cells = ({ name, type, contestant, ulp, at = "", got, wanted, coverage }: (typeof rows)[number]) => {
    return [name, type, label(contestant), ulps(ulp), ...(ulp === 0 ? ["", "", ""] : [at, got, wanted]), coverage];
  };
  return tableOf(3, head, rows, cells, ({ name, type }) => `${name} ${type}`);
}

/** Everything that was timed. */
export function rawTable({ rows }: Pick<Run, "rows">): Table {
  const micro = (nanoseconds: number | undefined) => figure(nanoseconds && nanoseconds / 1e3);
  const all = rows.flatMap((row) => Object.keys(row.times).map((contestant) => ({ row, contestant, samples: row.samples?.[contestant] })));
  const quartiles = ["µs, lower quartile", "µs, median", "µs, upper quartile"];
  const head = ["function", "method", "form", "type", "computed by", "shape", ...quartiles, "ns/element, GFLOP/s", "faster", "GB/s"];
  const cells = ({ row, contestant, samples }: (typeof all)[number]) => [
    ...[row.name, row.method, row.form, row.type, label(contestant), shapeText(row.shape)],
    ...[samples?.lower, row.times[contestant], samples?.upper].map(micro),
    ...[figure(figureOf(row, contestant)), times(gainOf(row, contestant)), figure(gigabytesPerSecond(row, contestant))],
  ];
  return tableOf(5, head, all, cells, ({ row }) => row.name);
}

export function cliffText({ shape: { batch, inputs, outputs, product, layout }, finding }: Cliff): string {
  return `${shapeText([batch, inputs, outputs])} ${product}, ${brackets[layout]}: ${finding}`;
}

/** The most cliffs that are listed here; the report and the JSON have all. */
const LISTED = 12;

function sweepText({ shapes, seconds, type, gigaflops, cliffs }: Sweep): string {
  const title = `Dense layer, ${shapes} shapes in ${seconds} s: up to ${figure(gigaflops)} GFLOP/s, ${type}`;
  if (cliffs.length === 0) return `${title}. None is far slower than those beside it.`;
  const more = cliffs.length > LISTED ? [`  and ${cliffs.length - LISTED} more`] : [];
  const lines = cliffs.slice(0, LISTED).map((cliff) => `  ${cliffText(cliff)}`);
  return [`${title}. Far slower than those beside them:`, ...lines, ...more].join("\n");
}

function scaleTexts(scale: Scale): string[] {
  const model = modelTable(scale);
  const { count, reason, calls } = scale.threads;
  return [
    `${limitsText(scale)}.`,
    `Growth, float32: ns/element\n${text(growthTable(scale))}`,
    text(rowsTable(scale)),
    `${count === 1 ? "One thread" : `${count} threads`}: ${reason}${calls.length > 0 ? `\n${text(threadsTable(scale))}` : ""}`,
    ...(model ? [`Times as fast as one thread: a model, ${modelText(scale)}\n${text(model)}`] : []),
  ];
}

/** The run as text for a terminal. */
export function tables(run: Run): string {
  const parts = shapeParts.filter((part) => run.parts.includes(part));
  const hasErrors = (part: Part) => run.errors.some((row) => row.part === part);
  const others = parts.flatMap((part) => [partTable(run, part), ...(hasErrors(part) ? [errorsTable(run, part)] : [])]);
  const all = [...Object.values(elementwiseTables(run)), ...others].map(text);
  return [...all, ...(run.sweep ? [sweepText(run.sweep)] : []), ...(run.scale ? scaleTexts(run.scale) : [])].join("\n\n");
}

/**
 * A table for a newcomer: hillock on ordinary arrays and on arrays in its memory against plain
 * loops, and nobody else.
 */
function plainly(title: string, rows: readonly Row[]): string {
  const cells = (row: Row, i: number) => [
    ...[row.name === rows[i - 1]?.name ? "" : row.name, row.method],
    ...["naive", "staged", "memory"].map((contestant) => figure(figureOf(row, contestant))),
    times(gainOf(row)),
  ];
  const head = [title, "", "plain loop", "hillock", "in its memory", "faster"];
  return text({ names: 2, head, rows: rows.map((row, i) => ({ cells: cells(row, i) })) });
}

export function firstTable({ rows }: Run): string {
  const functions = rows.filter(({ part }) => part === "elementwise");
  return plainly("4096 numbers, float32: ns/element", functions);
}

/** The rest of what a newcomer is shown. */
export function secondTables({ rows, errors }: Run): string {
  const of = (wanted: Part) => rows.filter(({ part }) => part === wanted);
  const judged = errors.filter(({ method }) => method === "value" || method === "derivative");
  const head = ["worst error, units in the last place", "", "", "plain loop", "hillock"];
  const worst = tableOf(3, head, judged, ({ name, method, numbers, ulps: found }) => {
    return [name, method, numbers === "finite" ? "" : numbers, ulps(found.naive), ulps(found.memory)];
  });
  const layer = plainly("784 to 512, batch 32, float32: GFLOP/s", of("dense"));
  return [plainly("64 rows of 1000, float32: ns/element", of("rowwise")), layer, text(worst)].join("\n\n");
}
