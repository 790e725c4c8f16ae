/** Functions that are not elementwise: a line for each case, its contestants on a common scale. */
import { figure, shapeText, times, ulps } from "../format.js";
import { type ContestantName, label, type Run } from "../results.js";
import { callText, contestantsOfPart, errorRowsOf, measureOf, rowsOf, type ShapePart } from "../shapeView.js";
import { drawing } from "./chart.js";
import { legend, mark } from "./marks.js";
import { decades, element, escaped, line, logarithmic, text } from "./svg.js";
import { table } from "./tables.js";

const WIDTH = 400;
const MARGIN = 14;
const HEIGHT = 26;

export function shapeOverview({ shapes: { results } }: Run, part: ShapePart): string {
  const { unit, of } = measureOf(part);
  const rows = rowsOf(results, part);
  const names = contestantsOfPart(results, part);
  const figures = results.filter((result) => result.part === part).map((result) => of(result) as number);
  const domain = { from: Math.min(...figures) / 1.3, to: Math.max(...figures) * 1.3 };
  const scale = logarithmic(domain, { from: MARGIN, to: WIDTH - MARGIN });
  const grid = decades(domain)
    .map((tick) => line(scale(tick), 0, scale(tick), HEIGHT, "gridline"))
    .join("");
  const ticks = decades(domain).map((tick) => text(String(tick), { x: scale(tick), y: 14, "text-anchor": "middle" }));
  const lines = rows.map(({ key, at }, i) => {
    const marks = names.flatMap((name) => {
      const result = at(name);
      if (!result) return [];
      const value = of(result) as number;
      return mark(
        name,
        scale(value),
        HEIGHT / 2,
        `${label(name)}: ${figure(value)} ${unit}, ${figure(result.nanosecondsPerCall.median / 1e3)} µs a call`,
        4.5,
      );
    });
    const ends = (["naive", "memory"] as const).map((name) => scale(of(at(name)) ?? Number.NaN));
    const gain = ends.every(Number.isFinite) ? line(ends[0] as number, HEIGHT / 2, ends[1] as number, HEIGHT / 2, "gain") : "";
    const memory = at("memory");
    return element(
      "tr",
      { class: rows[i - 1]?.key.type === key.type && rows[i - 1]?.key.name === key.name ? undefined : "first" },
      element("td", { class: "name" }, escaped(callText(key))),
      element("td", { class: "name" }, escaped(`${shapeText(key.shape)}${key.drawn ? "*" : ""}`)),
      element("td", { class: "name" }, key.type),
      element("td", { class: "plot" }, drawing(WIDTH, HEIGHT, `${callText(key)} of ${shapeText(key.shape)}`, grid, gain, ...marks)),
      element("td", {}, figure(of(memory))),
      element("td", { class: "best" }, memory ? times(memory.timesFaster) : "-"),
    );
  });
  const head = element(
    "tr",
    {},
    ...["", "shape", "", "", `hillock, ${unit}`, "faster"].map((title, i) =>
      i === 3
        ? element("th", { class: "plot" }, drawing(WIDTH, 18, unit, ...ticks))
        : element("th", { class: i < 3 ? "name" : undefined }, escaped(title)),
    ),
  );
  return legend(names) + element("div", { class: "scroll" }, element("table", { class: "overview" }, head, ...lines));
}

export function shapeErrors({ shapes: { errors } }: Run, part: ShapePart): string {
  const rows = errorRowsOf(errors, part);
  if (rows.length === 0) return "";
  const names = (["naive", "stable", "memory", "fast"] as ContestantName[]).filter((name) => rows.some(({ at }) => at(name)));
  return table(
    2,
    ["worst error, ULP, float32", "numbers", ...names.map(label)],
    rows.map(({ name, numbers, at }, i) => ({
      first: rows[i - 1]?.name !== name,
      cells: [name, numbers, ...names.map((contestant) => ulps(at(contestant)?.ulp))],
    })),
  );
}
