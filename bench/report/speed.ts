/**
 * Speed against accuracy, and against length: one panel for each function, every contestant a mark.
 */
import { length, figure as number, ulps } from "../format.js";
import type { Type } from "../numbers.js";
import { type ContestantName, contestantsOf, figureOf, isElementwise, label, type Row, type Run, worstOf } from "../results.js";
import { curvePanel } from "./curves.js";
import { legend, mark } from "./marks.js";
import { areaOf, decades, drawing, element, figure, frame, logarithmic, text, ticksOf } from "./svg.js";

function spanOf(rows: readonly Row[], names: readonly string[], room: number) {
  const nanoseconds = rows.flatMap((row) => names.flatMap((name) => figureOf(row, name) ?? []));
  return { from: Math.min(...nanoseconds) / room, to: Math.max(...nanoseconds) * room };
}

/** All on the same axes. */
export function accuracyPlots(run: Run, type: Type): string {
  const [width, height] = [250, 200];
  const area = areaOf(width, height, 42, 22);
  // Bands of their own, outside the logarithmic part: results without any error, and NaN or
  // infinity where a number is right.
  const [exact, wrong] = [area.bottom - 8, area.top + 8];
  const rows = run.rows.filter((row) => isElementwise(row, type) && row.shape[0] === run.lengths.methodSize);
  const names = contestantsOf(rows).filter((name) => name !== "copy");
  const domain = spanOf(rows, names, 1.4);
  const x = logarithmic(domain, { from: area.left, to: area.right });
  const y = logarithmic({ from: 0.35, to: type === "float32" ? 2e8 : 1e17 }, { from: exact - 12, to: wrong + 12 });
  const heightOf = (ulp: number | null) => (ulp === null ? wrong : ulp === 0 ? exact : y(Math.max(ulp, 0.35)));
  const errors = type === "float32" ? [0.5, 10, 1e3, 1e5, 1e7] : [0.5, 1e3, 1e6, 1e10, 1e15];
  const band = (at: number, name: string) =>
    element("rect", { x: area.left, y: at - 8, width: area.right - area.left, height: 16, class: "band" }) +
    text(name, { x: area.left - 6, y: at + 3.5, "text-anchor": "end" });
  const axes = frame(
    area,
    { scale: x, ticks: ticksOf(decades(domain)), title: "ns per element" },
    { scale: y, ticks: ticksOf(errors, (at) => ulps(at).replace(/0+$|\.0+/, "")), title: "worst error, ULP" },
  );
  const panels = rows.map((row) => {
    const marks = names.flatMap((name) => {
      const [error, time] = [worstOf(run, row, name), figureOf(row, name)];
      if (error === undefined || time === undefined) return [];
      return mark(name, x(time), heightOf(error), `${label(name)}: ${number(time)} ns, ${ulps(error)} ULP`);
    });
    const bands = [band(exact, "exact"), band(wrong, "wrong")];
    return figure(row.name, drawing(width, height, `${row.name}: speed against accuracy`, ...bands, axes, ...marks));
  });
  return legend(names) + element("div", { class: "grid" }, ...panels);
}

/** Time per element from a handful of numbers to a million. */
export function lengthPlots(run: Run, type: Type): string {
  const { activations, sizes } = run.lengths.curves;
  if (sizes.length < 2) return element("p", { class: "note" }, "One length only: nothing to draw.");
  const rows = run.rows.filter((row) => isElementwise(row, type) && activations.includes(row.name));
  const names = contestantsOf(rows).filter((name) => name !== "allocating");
  const axes = {
    x: { from: sizes[0] as number, to: sizes.at(-1) as number, title: "elements", ticks: sizes.filter((_, i) => i % 2 === 0) },
    y: { ...spanOf(rows, names, 1.3), title: "ns per element" },
  };
  const panels = activations.map((activation) => {
    const pointsOf = (name: ContestantName) =>
      sizes.flatMap((size) => {
        const row = rows.find((one) => one.name === activation && one.shape[0] === size);
        const time = row && figureOf(row, name);
        if (time === undefined) return [];
        const call = number(row?.times[name]);
        return [{ x: size, y: time, hint: `${label(name)}, n = ${length(size)}: ${number(time)} ns per element, ${call} ns per call` }];
      });
    const curves = new Map(names.map((name) => [name, pointsOf(name)]));
    return curvePanel(activation, `${activation}: speed against length`, curves, axes);
  });
  return legend(names) + element("div", { class: "grid wide" }, ...panels);
}
