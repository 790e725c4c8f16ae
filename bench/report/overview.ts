/**
 * A line for each case: its contestants as dots on a common scale, the gain, and the errors on
 * either side.
 */
import { figure, length, shapeText, times, ulps } from "../format.js";
import type { Type } from "../numbers.js";
import { contestantsOf, figureOf, gainOf, isElementwise, label, type Part, type Row, type Run, unitOf, worstOf } from "../results.js";
import { callText, sizeText } from "../tables.js";
import { legend, mark } from "./marks.js";
import { decades, drawing, element, escaped, line, logarithmic, text } from "./svg.js";

const [WIDTH, HEIGHT, MARGIN] = [440, 28, 14];

/** The overview of the rows of one part: a line for each, with a mark for every contestant. */
export function overview(run: Run, part: Part, rows: readonly Row[]): string {
  const names = contestantsOf(rows);
  const figures = rows.flatMap((row) => names.flatMap((name) => figureOf(row, name) ?? []));
  const domain = { from: Math.min(...figures) / 1.3, to: Math.max(...figures) * 1.3 };
  const scale = logarithmic(domain, { from: MARGIN, to: WIDTH - MARGIN });
  const grid = decades(domain).map((tick) => line(scale(tick), 0, scale(tick), HEIGHT, "gridline"));
  const ticks = decades(domain).map((tick) => text(String(tick), { x: scale(tick), y: 14, "text-anchor": "middle" }));
  const unit = unitOf(part);
  const lines = rows.map((row, i) => {
    const marks = names.flatMap((name) => {
      const value = figureOf(row, name);
      const hint = `${label(name)}: ${figure(value)} ${unit}, ${figure((row.times[name] ?? Number.NaN) / 1e3)} µs a call`;
      return value === undefined ? [] : mark(name, scale(value), HEIGHT / 2, hint);
    });
    const [from, to] = ["naive", "memory"].map((name) => figureOf(row, name));
    const gain = from && to ? line(scale(from), HEIGHT / 2, scale(to), HEIGHT / 2, "gain") : "";
    return element(
      "tr",
      { class: rows[i - 1]?.type === row.type && rows[i - 1]?.name === row.name ? undefined : "first" },
      ...[callText(row), sizeText(row), row.type].map((cell) => element("td", { class: "name" }, escaped(cell))),
      element("td", { class: "plot" }, drawing(WIDTH, HEIGHT, `${callText(row)} of ${shapeText(row.shape)}`, ...grid, gain, ...marks)),
      element("td", {}, figure(to)),
      element("td", { class: "best" }, times(gainOf(row))),
      ...["memory", "naive"].map((name) => element("td", {}, ulps(worstOf(run, row, name)))),
    );
  });
  const plot = element("th", { class: "plot" }, drawing(WIDTH, 18, unit, ...ticks));
  const words = ["", "shape", ""].map((title) => element("th", { class: "name" }, title));
  const heads = [`hillock, ${unit}`, "faster", "hillock, ULP", "naive, ULP"].map((title) => element("th", {}, title));
  const table = element("table", { class: "overview" }, element("tr", {}, ...words, plot, ...heads), ...lines);
  return legend(names) + element("div", { class: "scroll" }, table);
}

/** Values of the elementwise functions at one length. */
export function valuesAt({ rows, lengths }: Run, type: Type): Row[] {
  return rows.filter((row) => isElementwise(row, type) && row.shape[0] === lengths.methodSize);
}

/** The whole in one sentence. */
export function summary(run: Run, type: Type): string {
  const rows = valuesAt(run, type);
  const gains = rows.flatMap((row) => gainOf(row) ?? []);
  const errors = rows.map((row) => worstOf(run, row, "memory"));
  const precision = errors.every((error) => typeof error === "number") ? `, with an error of at most ${ulps(Math.max(...errors))} ULP` : "";
  const from = times(Math.min(...gains));
  const range = gains.length > 1 ? `${from} to ${times(Math.max(...gains))}` : from;
  return `At n = ${length(run.lengths.methodSize)} hillock is ${range} as fast as the naive loop${precision}.`;
}
