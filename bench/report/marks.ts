/**
 * The marks of contestants, the same in every drawing: loops hollow and warm, hillock filled and
 * cool.
 */
import { type ContestantName, label } from "../results.js";
import { element, escaped } from "./svg.js";

/** The class that carries the colour; style.ts has the colours. */
export function kind(name: ContestantName): string {
  if (name.startsWith("naive, ")) return "alternative";
  return name === "weights in memory" ? "weights" : name;
}

export function mark(name: ContestantName, x: number, y: number, hint: string, size = 4.5): string {
  const own = { class: `mark ${kind(name)}` };
  const title = `<title>${escaped(hint)}</title>`;
  if (name === "staged" || name === "weights in memory") {
    return element("rect", { ...own, x: x - size * 0.85, y: y - size * 0.85, width: size * 1.7, height: size * 1.7 }, title);
  }
  if (name === "copy") return element("path", { ...own, d: `M${x} ${y - size}V${y + size}` }, title);
  if (name !== "fast") return element("circle", { ...own, cx: x, cy: y, r: size }, title);
  const [across, up] = [size * 1.15, size * 1.25];
  return element("path", { ...own, d: `M${x} ${y - up}l${across} ${up}l${-across} ${up}l${-across} ${-up}z` }, title);
}

export function legend(names: readonly ContestantName[]): string {
  const items = names.map((name) => {
    const drawn = element("svg", { width: 14, height: 14, "aria-hidden": "true" }, mark(name, 7, 7, label(name)));
    return element("li", {}, drawn, escaped(name.startsWith("naive, ") ? "naive loop, another form" : label(name)));
  });
  return element("ul", { class: "legend" }, ...items);
}
