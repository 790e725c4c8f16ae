/** Functions that are not elementwise, as text for a terminal. */
import { align } from "./align.js";
import { figure, shapeText, times, ulps } from "./format.js";
import { type Cliff, type ContestantName, label, type Run, type Sweep } from "./results.js";
import {
  brackets,
  callText,
  contestantsOfPart,
  errorRowsOf,
  measureOf,
  partTitles,
  rowsOf,
  type ShapePart,
  shapeParts,
} from "./shapeView.js";

/** At most that many cliffs are listed here; the report and the JSON have all. */
const LISTED = 12;

export function shapeTables(run: Run): string[] {
  const parts = shapeParts.filter((part) => run.shapes.results.some((result) => result.part === part));
  const tables = parts.flatMap((part) => [timesTable(run, part), ...errors(run, part)]);
  return run.sweep ? [...tables, sweepText(run.sweep)] : tables;
}

function timesTable({ shapes: { results } }: Run, part: ShapePart): string {
  const contestants = contestantsOfPart(results, part);
  const { unit, of } = measureOf(part);
  const head = [`${partTitles[part]}: ${unit}`, "shape", ...contestants.map(label), "faster"];
  const types = [...new Set(results.map(({ type }) => type))];
  const blocks = types.flatMap((type) => {
    const rows = rowsOf(results, part).filter(({ key }) => key.type === type);
    if (rows.length === 0) return [];
    const lines = rows.map(({ key, at }) => [
      `  ${callText(key)}`,
      shapeText(key.shape) + (key.drawn ? "*" : ""),
      ...contestants.map((contestant) => figure(of(at(contestant)))),
      times(at("memory")?.timesFaster ?? Number.NaN),
    ]);
    return [[type], ...lines];
  });
  return align([head, ...blocks]);
}

function errors({ shapes }: Run, part: ShapePart): string[] {
  const rows = errorRowsOf(shapes.errors, part);
  if (rows.length === 0) return [];
  const contestants = (["naive", "stable", "memory", "fast"] as ContestantName[]).filter((name) => rows.some(({ at }) => at(name)));
  const head = ["  worst error, ULP, float32", "numbers", ...contestants.map(label)];
  const lines = rows.map(({ name, numbers, at }) => [`  ${name}`, numbers, ...contestants.map((contestant) => ulps(at(contestant)?.ulp))]);
  return [align([head, ...lines])];
}

function sweepText({ points, cliffs, full, type }: Sweep): string {
  const title = `Dense layer, ${full ? "every shape" : "shapes"} from 1x1x1 to 2048x2048x2048, ${type}: ${points.length} measured`;
  if (cliffs.length === 0) return `${title}. No shape is far slower than those beside it.`;
  const lines = cliffs.slice(0, LISTED).map((cliff) => `  ${cliffText(cliff)}`);
  const more = cliffs.length > LISTED ? [`  and ${cliffs.length - LISTED} more`] : [];
  return [`${title}. Far slower than those beside them:`, ...lines, ...more].join("\n");
}

export function cliffText({ shape: { batch, inputs, outputs, product, layout }, finding }: Cliff): string {
  return `${shapeText([batch, inputs, outputs])} ${product}, ${brackets[layout]}: ${finding}`;
}
