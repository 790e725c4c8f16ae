/** The tables of a run. */
import { figure, length, shapeText, times, ulps } from "./format.js";
import {
  BESIDE,
  type Cliff,
  type ContestantName,
  contestantsOf,
  type ErrorRow,
  figureOf,
  find,
  gainOf,
  gigabytesPerSecond,
  type Key,
  label,
  type Part,
  type Row,
  type Run,
  type Sweep,
  unitOf,
  worstOf,
} from "./results.js";
import { type Table, text } from "./table.js";

export const partTitles: { readonly [part in Exclude<Part, "elementwise" | "sweep">]: string } = {
  rowwise: "Rows",
  gated: "Gates",
  learnable: "Learnable parameters",
  losses: "Losses with their gradients",
  dense: "Dense layer",
};
export type ShapePart = keyof typeof partTitles;
export const shapeParts = Object.keys(partTitles) as readonly ShapePart[];

/** How weights lie, as documents write it. */
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

interface Wanted {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly contestants?: readonly ContestantName[];
  readonly figureOf?: (row: Row, contestant: ContestantName) => number | undefined;
}

/** A line for each case, a column for each contestant. */
export function timesTable(run: Run, { title, rows, contestants = contestantsOf(rows), figureOf: of = figureOf }: Wanted): Table {
  const errors = rows.some((row) => worstOf(run, row, "memory") !== undefined);
  const worst = (row: Row) => (errors ? [ulps(worstOf(run, row, "naive")), ulps(worstOf(run, row, "memory"))] : []);
  return {
    names: 2,
    head: [title, "shape", ...contestants.map(label), "faster", ...(errors ? ["naive ULP", "hillock ULP"] : [])],
    rows: rows.map((row, i) => ({
      first: row.name !== rows[i - 1]?.name,
      cells: [
        callText(row),
        sizeText(row),
        ...contestants.map((contestant) => figure(of(row, contestant))),
        times(gainOf(row)),
        ...worst(row),
      ],
    })),
  };
}

const ofType = (rows: readonly Row[], type: string) => rows.filter((row) => row.type === type);

/** Everything about the elementwise functions: values by length, every method, other numbers, calls, proportions. */
export function elementwiseTables(run: Run): { readonly [what: string]: Table } {
  const { methodSize, sizes, callSize } = run.lengths;
  const all = run.rows.filter(({ part }) => part === "elementwise");
  const types = [...new Set(all.map(({ type }) => type))];
  const [type, other] = [types[0] as string, types[1]];
  const plain = all.filter(({ form }) => form === "");
  const beside = all.filter(({ form }) => form === BESIDE);
  const values = ofType(plain, type).filter(({ method }) => method === "value");
  const atMethods = plain.filter(({ shape }) => shape[0] === methodSize);
  const tables: { [what: string]: Table } = {
    values: timesTable(run, {
      title: `${type}, value: ns/element`,
      rows: values.filter(({ shape }) => sizes.includes(shape[0] as number)),
    }),
    methods: timesTable(run, {
      title: `${type}: ns/element`,
      rows: ofType(atMethods, type),
      contestants: ["naive", "stable", "memory", "fast"],
    }),
  };
  if (other) {
    const contestants = ["naive", "stable", "staged", "memory"];
    tables.others = timesTable(run, { title: `${other}: ns/element`, rows: ofType(atMethods, other), contestants });
  }
  if (beside.length > 0) tables.beside = timesTable(run, { title: `${type}: ns/element`, rows: beside });
  if (callSize) {
    const rows = values.filter(({ shape }) => shape[0] === callSize);
    tables.calls = timesTable(run, { title: `${type}: ns/call`, rows, figureOf: ({ times }, contestant) => times[contestant] });
  }
  return { ...tables, proportions: proportions(ofType(atMethods, type)) };
}

/** What one figure says only beside another. */
function proportions(rows: readonly Row[]): Table {
  return {
    names: 1,
    head: ["in memory", "pair / both apart", "value / copy loop"],
    rows: [...new Set(rows.map(({ name }) => name))].map((name) => {
      const of = (method: string, contestant = "memory") => find({ rows }, { name, method })?.times[contestant] ?? Number.NaN;
      const pair = of("valueAndDerivative") / (of("value") + of("derivative"));
      return { cells: [name, figure(pair), figure(of("value") / of("value", "copy"))] };
    }),
  };
}

export function partTable(run: Run, part: ShapePart): Table {
  return timesTable(run, { title: `${partTitles[part]}: ${unitOf(part)}`, rows: run.rows.filter((row) => row.part === part) });
}

export function errorsTable({ errors }: Run, part: Part): Table {
  const rows = errors.filter((row) => row.part === part);
  const contestants = contestantsOf(rows);
  return {
    names: 2,
    head: ["worst error, ULP", "numbers", ...contestants.map(label)],
    rows: rows.map(({ name, method, form, numbers, ulps: found }, i) => ({
      first: name !== rows[i - 1]?.name,
      cells: [
        callText({ name, method: method === "loss" ? "value" : method, form }),
        numbers,
        ...contestants.map((one) => ulps(found[one])),
      ],
    })),
  };
}

