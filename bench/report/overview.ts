/** Every function in one line: times as dots on a common scale, the gain, and the errors on either side. */
import { figure, length, times, ulps } from "../format.js";
import type { Type } from "../loops.js";
import { type ContestantName, contestantsIn, find, findAccuracy, inOrder, label, type Run } from "../results.js";
import { drawing } from "./chart.js";
import { legend, mark } from "./marks.js";
import { decades, element, escaped, line, logarithmic, text } from "./svg.js";

const WIDTH = 480;
const MARGIN = 14;

export function overview(run: Run, type: Type): string {
  const size = run.methodSize;
  const all = run.results.filter((result) => result.method === "value" && result.type === type && result.size === size);
  const nanoseconds = all.map((result) => result.nanosecondsPerElement.median);
  const domain = { from: Math.min(...nanoseconds) / 1.3, to: Math.max(...nanoseconds) * 1.3 };
  const scale = logarithmic(domain, { from: MARGIN, to: WIDTH - MARGIN });
  const grid = (height: number) =>
    decades(domain)
      .map((tick) => line(scale(tick), 0, scale(tick), height, "gridline"))
      .join("");
  const ticks = decades(domain)
    .map((tick) => text(String(tick), { x: scale(tick), y: 14, "text-anchor": "middle" }))
    .join("");

  const rows = run.activations.map((activation) => {
    const names = contestantsIn(run, { activation, type, method: "value", size });
    const at = (contestant: ContestantName) => find(run, { activation, type, method: "value", contestant, size });
    const marks = names.map((name) => {
      const time = at(name)?.nanosecondsPerElement.median ?? Number.NaN;
      return mark(name, scale(time), 15, `${activation}, ${label(name)}: ${figure(time)} ns per element`, 5.5);
    });
    const ends = (["naive", "memory"] as const).map((contestant) => scale(at(contestant)?.nanosecondsPerElement.median ?? Number.NaN));
    const gain = ends.every(Number.isFinite) ? line(ends[0] as number, 15, ends[1] as number, 15, "gain") : "";
    const error = (contestant: ContestantName) => ulps(findAccuracy(run, { activation, method: "value", type, contestant })?.ulp);
    const memory = at("memory");
    return element(
      "tr",
      {},
      element("td", {}, escaped(activation)),
      element("td", { class: "plot" }, drawing(WIDTH, 30, `times of ${activation}`, grid(30), gain, ...marks)),
      element("td", {}, figure(memory?.nanosecondsPerElement.median)),
      element("td", { class: "best" }, memory ? times(memory.timesFaster) : "-"),
      element("td", {}, error("memory")),
      element("td", {}, error("naive")),
    );
  });
  const head = element(
    "tr",
    {},
    ...["", "", "hillock, ns", "faster", "hillock, ULP", "naive, ULP"].map((title, i) =>
      i === 1 ? element("th", { class: "plot" }, drawing(WIDTH, 18, "nanoseconds per element", ticks)) : element("th", {}, title),
    ),
  );
  const names = inOrder(all.map(({ contestant }) => contestant));
  return legend(names) + element("div", { class: "scroll" }, element("table", { class: "overview" }, head, ...rows));
}

/** The whole in one sentence. */
export function summary(run: Run, type: Type): string {
  const size = run.methodSize;
  const gains = run.activations.flatMap((activation) => {
    const memory = find(run, { activation, type, method: "value", contestant: "memory", size });
    return memory ? [memory.timesFaster] : [];
  });
  const errors = run.activations.map((activation) => findAccuracy(run, { activation, method: "value", type, contestant: "memory" })?.ulp);
  const worst = errors.every((error) => typeof error === "number") ? Math.max(...errors) : undefined;
  const from = times(Math.min(...gains));
  const range = gains.length > 1 ? `${from} to ${times(Math.max(...gains))}` : from;
  const precision = worst === undefined ? "" : `, with an error of at most ${ulps(worst)} ULP`;
  return `At n = ${length(size)} hillock is ${range} as fast as the naive loop${precision}.`;
}
