/** The performance table of the README, from a recorded run. */
import { figure, times, ulps } from "./format.js";
import { find, findAccuracy, type Run } from "./results.js";

/** A Markdown table: values of float32 arrays, in nanoseconds per element. */
export function performanceTable(json: string): string {
  const run: Run = JSON.parse(json);
  const { environment, methodSize: size } = run;
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
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const machine = `${environment.cpu}, ${environment.engine}, backend ${environment.backend}, n = ${size}, one thread, ${run.date.slice(0, 10)}`;
  const failing = lines.some((line) => line.includes(ulps(null))) ? " *Wrong*: infinity or NaN where a number is right." : "";
  const caption = `Nanoseconds per element, float32. ${machine}.${failing}`;
  return [row(head), `| --- |${" ---: |".repeat(head.length - 1)}`, ...lines.map(row), "", caption].join("\n");
}
