/** Marks of a drawing as text, scales, and the frame of a plot. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === "number" ? String(Math.round(value * 100) / 100) : String(value))}"`);
  return `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

export type Scale = (value: number) => number;

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function linear(domain: Range, range: Range): Scale {
  const slope = (range.to - range.from) / (domain.to - domain.from);
  return (value) => range.from + (value - domain.from) * slope;
}

export function logarithmic(domain: Range, range: Range): Scale {
  const scale = linear({ from: Math.log(domain.from), to: Math.log(domain.to) }, range);
  return (value) => scale(Math.log(value));
}

/** The powers of ten within a domain, and if these are few also their multiples by 2 and 5. */
export function decades({ from, to }: Range): number[] {
  const powers = Array.from({ length: 40 }, (_, i) => Number(`1e${i - 20}`));
  const within = (ticks: number[]) => ticks.filter((tick) => tick >= from && tick <= to);
  const coarse = within(powers);
  return coarse.length >= 3 ? coarse : within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
}

/** A line through points; a point that is no number breaks it. */
export function path(points: readonly (readonly [number, number])[]): string {
  const isNumber = (i: number) => points[i]?.every(Number.isFinite) === true;
  return points.map(([x, y], i) => (isNumber(i) ? `${isNumber(i - 1) ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}` : "")).join("");
}

export function text(content: string, attributes: Attributes): string {
  return element("text", attributes, escaped(content));
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return element("line", { x1, y1, x2, y2, class: className });
}

interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly title?: string;
}

export function ticksOf(values: readonly number[], write: (value: number) => string = String): Axis["ticks"] {
  return values.map((at) => ({ at, label: write(at) }));
}

/** The area between the axes of a drawing of that size. */
export function areaOf(width: number, height: number, left: number, top: number, below = 34) {
  return { left, right: width - 8, top, bottom: height - below };
}

/** Two axes with ticks and gridlines. */
export function frame({ left, right, top, bottom }: ReturnType<typeof areaOf>, x: Axis, y: Axis): string {
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
