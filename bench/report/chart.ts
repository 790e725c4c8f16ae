/** The frame of a plot: two axes with ticks and gridlines. */
import { element, line, type Scale, text } from "./svg.js";

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly title?: string;
}

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function frame({ left, right, top, bottom }: Frame, x: Axis, y: Axis): string {
  const columns = x.ticks.map(({ at, label }) => {
    const position = x.scale(at);
    return line(position, top, position, bottom, "gridline") + text(label, { x: position, y: bottom + 14, "text-anchor": "middle" });
  });
  const rows = y.ticks.map(({ at, label }) => {
    const position = y.scale(at);
    return line(left, position, right, position, "gridline") + text(label, { x: left - 6, y: position + 3.5, "text-anchor": "end" });
  });
  const titles = [
    x.title ? text(x.title, { x: right, y: bottom + 28, "text-anchor": "end" }) : "",
    y.title ? text(y.title, { x: left - 6, y: top - 8, "text-anchor": "start" }) : "",
  ];
  return [...columns, ...rows, line(left, bottom, right, bottom, "axis"), ...titles].join("");
}

export function drawing(width: number, height: number, label: string, ...content: readonly string[]): string {
  return element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...content);
}

export function figure(title: string, drawn: string): string {
  return element("figure", {}, element("h3", {}, title), drawn);
}
