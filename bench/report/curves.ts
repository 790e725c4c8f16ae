/** A panel of curves on logarithmic axes, one for each contestant, with a mark at every point. */
import { length } from "../format.js";
import type { ContestantName } from "../results.js";
import { kind, mark } from "./marks.js";
import { areaOf, decades, drawing, element, figure, frame, logarithmic, path, type Range, ticksOf } from "./svg.js";

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly hint: string;
}

export interface Axes {
  readonly x: Range & { readonly title: string; readonly ticks: readonly number[] };
  readonly y: Range & { readonly title: string };
}

export type Curves = ReadonlyMap<ContestantName, readonly CurvePoint[]>;

const [WIDTH, HEIGHT] = [340, 250];

export function curvePanel(title: string, label: string, curves: Curves, axes: Axes): string {
  const area = areaOf(WIDTH, HEIGHT, 40, 24);
  const y = logarithmic(axes.y, { from: area.bottom, to: area.top });
  const x = logarithmic(axes.x, { from: area.left + 8, to: area.right - 8 });
  const vertical = { scale: y, ticks: ticksOf(decades(axes.y)), title: axes.y.title };
  const drawn = frame(area, { scale: x, ticks: ticksOf(axes.x.ticks, length), title: axes.x.title }, vertical);
  const lines = [...curves].map(([name, points]) => {
    const marks = points.map((point) => mark(name, x(point.x), y(point.y), point.hint, 3));
    const d = path(points.map((point) => [x(point.x), y(point.y)]));
    return element("path", { class: `curve ${kind(name)}`, d }) + marks.join("");
  });
  return figure(title, drawing(WIDTH, HEIGHT, label, drawn, ...lines));
}
