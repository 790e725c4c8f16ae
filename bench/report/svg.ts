/** Marks of a drawing as text, and scales. */

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
  let command = "M";
  let d = "";
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) command = "M";
    else {
      d += `${command}${x.toFixed(1)} ${y.toFixed(1)}`;
      command = "L";
    }
  }
  return d;
}

export function text(content: string, attributes: Attributes): string {
  return element("text", attributes, escaped(content));
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return element("line", { x1, y1, x2, y2, class: className });
}
