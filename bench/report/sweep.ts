/**
 * The dense layer at all shapes: maps over inputs and outputs for each batch, and all measurements
 * over the size of the product.
 */
import { figure as number, shapeText } from "../format.js";
import type { Sweep, SweepPoint } from "../results.js";
import { html } from "../table.js";
import { brackets } from "../tables.js";
import { areaOf, decades, drawing, element, escaped, figure, frame, linear, logarithmic, text, ticksOf } from "./svg.js";

/** The number of cliffs in sight; the others are folded away. */
const LISTED = 12;

const MAP = 250;
const EDGE = { left: 34, top: 4, right: 6, bottom: 30 };
const [WIDTH, HEIGHT] = [520, 300];
const AREA = areaOf(WIDTH, HEIGHT, 40, 24);

export function sweepPlots(sweep: Sweep): string {
  const fastest = Math.max(...sweep.points.map(({ gigaflops }) => gigaflops));
  const groups = (["forward", "backward"] as const).flatMap((product) =>
    (["inputsOutputs", "outputsInputs"] as const).flatMap((layout) => {
      const points = sweep.points.filter((point) => point.product === product && point.layout === layout);
      return points.length > 0 ? [{ title: `${product}, weights ${brackets[layout]}`, points }] : [];
    }),
  );
  const clouds = groups.map(({ title, points }) => figure(title, cloud(points, sweep, fastest)));
  const heading = (title: string) => element("h3", { class: "above" }, escaped(title));
  const maps = groups.map(({ title, points }) => heading(title) + element("div", { class: "grid" }, ...mapsOf(points, sweep, fastest)));
  const colours = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const square = element("rect", { class: "heat", width: 14, height: 14, "fill-opacity": opacity(part) });
    const drawn = element("svg", { width: 14, height: 14, "aria-hidden": "true" }, square);
    return element("li", {}, drawn, `${Number((part * fastest).toPrecision(2))} GFLOP/s`);
  });
  return element("div", { class: "grid broad" }, ...clouds) + element("ul", { class: "legend" }, ...colours) + maps.join("");
}

export function cliffTable({ cliffs }: Sweep): string {
  if (cliffs.length === 0) return element("p", { class: "statement" }, "No shape is far slower than those beside it.");
  const all = cliffs.map(({ shape, finding }) => ({
    cells: [shapeOf(shape), shape.product, brackets[shape.layout] as string, finding, number(shape.gigaflops)],
  }));
  const table = (rows: typeof all) => html({ names: 4, head: ["shape", "product", "weights", "", "GFLOP/s"], rows });
  const rest = all.slice(LISTED);
  const more = element("details", {}, element("summary", {}, `${rest.length} more`), table(rest));
  return table(all.slice(0, LISTED)) + (rest.length > 0 ? more : "");
}

/** GFLOP/s over the number of products, one mark for each shape. */
function cloud(points: readonly SweepPoint[], { cliffs }: Sweep, fastest: number): string {
  const sizes = points.map(({ batch, inputs, outputs }) => batch * inputs * outputs);
  const domain = { from: 1, to: Math.max(...sizes) };
  const x = logarithmic(domain, { from: AREA.left + 6, to: AREA.right - 6 });
  const y = linear({ from: 0, to: fastest * 1.05 }, { from: AREA.bottom, to: AREA.top });
  const some = decades(domain).filter((_, i) => i % 3 === 0);
  const powers = ticksOf(some, (at) => (at < 1e3 ? String(at) : at.toExponential(0).replace("e+", "e")));
  const vertical = { scale: y, ticks: ticksOf(steps(fastest)), title: "GFLOP/s" };
  const axes = frame(AREA, { scale: x, ticks: powers, title: "batch · inputs · outputs" }, vertical);
  const marks = points.map((point, i) => {
    const [name, r] = isCliff(point, cliffs) ? ["cliff", 3.5] : [point.from, 1.6];
    return element("circle", { class: `sweep ${name}`, cx: x(sizes[i] as number), cy: y(point.gigaflops), r });
  });
  return drawing(WIDTH, HEIGHT, "speed against size", axes, ...marks);
}

/** One map for each batch of the grid: inputs downwards, outputs to the right. */
function mapsOf(points: readonly SweepPoint[], { cliffs }: Sweep, fastest: number): string[] {
  const grid = points.filter(({ from }) => from === "grid");
  const sizesOf = (dimension: "batch" | "inputs" | "outputs") => [...new Set(grid.map((point) => point[dimension]))].sort((a, b) => a - b);
  const batches = sizesOf("batch").filter((batch) => grid.filter((point) => point.batch === batch).length > 8);
  const [rows, columns] = [sizesOf("inputs"), sizesOf("outputs")];
  const width = (MAP - EDGE.left - EDGE.right) / columns.length;
  const height = (MAP - EDGE.top - EDGE.bottom) / rows.length;
  const isNamed = (i: number) => i % (columns.length > 8 ? 2 : 1) === 0;
  const write = (content: string | number, x: number, y: number, anchor: "start" | "middle" | "end") =>
    text(`${content}`, { x, y, "text-anchor": anchor });
  const left = rows.map((inputs, i) => (isNamed(i) ? write(inputs, EDGE.left - 4, EDGE.top + (i + 0.5) * height + 3.5, "end") : ""));
  const bottom = MAP - EDGE.bottom + 13;
  const below = columns.map((outputs, i) => (isNamed(i) ? write(outputs, EDGE.left + (i + 0.5) * width, bottom, "middle") : ""));
  const titles = [write("outputs →", MAP - EDGE.right, MAP - 3, "end"), write("inputs ↓", 0, MAP - 3, "start")];
  return batches.map((batch) => {
    const cells = grid
      .filter((point) => point.batch === batch)
      .map((point) => {
        const hint = `<title>${shapeOf(point)}: ${number(point.gigaflops)} GFLOP/s, ${number(point.nanoseconds / 1e3)} µs</title>`;
        const [x, y] = [EDGE.left + columns.indexOf(point.outputs) * width, EDGE.top + rows.indexOf(point.inputs) * height];
        const look = { class: isCliff(point, cliffs) ? "heat cliff" : "heat", "fill-opacity": opacity(point.gigaflops / fastest) };
        return element("rect", { ...look, x, y, width, height }, hint);
      });
    return figure(`batch ${batch}`, drawing(MAP, MAP, `GFLOP/s at batch ${batch}`, ...cells, ...left, ...below, ...titles));
  });
}

function opacity(part: number): number {
  return 0.04 + 0.96 * Math.max(0, Math.min(1, part));
}

function isCliff(point: SweepPoint, cliffs: Sweep["cliffs"]): boolean {
  return cliffs.some(({ shape }) => shapeOf(shape) === shapeOf(point) && shape.product === point.product && shape.layout === point.layout);
}

function shapeOf({ batch, inputs, outputs }: SweepPoint): string {
  return shapeText([batch, inputs, outputs]);
}

function steps(to: number): number[] {
  const step = to > 30 ? 10 : to > 12 ? 5 : to > 4 ? 2 : 1;
  return Array.from({ length: Math.floor(to / step) + 1 }, (_, i) => i * step);
}
