/** Speed against accuracy: one panel for each function, all on the same axes, every contestant a mark. */
import { figure as number, ulps } from "../format.js";
import type { Type } from "../numbers.js";
import { contestantsOf, figureOf, label, type Run, worstOf } from "../results.js";
import { drawing, figure, frame } from "./chart.js";
import { legend, mark } from "./marks.js";
import { decades, element, logarithmic, text } from "./svg.js";

const WIDTH = 250;
const HEIGHT = 200;
const AREA = { left: 42, right: WIDTH - 8, top: 22, bottom: HEIGHT - 34 };
/** Bands of their own, outside the logarithmic part: results without any error, and NaN or infinity where a number is right. */
const EXACT = AREA.bottom - 8;
const WRONG = AREA.top + 8;

export function accuracyPlots(run: Run, type: Type): string {
  const shown = run.rows.filter(
    (row) =>
      row.part === "elementwise" &&
      row.form === "" &&
      row.method === "value" &&
      row.type === type &&
      row.shape[0] === run.lengths.methodSize,
  );
  const drawn = contestantsOf(shown).filter((contestant) => contestant !== "copy");
  const nanoseconds = shown.flatMap((row) => drawn.flatMap((contestant) => figureOf(row, contestant) ?? []));
  const domain = { from: Math.min(...nanoseconds) / 1.4, to: Math.max(...nanoseconds) * 1.4 };
  const x = logarithmic(domain, { from: AREA.left, to: AREA.right });
  const y = logarithmic({ from: 0.35, to: type === "float32" ? 2e8 : 1e17 }, { from: EXACT - 12, to: WRONG + 12 });
  const height = (ulp: number | null) => (ulp === null ? WRONG : ulp === 0 ? EXACT : y(Math.max(ulp, 0.35)));
  const errorTicks = type === "float32" ? [0.5, 10, 1e3, 1e5, 1e7] : [0.5, 1e3, 1e6, 1e10, 1e15];

  const panels = shown.map((row) => {
    const marks = drawn.flatMap((contestant) => {
      const [error, time] = [worstOf(run, row, contestant), figureOf(row, contestant)];
      if (error === undefined || time === undefined) return [];
      return mark(contestant, x(time), height(error), `${label(contestant)}: ${number(time)} ns, ${ulps(error)} ULP`);
    });
    const band = (at: number, name: string) =>
      element("rect", { x: AREA.left, y: at - 8, width: AREA.right - AREA.left, height: 16, class: "band" }) +
      text(name, { x: AREA.left - 6, y: at + 3.5, "text-anchor": "end" });
    const axes = frame(
      AREA,
      { scale: x, ticks: decades(domain).map((at) => ({ at, label: String(at) })), title: "ns per element" },
      { scale: y, ticks: errorTicks.map((at) => ({ at, label: ulps(at).replace(/0+$|\.0+/, "") })), title: "worst error, ULP" },
    );
    return figure(
      row.name,
      drawing(WIDTH, HEIGHT, `${row.name}: speed against accuracy`, band(EXACT, "exact"), band(WRONG, "wrong"), axes, ...marks),
    );
  });
  return legend(drawn) + element("div", { class: "grid" }, ...panels);
}
