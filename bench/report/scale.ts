/** Times and memory against sizes, and the model of many threads. */
import { length, figure as number } from "../format.js";
import type { GrowthPoint, Scale } from "../results.js";
import { curvesOf, modelOf, THREADS } from "../scale/model.js";
import { growthTable, limitsText, modelTable, modelText, rowsTable, threadsTable } from "../scale/tables.js";
import { html } from "../table.js";
import { type CurvePoint, type Curves, curvePanel } from "./curves.js";
import { legend } from "./marks.js";
import { element, escaped, type Range } from "./svg.js";

const RESIDENCES = ["staged", "memory"] as const;

const count = ({ rows, length: n }: GrowthPoint) => rows * n;
const perElement = (point: GrowthPoint) => point.nanoseconds / count(point);
/** The hundredfold steps of an axis. */
const hundreds = ({ from, to }: Range) => [1, 1e2, 1e4, 1e6, 1e8].filter((n) => n >= from && n <= to);

/** The section's content. */
export function scaleContent(scale: Scale): string {
  const model = modelTable(scale);
  const paragraph = (text: string) => element("p", { class: "note" }, escaped(text));
  return [
    paragraph(`${limitsText(scale)}.`),
    legend([...RESIDENCES]),
    element("div", { class: "grid wide" }, ...growthPanels(scale)),
    html(growthTable(scale)),
    html(rowsTable(scale)),
    paragraph(`${scale.threads.count} threads: ${scale.threads.reason}.`),
    ...(scale.threads.calls.length > 0 ? [html(threadsTable(scale))] : []),
    ...(model
      ? [paragraph(`How many times as fast as on one thread: a model, ${modelText(scale)}.`), html(model), ...modelPanels(scale)]
      : []),
  ].join("\n");
}

function growthPanels({ growth }: Scale): string[] {
  const names = [...new Set(growth.map(({ name }) => name))];
  return names.flatMap((name, i) => {
    const own = growth.filter((point) => point.name === name);
    const isOfRows = own.some(({ rows }) => rows > 1);
    const title = isOfRows ? `${name}, ${length(Math.max(...own.map(count)))} numbers in rows` : name;
    const x = isOfRows ? "numbers of a row" : "elements";
    const time = panel(title, own, perElement, x, "ns per element", (y) => `${number(y)} ns per element`);
    // The memory has grown by then for those that follow.
    if (i > 0) return [time];
    const bytes = ({ memoryBytes }: GrowthPoint) => memoryBytes / 1e6;
    return [time, panel(`${name}, memory`, own, bytes, x, "MB", (y) => `${number(y)} MB`)];
  });
}

function panel(
  title: string,
  points: readonly GrowthPoint[],
  of: (point: GrowthPoint) => number,
  x: string,
  y: string,
  words: (y: number) => string,
): string {
  const curves: Curves = new Map(
    RESIDENCES.map((residence) => [
      residence,
      points
        .filter((point) => point.residence === residence)
        .map(
          (point): CurvePoint => ({ x: point.length, y: of(point), hint: `${residence}, ${length(point.length)}: ${words(of(point))}` }),
        ),
    ]),
  );
  const span = spanOf(points.map((point) => point.length));
  const axes = { x: { ...span, title: x, ticks: hundreds(span) }, y: { ...spanOf(points.map(of), 1.3), title: y } };
  return curvePanel(title, `${title}: ${y} against ${x}`, curves, axes);
}

function modelPanels(scale: Scale): string[] {
  const model = modelOf(scale);
  if (!model) return [];
  const panels = curvesOf(scale, model).map(({ call, gains }) => {
    const points = THREADS.map((threads, i): CurvePoint => {
      const gain = gains[i] as number;
      return { x: threads, y: gain, hint: `${threads} threads: ${number(gain)} times as fast (model)` };
    });
    const axes = { x: { from: 1, to: 64, title: "threads", ticks: THREADS }, y: { from: 1, to: 64, title: "times as fast, model" } };
    return curvePanel(call.name, `${call.name}: model of many threads`, new Map([["memory", points]]), axes);
  });
  return [element("div", { class: "grid wide" }, ...panels)];
}

function spanOf(values: readonly number[], room = 1): Range {
  return { from: Math.min(...values) / room, to: Math.max(...values) * room };
}
