/** The drawings of the report. */

import { decades, drawing, element, escaped, figure, frame, line, linear, logarithmic, path } from "./drawing.mjs";
import { PIXELS, SIDE } from "./mnist.mjs";
import { BINS, REACH } from "./units.mjs";

/** @typedef {import("./report.mjs").Trained} Trained */

const WIDTH = 250;
const HEIGHT = 190;
const AREA = { left: 38, right: WIDTH - 8, top: 22, bottom: HEIGHT - 34 };
/** Points of a loss curve: each is the mean of the steps in its part of the training. */
const POINTS = 100;

/** @param {readonly Trained[]} all */
export function lossPlots(all) {
  const curves = all.map(({ losses, epochs }) => {
    const points = Math.min(POINTS, losses.length);
    return Array.from({ length: points }, (_, i) => {
      const part = losses.slice(Math.floor((i * losses.length) / points), Math.floor(((i + 1) * losses.length) / points));
      return { at: ((i + 0.5) / points) * epochs.length, value: mean(part) };
    });
  });
  return curvePlots(all, curves, "loss", (value) => value.toPrecision(3));
}

/** @param {readonly Trained[]} all */
export function mistakePlots(all) {
  const curves = all.map(({ epochs }) => epochs.map(({ number, accuracy }) => ({ at: number, value: 100 * (1 - accuracy) })));
  return curvePlots(all, curves, "mistakes, %", (value) => `${value.toFixed(2)} %`);
}

/**
 * A panel for every activation with its own curve, over the faint curves of the others.
 *
 * @param {readonly Trained[]} all
 * @param {{ at: number, value: number }[][]} curves
 * @param {string} title
 * @param {(value: number) => string} write
 */
function curvePlots(all, curves, title, write) {
  const values = curves
    .flat()
    .map(({ value }) => value)
    .filter((value) => value > 0);
  const domain = { from: Math.min(...values) / 1.2, to: Math.max(...values) * 1.2 };
  const epochs = all[0].epochs.length;
  const x = linear({ from: 0, to: epochs }, { from: AREA.left, to: AREA.right });
  const y = logarithmic(domain, { from: AREA.bottom, to: AREA.top });
  const every = Math.ceil(epochs / 10);
  const ticks = Array.from({ length: Math.floor(epochs / every) + 1 }, (_, i) => ({ at: i * every, label: String(i * every) }));
  const axes = frame(
    AREA,
    { scale: x, ticks, title: "epochs" },
    { scale: y, ticks: decades(domain).map((at) => ({ at, label: String(at) })), title },
  );
  const drawn = curves.map((curve) => path(curve.map(({ at, value }) => [x(at), value > 0 ? y(value) : Number.NaN])));
  const panels = all.map(({ name }, i) => {
    const others = drawn.map((d, k) => (k === i ? "" : element("path", { class: "curve others", d })));
    const last = curves[i][curves[i].length - 1];
    const end = last.value > 0 ? element("circle", { class: "end", cx: x(last.at), cy: y(last.value), r: 3.5 }) : "";
    const own = element(
      "path",
      { class: "curve own", d: drawn[i] },
      `<title>${escaped(`${name}: ${write(last.value)} at the end`)}</title>`,
    );
    return figure(
      `${escaped(name)} <span class="figure">${write(last.value)}</span>`,
      drawing(WIDTH, HEIGHT, `${name}: ${title}`, axes, ...others, own, end),
    );
  });
  return element("div", { class: "grid" }, ...panels);
}

/** Histograms of the pre-activations of every layer. @param {readonly Trained[]} all */
export function histogramPlots(all) {
  const tallest = Math.max(...all.flatMap(({ layers }) => layers.flatMap(({ histogram }) => histogram)));
  const x = linear({ from: -REACH, to: REACH }, { from: AREA.left, to: AREA.right });
  const y = linear({ from: 0, to: Math.sqrt(tallest) }, { from: AREA.bottom, to: AREA.top });
  const tick = (/** @type {number} */ at) => ({ at, label: String(at).replace("-", "−") });
  const shares = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5]
    .filter((share) => share <= tallest)
    .map((share) => ({ at: Math.sqrt(share), label: `${100 * share} %` }));
  const axes = frame(
    AREA,
    { scale: x, ticks: [-8, -4, 0, 4, 8].map(tick), title: "pre-activation" },
    { scale: y, ticks: shares, title: "share" },
  );
  const panels = all.map(({ name, layers }) => {
    const curves = layers.map(({ histogram }, layer) => {
      const points = histogram.map(
        (share, i) => /** @type {[number, number]} */ ([x(((i + 0.5) / BINS) * 2 * REACH - REACH), y(Math.sqrt(share))]),
      );
      return element("path", { class: `curve layer${layer % 3}`, d: path(points) }, `<title>hidden layer ${layer + 1}</title>`);
    });
    return figure(escaped(name), drawing(WIDTH, HEIGHT, `${name}: pre-activations`, axes, ...curves));
  });
  const legend = all[0].layers.map((_, layer) =>
    element(
      "li",
      {},
      element(
        "svg",
        { width: 26, height: 14, "aria-hidden": "true", style: "width:26px" },
        element("path", { class: `curve layer${layer % 3}`, d: "M1 7H25" }),
      ),
      `hidden layer ${layer + 1}`,
    ),
  );
  return element("ul", { class: "legend" }, ...legend) + element("div", { class: "grid" }, ...panels);
}

const STRIP = { width: 220, height: 26 };

/**
 * One value of every activation as a dot on a common scale.
 *
 * @param {readonly number[]} values
 * @param {(value: number) => string} write
 */
export function strips(values, write) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || 1) / 10;
  const x = linear({ from: least - room, to: most + room }, { from: 0, to: STRIP.width });
  return values.map((value) =>
    drawing(
      STRIP.width,
      STRIP.height,
      write(value),
      line(0, STRIP.height / 2, STRIP.width, STRIP.height / 2, "gridline"),
      element("circle", { class: "end", cx: x(value), cy: STRIP.height / 2, r: 5 }, `<title>${escaped(write(value))}</title>`),
    ),
  );
}

const SHADES = [64, 128, 192];

/** A digit in three shades. @param {Uint8Array} image @param {string} label */
export function digit(image, label) {
  const shades = SHADES.map((from, shade) => {
    const to = SHADES[shade + 1] ?? 256;
    let d = "";
    for (let p = 0; p < PIXELS; p++) if (image[p] >= from && image[p] < to) d += `M${p % SIDE} ${Math.floor(p / SIDE)}h1v1h-1z`;
    return element("path", { class: "pixels", "fill-opacity": (shade + 1) / SHADES.length, d });
  });
  return drawing(SIDE, SIDE, label, ...shades);
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
