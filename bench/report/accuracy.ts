/** Speed against accuracy: one panel for each function, all on the same axes, every contestant a mark. */
import { figure as number, ulps } from "../format.js";
import type { Type } from "../loops.js";
import { contestantsIn, find, findAccuracy, inOrder, label, type Run } from "../results.js";
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
  const size = run.methodSize;
  const shown = run.results.filter(
    (result) => result.method === "value" && result.type === type && result.size === size && result.contestant !== "copy",
  );
  const nanoseconds = shown.map((result) => result.nanosecondsPerElement.median);
  const domain = { from: Math.min(...nanoseconds) / 1.4, to: Math.max(...nanoseconds) * 1.4 };
  const x = logarithmic(domain, { from: AREA.left, to: AREA.right });
  const y = logarithmic({ from: 0.35, to: type === "float32" ? 2e8 : 1e17 }, { from: EXACT - 12, to: WRONG + 12 });
  const height = (ulp: number | null) => (ulp === null ? WRONG : ulp === 0 ? EXACT : y(Math.max(ulp, 0.35)));
  const errorTicks = type === "float32" ? [0.5, 10, 1e3, 1e5, 1e7] : [0.5, 1e3, 1e6, 1e10, 1e15];

  const panels = run.activations.map((activation) => {
    const marks = contestantsIn(run, { activation, type, method: "value", size }).flatMap((contestant) => {
      const accuracy = findAccuracy(run, { activation, method: "value", type, contestant });
      const time = find(run, { activation, type, method: "value", contestant, size })?.nanosecondsPerElement.median;
      if (!accuracy || time === undefined) return [];
      return mark(contestant, x(time), height(accuracy.ulp), `${label(contestant)}: ${number(time)} ns, ${ulps(accuracy.ulp)} ULP`);
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
      activation,
      drawing(WIDTH, HEIGHT, `${activation}: speed against accuracy`, band(EXACT, "exact"), band(WRONG, "wrong"), axes, ...marks),
    );
  });
  const names = inOrder(shown.map(({ contestant }) => contestant));
  return legend(names) + element("div", { class: "grid" }, ...panels);
}
