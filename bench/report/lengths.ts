/** Speed against length: time per element from a handful of numbers to a million. */
import { length, figure as number } from "../format.js";
import type { Type } from "../numbers.js";
import { contestantsOf, figureOf, label, type Run } from "../results.js";
import { drawing, figure, frame } from "./chart.js";
import { kind, legend, mark } from "./marks.js";
import { decades, element, logarithmic, path } from "./svg.js";

const WIDTH = 340;
const HEIGHT = 250;
const AREA = { left: 40, right: WIDTH - 10, top: 24, bottom: HEIGHT - 36 };

export function lengthPlots(run: Run, type: Type): string {
  const { activations, sizes } = run.lengths.curves;
  if (sizes.length < 2) return element("p", { class: "note" }, "One length only: nothing to draw.");
  const shown = run.rows.filter(
    (row) => row.part === "elementwise" && row.form === "" && row.method === "value" && row.type === type && activations.includes(row.name),
  );
  const names = contestantsOf(shown).filter((contestant) => contestant !== "allocating");
  const nanoseconds = shown.flatMap((row) => names.flatMap((contestant) => figureOf(row, contestant) ?? []));
  const domain = { from: Math.min(...nanoseconds) / 1.3, to: Math.max(...nanoseconds) * 1.3 };
  const y = logarithmic(domain, { from: AREA.bottom, to: AREA.top });
  const x = logarithmic({ from: sizes[0] as number, to: sizes.at(-1) as number }, { from: AREA.left + 8, to: AREA.right - 8 });

  const panels = activations.map((activation) => {
    const curves = names.map((contestant) => {
      const points = sizes.flatMap((size): [number, number, string][] => {
        const row = shown.find(({ name, shape }) => name === activation && shape[0] === size);
        const time = row && figureOf(row, contestant);
        if (time === undefined) return [];
        const hint = `${number(time)} ns per element, ${number(row?.times[contestant])} ns per call`;
        return [[x(size), y(time), `${label(contestant)}, n = ${length(size)}: ${hint}`]];
      });
      const drawn = element("path", { class: `curve ${kind(contestant)}`, d: path(points.map(([px, py]) => [px, py])) });
      return drawn + points.map(([px, py, hint]) => mark(contestant, px, py, hint, 3)).join("");
    });
    const axes = frame(
      AREA,
      { scale: x, ticks: sizes.filter((_, i) => i % 2 === 0).map((at) => ({ at, label: length(at) })), title: "elements" },
      { scale: y, ticks: decades(domain).map((at) => ({ at, label: String(at) })), title: "ns per element" },
    );
    return figure(activation, drawing(WIDTH, HEIGHT, `${activation}: speed against length`, axes, ...curves));
  });
  return legend(names) + element("div", { class: "grid wide" }, ...panels);
}
