/** The performance tables of the README, from recorded runs. */
import { figure, shapeText, times, ulps } from "./format.js";
import { type ContestantName, find, findAccuracy, type Run, type ShapeResult } from "./results.js";
import { brackets, callText, type Row, rowsOf } from "./shapeView.js";

/** A Markdown table: values of float32 arrays, in nanoseconds per element. */
export function performanceTable(json: string): string {
  const run: Run = JSON.parse(json);
  const { methodSize: size } = run;
  const [type, method] = ["float32", "value"] as const;
  const lines = run.activations.map((activation) => {
    const at = (contestant: "naive" | "stable" | "staged" | "memory" | "fast") => find(run, { activation, type, method, contestant, size });
    const error = (contestant: "naive" | "memory" | "fast") => ulps(findAccuracy(run, { activation, type, method, contestant })?.ulp);
    const nanoseconds = (["naive", "stable", "staged", "memory", "fast"] as const).map((name) =>
      figure(at(name)?.nanosecondsPerElement.median),
    );
    const gain = times((at("memory") ?? at("staged"))?.timesFaster ?? Number.NaN);
    return [`\`${activation}\``, ...nanoseconds, gain, error("naive"), error("memory"), error("fast")];
  });
  const head = ["", "naive loop", "stable loop", "staged", "in memory", "fast", "faster", "naive ULP", "hillock ULP", "fast ULP"];
  const failing = lines.some((line) => line.includes(ulps(null))) ? " *Wrong*: infinity or NaN where a number is right." : "";
  return table(
    head,
    1,
    lines,
    `Nanoseconds per element, float32. ${machine(run)}, n = ${size}, one thread, ${run.date.slice(0, 10)}.${failing}`,
  );
}

/** Of those functions that are not elementwise, and not the dense layer: one shape each, along the last axis, arrays apart. */
export function shapesTable(json: string): string {
  const run: Run = JSON.parse(json);
  const contestants = ["naive", "stable", "staged", "memory", "fast"] as const;
  const rows = (["rowwise", "gated", "learnable", "losses"] as const).flatMap((part) => firstShapes(rowsOf(run.shapes.results, part)));
  const lines = rows.map(({ key, at }) => {
    const worst = (contestant: ContestantName) => {
      if (!["value", "lossAndGradient"].includes(key.method) || key.form === "distributions") return "";
      const errors = run.shapes.errors.filter((error) => error.name === key.name && error.contestant === contestant);
      if (errors.length === 0) return "-";
      return ulps(errors.some(({ ulp }) => ulp === null) ? null : Math.max(...errors.map(({ ulp }) => ulp as number)));
    };
    return [
      `\`${callText(key)}\``,
      shapeText(key.shape),
      ...contestants.map((contestant) => figure(at(contestant)?.nanosecondsPerElement)),
      times(at("memory")?.timesFaster ?? Number.NaN),
      worst("naive"),
      worst("memory"),
      worst("fast"),
    ];
  });
  const head = ["", "shape", "naive loop", "stable loop", "staged", "in memory", "fast", "faster", "naive ULP", "hillock ULP", "fast ULP"];
  return table(head, 2, lines, `Nanoseconds per element, float32. ${machine(run)}, one thread, ${run.date.slice(0, 10)}. ${ERRORS}`);
}

const ERRORS =
  "Errors are the worst on rows of 1000 that are normal, evenly within 100 and 10,000, or have one entry far ahead. *Wrong*: infinity or NaN where a number is right.";

/** Of each call in float32 the first shape that is not drawn. */
function firstShapes(rows: readonly Row[]): Row[] {
  const known = new Set<string>();
  return rows.filter(({ key }) => {
    const call = callText(key);
    if (key.type !== "float32" || key.drawn || known.has(call) || (key.form !== "" && key.part !== "losses")) return false;
    known.add(call);
    return true;
  });
}

/** GFLOP/s of the dense layer, float32 and, in memory, float64. */
export function denseTable(json: string): string {
  const run: Run = JSON.parse(json);
  const rows = rowsOf(run.shapes.results, "dense").filter(({ key }) => !key.drawn);
  const speed = (result: ShapeResult | undefined) => figure(result?.gigaflops ?? undefined);
  const lines = rows
    .filter(({ key }) => key.type === "float32" && key.method !== "backward")
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map(({ key, at }) => {
      const [batch, inputs, outputs] = key.shape;
      const same = ({ key: other }: Row) => callText(other) === callText(key) && shapeText(other.shape) === shapeText(key.shape);
      const double = rows.find((row) => row.key.type === "float64" && same(row));
      const loops = (["naive", "naive, along rows", "staged", "weights in memory", "memory"] as const).map((contestant) =>
        speed(at(contestant)),
      );
      return [`${batch}`, `${inputs} → ${outputs}`, key.method, brackets[key.form] as string, ...loops, speed(double?.at("memory"))];
    });
  const head = ["batch", "layer", "", "weights", "three loops", "along rows", "staged", "weights in memory", "in memory", "float64"];
  const caption = `10⁹ multiplications and additions a second, float32; the last column is float64 in memory. ${machine(run)}, one thread, ${run.date.slice(0, 10)}.`;
  return table(head, 4, lines, caption);
}

/** By weights, layer and product, then by batch. */
function orderOf({ key: { form, method, shape } }: Row): number {
  const [batch, inputs, outputs] = shape as [number, number, number];
  const rank = (form === "inputsOutputs" ? 0 : 4) + (inputs === outputs ? 2 : 0) + (method === "forward" ? 0 : 1);
  return rank * 1e6 + batch;
}

/** What the sweep over shapes found, in a sentence or a list. */
export function sweepText(json: string): string {
  const { sweep, environment }: Run = JSON.parse(json);
  if (!sweep) return "";
  const engine = environment.engine.replace(/ \(.*/, "");
  const found = sweep.found === 0 ? "none is far slower than those beside it" : `${sweep.found} are far slower than those beside them`;
  return `${engine}, backend ${environment.backend}: ${sweep.shapes} shapes, up to ${figure(sweep.gigaflops)} GFLOP/s; ${found}.`;
}

function machine({ environment: { cpu, engine, backend } }: Run): string {
  return `${cpu}, ${engine}, backend ${backend}`;
}

/** The first `names` columns are words, the others figures. */
function table(head: readonly string[], names: number, lines: readonly (readonly string[])[], caption: string): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((_, i) => (i < names ? " --- |" : " ---: |")).join("")}`;
  return [row(head), rule, ...lines.map(row), "", caption].join("\n");
}
