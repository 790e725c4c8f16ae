/** The report: one page that needs nothing else. */
import { length } from "../format.js";
import type { Type } from "../loops.js";
import type { Run } from "../results.js";
import { accuracyPlots } from "./accuracy.js";
import { functionPlots } from "./functions.js";
import { lengthPlots } from "./lengths.js";
import { methodNotes } from "./notes.js";
import { overview, summary } from "./overview.js";
import { style } from "./style.js";
import { element, escaped } from "./svg.js";
import { accuracyTable, callTable, methodTable, rawTable } from "./tables.js";

export function html(run: Run): string {
  const { environment, method, methodSize } = run;
  const [type, other] = [...new Set(run.results.map((result) => result.type))] as [Type, Type | undefined];
  const size = length(methodSize);
  const sections = [
    section(
      `Value, n = ${size}, ${type}`,
      "Nanoseconds per element on a logarithmic scale, from the left: less is better. Faster is hillock in memory against the naive loop.",
      overview(run, type),
    ),
    section(
      "Speed against accuracy",
      `Lower left is better. Times at n = ${size}. Wrong is NaN or an infinity where a number is right. A mark tells its figures when pointed at.`,
      accuracyPlots(run, type),
    ),
    section(
      "Speed against length",
      "A call into WebAssembly has its price: below a few dozen elements a loop is as good.",
      lengthPlots(run, type),
    ),
    section("The functions", "Value, first and second derivative, computed by hillock.", functionPlots(run.activations)),
    section(`Every method, n = ${size}, ${type}`, "Nanoseconds per element.", methodTable(run, type)),
    other ? section(`Every method, n = ${size}, ${other}`, "Nanoseconds per element.", methodTable(run, other)) : "",
    run.callSize
      ? section(`The price of a call, n = ${run.callSize}, ${type}`, "Nanoseconds per call.", callTable(run, type, run.callSize))
      : "",
    section("Where the worst errors are", "Units in the last place of the type, for finite inputs.", accuracyTable(run)),
    section("How it was measured", "", methodNotes(run)),
    section("All figures", "", element("details", {}, element("summary", {}, `${run.results.length} measurements`), rawTable(run))),
  ];
  const title = `hillock ${environment.hillock}, benchmark of ${run.date.slice(0, 10)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>hillock against plain JavaScript</h1>
<p class="lead">${escaped(`${environment.cpu} · ${environment.engine} · backend ${environment.backend} · ${method.data} · ${run.date.slice(0, 10)}`)}</p>
<p class="statement">${escaped(summary(run, type))}</p>
${sections.join("\n")}
</main>
</body>
</html>
`;
}

function section(title: string, lead: string, content: string): string {
  return element("section", {}, element("h2", {}, escaped(title)), lead ? element("p", { class: "lead" }, escaped(lead)) : "", content);
}
