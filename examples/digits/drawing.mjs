/** Elements of HTML and SVG as text, scales, and the axes of a plot. */

/** @typedef {(value: number) => number} Scale */
/** @typedef {{ from: number, to: number }} Range */
/** @typedef {{ scale: Scale, ticks: readonly { at: number, label: string }[], title: string }} Axis */

/** @param {string} text */
export function escaped(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number | undefined>>} attributes Undefined ones are left out, numbers rounded.
 * @param {readonly string[]} children
 */
export function element(name, attributes, ...children) {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [` ${key}="${escaped(typeof value === "number" ? String(Math.round(value * 100) / 100) : value)}"`];
  });
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

/** The powers of ten within a domain, and if these are few also their multiples by 2 and 5. @param {Range} domain */
export function decades({ from, to }) {
  const powers = Array.from({ length: 40 }, (_, i) => Number(`1e${i - 20}`));
  const within = (/** @type {number[]} */ ticks) => ticks.filter((tick) => tick >= from && tick <= to);
  const coarse = within(powers);
  return coarse.length >= 3 ? coarse : within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
}

/** A line through points; a point that is no number breaks it. @param {readonly (readonly [number, number])[]} points */
export function path(points) {
  return points
    .map(([x, y], i) => {
      if (!Number.isFinite(x + y)) return "";
      const before = points[i - 1];
      return `${before && Number.isFinite(before[0] + before[1]) ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

/** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {string} className */
export function line(x1, y1, x2, y2, className) {
  return element("line", { x1, y1, x2, y2, class: className });
}

/**
 * Two axes with ticks and gridlines.
 *
 * @param {{ left: number, right: number, top: number, bottom: number }} area
 * @param {Axis} x
 * @param {Axis} y
 */
export function frame({ left, right, top, bottom }, x, y) {
  const text = (/** @type {string} */ content, /** @type {number} */ atX, /** @type {number} */ atY, anchor = "end") =>
    element("text", { x: atX, y: atY, "text-anchor": anchor }, escaped(content));
  const columns = x.ticks.map(({ at, label }) => {
    const position = x.scale(at);
    return line(position, top, position, bottom, "gridline") + text(label, position, bottom + 14, "middle");
  });
  const rows = y.ticks.map(({ at, label }) => {
    const position = y.scale(at);
    return line(left, position, right, position, "gridline") + text(label, left - 6, position + 3.5);
  });
  const titles = text(x.title, right, bottom + 28) + text(y.title, left - 6, top - 8, "start");
  return [...columns, ...rows, line(left, bottom, right, bottom, "axis"), titles].join("");
}

/** @param {number} width @param {number} height @param {string} label @param {readonly string[]} content */
export function drawing(width, height, label, ...content) {
  return element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...content);
}

/** @param {string} title @param {string} drawn */
export function figure(title, drawn) {
  return element("figure", {}, element("h3", {}, title), drawn);
}
