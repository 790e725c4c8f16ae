/** Drawings of the report as text, their scales and axes, and their look. */

/** @typedef {{ readonly from: number, readonly to: number }} Range */
/** @typedef {(value: number) => number} Scale */
/**
 * @typedef {{ scale: Scale, ticks: readonly { at: number, label: string }[], title: string }} Axis
 */

/** @param {string} content */
export function escaped(content) {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * @param {string} name @param {{ readonly [name: string]: string | number | undefined }} attributes
 * @param {readonly string[]} children
 */
export function element(name, attributes, ...children) {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === "number" ? String(Math.round(value * 100) / 100) : String(value))}"`);
  return `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

/** @param {Range} domain @param {Range} range @returns {Scale} */
export function linear(domain, range) {
  const slope = (range.to - range.from) / (domain.to - domain.from);
  return (value) => range.from + (value - domain.from) * slope;
}

/** @param {Range} domain @param {Range} range @returns {Scale} */
export function logarithmic(domain, range) {
  const scale = linear({ from: Math.log(domain.from), to: Math.log(domain.to) }, range);
  return (value) => scale(Math.log(value));
}

/** The powers of ten within a domain with their multiples by 2 and 5. @param {Range} domain */
export function decades({ from, to }) {
  const powers = Array.from({ length: 12 }, (_, i) => Number(`1e${i - 8}`));
  return powers.flatMap((power) => [power, 2 * power, 5 * power]).filter((tick) => tick >= from && tick <= to);
}

/**
 * A line through points; a point that is no number breaks it. @param {readonly (readonly [number,
 * number])[]} points
 */
export function path(points) {
  const isNumber = (/** @type {number} */ i) => points[i]?.every(Number.isFinite) === true;
  return points.map(([x, y], i) => (isNumber(i) ? `${isNumber(i - 1) ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}` : "")).join("");
}

/**
 * @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {string}
 * className
 */
export function line(x1, y1, x2, y2, className) {
  return element("line", { x1, y1, x2, y2, class: className });
}

/**
 * @param {number} width @param {number} height @param {string} label @param {readonly string[]}
 * content
 */
export function drawing(width, height, label, ...content) {
  return element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...content);
}

/** @param {string} title @param {string} drawn */
export function figure(title, drawn) {
  return element("figure", {}, element("h3", {}, title), drawn);
}

/**
 * Two axes with ticks and gridlines. @param {{ left: number, right: number, top: number, bottom:
 * number }} area @param {Axis} x @param {Axis} y
 */
export function frame({ left, right, top, bottom }, x, y) {
  const text = (/** @type {string} */ content, /** @type {number} */ at, /** @type {number} */ height, /** @type {string} */ anchor) =>
    element("text", { x: at, y: height, "text-anchor": anchor }, escaped(content));
  const columns = x.ticks.map(({ at, label }) => {
    const position = x.scale(at);
    return line(position, top, position, bottom, "gridline") + text(label, position, bottom + 14, "middle");
  });
  const rows = y.ticks.map(({ at, label }) => {
    const position = y.scale(at);
    return line(left, position, right, position, "gridline") + text(label, left - 6, position + 3.5, "end");
  });
  const titles = text(x.title, right, bottom + 28, "end") + text(y.title, left - 6, top - 8, "start");
  return [...columns, ...rows, line(left, bottom, right, bottom, "axis"), titles].join("");
}

/** Light and dark. Nothing is fetched. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d1d1b; --soft: #5f5e5a; --rule: #e2dfd8;
  --memory: #1257b8; --first: #1257b8; --second: #c2640c; --third: #7f8a1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151514; --card: #1e1e1c; --ink: #ecebe6; --soft: #a3a19a; --rule: #35342f;
    --memory: #5b9dff; --first: #5b9dff; --second: #f2a24a; --third: #bcc85a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 3rem 1.5rem 5rem; }
h1 { font-size: 2.4rem; line-height: 1.1; margin: 0 0 0.4rem; }
h2 { font-size: 1.35rem; margin: 3.5rem 0 0.3rem; }
h3 { font-size: 1rem; margin: 0; font-weight: 600; }
p { margin: 0.3rem 0 1rem; max-width: 62rem; }
.statement { font-size: 1.2rem; margin: 1.2rem 0 0; }
.lead, .note, figcaption { color: var(--soft); }
.note { font-size: 0.9rem; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); }
figure { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 0.8rem 0.9rem 0.6rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; font: 11px system-ui, sans-serif; }
svg text { fill: var(--soft); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0; font-size: 0.88rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.gridline { stroke: var(--rule); stroke-width: 1; }
.axis { stroke: var(--soft); stroke-width: 1; }
.curve { fill: none; stroke-width: 1.8; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.32rem 0.6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; color: var(--soft); }
.name, td:first-child { text-align: left; }
td.best { color: var(--memory); font-weight: 600; }
`;
