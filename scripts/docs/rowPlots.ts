/**
 * docs/plots/temperature.svg and docs/plots/twoScores.svg: what functions of rows make of scores,
 * computed by hillock.
 */
import { entmax15, type Softmax, softmax, sparsemax } from "hillock";
import { areaOf, element, frame, linear, logarithmic, path, type Scale, text, ticksOf } from "../../bench/report/svg.js";
import { label, type Point, pictureFile, signed } from "./pictureFile.js";

const FUNCTIONS: readonly Softmax[] = [softmax, entmax15, sparsemax];
const COLOURS = ["first", "second", "third"] as const;

/** The scores of the page, each with a curve of its own. */
const SCORES = [1, 0.5, -1];
const TEMPERATURES = { from: 0.1, to: 10 };
const SHARES = { from: 0, to: 1 };
const STEPS = 80;

const [PANEL, HEIGHT] = [250, 230];

/** The file of each picture, by its path. */
export function rowPlots(): Readonly<Record<string, string>> {
  return { "docs/plots/temperature.svg": overTemperature(), "docs/plots/twoScores.svg": ofTwoScores() };
}

/** A panel for each function: the share of each score, over temperature. */
function overTemperature(): string {
  const panels = FUNCTIONS.flatMap((f, i) => {
    const area = { ...areaOf(PANEL, HEIGHT, 30, 30, 40), left: i * PANEL + 30, right: (i + 1) * PANEL - 12 };
    const x = logarithmic(TEMPERATURES, { from: area.left, to: area.right });
    const y = linear(SHARES, { from: area.bottom, to: area.top });
    const axes = frame(area, { scale: x, ticks: ticksOf([0.1, 1, 10]), title: "temperature" }, { scale: y, ticks: ticksOf([0, 0.5, 1]) });
    const { from, to } = TEMPERATURES;
    const temperatures = Array.from({ length: STEPS + 1 }, (_, step) => from * (to / from) ** (step / STEPS));
    const rows = temperatures.map((temperature) => f(Float64Array.from(SCORES), { temperature }));
    const curves = SCORES.map((_, k) =>
      curve(
        COLOURS[k] as string,
        rows.map((row, step): Point => [temperatures[step] as number, row[k] as number]),
        x,
        y,
      ),
    );
    const names =
      i > 0 ? [] : SCORES.map((score, k) => label(COLOURS[k] as string, signed(score), [area.right - 24, area.top + 14 + 16 * k]));
    return [axes, text(f.name, { x: area.left, y: area.top - 12 }), ...curves, ...names];
  });
  const title = `Shares of the scores ${SCORES.map(signed).join(", ")} over temperature, by softmax, entmax15 and sparsemax`;
  return pictureFile(3 * PANEL, HEIGHT, title, ...panels);
}

/** The share of one of two scores, over its lead. */
function ofTwoScores(): string {
  const [width, height] = [420, 230];
  const area = areaOf(width, height, 30, 30, 40);
  const lead = { from: -4, to: 4 };
  const x = linear(lead, { from: area.left, to: area.right });
  const y = linear(SHARES, { from: area.bottom, to: area.top });
  const axes = frame(
    area,
    { scale: x, ticks: ticksOf([-4, -2, -1, 0, 1, 2, 4], signed), title: "lead over the other score" },
    { scale: y, ticks: ticksOf([0, 0.5, 1]) },
  );
  const leads = Array.from({ length: STEPS + 1 }, (_, step) => lead.from + (step / STEPS) * (lead.to - lead.from));
  const curves = FUNCTIONS.map((f, k) =>
    curve(
      COLOURS[k] as string,
      leads.map((at): Point => [at, f(Float64Array.of(at, 0))[0] as number]),
      x,
      y,
    ),
  );
  const names = FUNCTIONS.map(({ name }, k) => label(COLOURS[k] as string, name, [area.left + 8, area.top + 14 + 16 * k]));
  const title = "The share of the first of two scores over its lead, by softmax, entmax15 and sparsemax";
  return pictureFile(
    width,
    height,
    title,
    axes,
    text("share of the first of two scores", { x: area.left, y: area.top - 12 }),
    ...curves,
    ...names,
  );
}

function curve(kind: string, points: readonly Point[], x: Scale, y: Scale): string {
  return element("path", { class: `curve ${kind}`, d: path(points.map(([at, share]): Point => [x(at), y(share)])) });
}