/** Where the worst errors of values are. */
export function witnessTable({ errors }: Run): Table {
  const rows = errors.filter(({ part, method }) => part === "elementwise" && method === "value");
  return {
    names: 3,
    head: ["function", "type", "computed by", "worst ULP", "at x", "got", "right", "looked at"],
    rows: rows.flatMap(({ name, type, ulps: found, witnesses = {} }) =>
      Object.entries(witnesses).map(([contestant, { at = "", got, wanted, coverage }], i) => ({
        first: i === 0,
        cells: [
          name,
          type,
          label(contestant),
          ulps(found[contestant]),
          ...(found[contestant] === 0 ? ["", "", ""] : [at, got, wanted]),
          coverage,
        ],
      })),
    ),
  };
}

/** Everything that was timed. */
export function rawTable({ rows }: Pick<Run, "rows">): Table {
  const micro = (nanoseconds: number | undefined) => figure(nanoseconds && nanoseconds / 1e3);
  const cells = (row: Row, contestant: ContestantName) => [
    ...[row.name, row.method, row.form, row.type, label(contestant), shapeText(row.shape)],
    micro(row.samples?.[contestant]?.lower),
    micro(row.times[contestant]),
    micro(row.samples?.[contestant]?.upper),
    figure(figureOf(row, contestant)),
    times(gainOf(row, contestant)),
    figure(gigabytesPerSecond(row, contestant)),
  ];
  const quartiles = ["µs, lower quartile", "µs, median", "µs, upper quartile"];
  return {
    names: 5,
    head: ["function", "method", "form", "type", "computed by", "shape", ...quartiles, "ns/element, GFLOP/s", "faster", "GB/s"],
    rows: rows.flatMap((row, i) =>
      Object.keys(row.times).map((contestant, k) => ({ first: k === 0 && row.name !== rows[i - 1]?.name, cells: cells(row, contestant) })),
    ),
  };
}

export function cliffText({ shape: { batch, inputs, outputs, product, layout }, finding }: Cliff): string {
  return `${shapeText([batch, inputs, outputs])} ${product}, ${brackets[layout]}: ${finding}`;
}

/** At most that many cliffs are listed here; the report and the JSON have all. */
const LISTED = 12;

function sweepText({ shapes, seconds, type, gigaflops, cliffs }: Sweep): string {
  const title = `Dense layer, ${shapes} shapes in ${seconds} s: up to ${figure(gigaflops)} GFLOP/s, ${type}`;
  if (cliffs.length === 0) return `${title}. None is far slower than those beside it.`;
  const more = cliffs.length > LISTED ? [`  and ${cliffs.length - LISTED} more`] : [];
  const lines = cliffs.slice(0, LISTED).map((cliff) => `  ${cliffText(cliff)}`);
  return [`${title}. Far slower than those beside them:`, ...lines, ...more].join("\n");
}

/** The run as text for a terminal. */
export function tables(run: Run): string {
  const elementwise = run.parts.includes("elementwise") ? Object.values(elementwiseTables(run)).map(text) : [];
  const others = shapeParts
    .filter((part) => run.parts.includes(part))
    .flatMap((part) => [
      text(partTable(run, part)),
      ...(run.errors.some((row) => row.part === part) ? [text(errorsTable(run, part))] : []),
    ]);
  return [...elementwise, ...others, ...(run.sweep ? [sweepText(run.sweep)] : [])].join("\n\n");
}

const SHOWN: { readonly [contestant: ContestantName]: string } = { naive: "plain loop", staged: "hillock", memory: "in its memory" };

/** For a newcomer: hillock on ordinary arrays and on arrays in its memory against plain loops, and nobody else. */
function plainly(title: string, unit: string, rows: readonly Row[]): Table {
  return {
    names: 2,
    head: [`${title}: ${unit}`, "", ...Object.values(SHOWN), "faster"],
    rows: rows.map((row, i) => ({
      cells: [
        row.name === rows[i - 1]?.name ? "" : row.name,
        row.method,
        ...Object.keys(SHOWN).map((contestant) => figure(figureOf(row, contestant))),
        times(gainOf(row)),
      ],
    })),
  };
}

export function firstTable({ rows }: Run): string {
  return text(
    plainly(
      "4096 numbers, float32",
      "ns/element",
      rows.filter(({ part }) => part === "elementwise"),
    ),
  );
}

/** The rest of what a newcomer is shown. */
export function secondTables(run: Run): string {
  const rows = (part: Part) => run.rows.filter((row) => row.part === part);
  const worst = (one: ErrorRow) => ["naive", "memory"].map((contestant) => ulps(one.ulps[contestant]));
  const errors = run.errors.filter(({ method }) => method === "value" || method === "derivative");
  return [
    plainly("64 rows of 1000, float32", "ns/element", rows("rowwise")),
    plainly("784 to 512, batch 32, float32", "GFLOP/s", rows("dense")),
    {
      names: 3,
      head: ["worst error, units in the last place", "", "", "plain loop", "hillock"],
      rows: errors.map((one, i) => ({
        cells: [one.name === errors[i - 1]?.name ? "" : one.name, one.method, one.numbers === "finite" ? "" : one.numbers, ...worst(one)],
      })),
    },
  ]
    .map(text)
    .join("\n\n");
}
