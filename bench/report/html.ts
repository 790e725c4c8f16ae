/** The report: one page that needs nothing else. */
import { length } from "../format.js";
import type { Type } from "../loops.js";
import type { Run, Sweep } from "../results.js";
import { partTitles, type ShapePart, shapeParts } from "../shapeView.js";
import { accuracyPlots } from "./accuracy.js";
import { functionPlots } from "./functions.js";
import { lengthPlots } from "./lengths.js";
import { methodNotes } from "./notes.js";
import { overview, summary } from "./overview.js";
import { shapeErrors, shapeOverview } from "./shapes.js";
import { style } from "./style.js";
import { element, escaped } from "./svg.js";
import { cliffTable, sweepPlots } from "./sweep.js";
import { accuracyTable, besideTable, callTable, methodTable, rawShapeTable, rawTable } from "./tables.js";

export function html(run: Run): string {
  const { environment, method } = run;
  const measured = run.results.length + run.shapes.results.length;
  const sections = [
    ...(run.results.length > 0 ? elementwise(run) : []),
    ...shapeParts
      .filter((part) => run.shapes.results.some((result) => result.part === part))
      .map((part) => section(partTitles[part], leads[part], shapeOverview(run, part) + shapeErrors(run, part))),
    run.sweep ? sweepSection(run.sweep) : "",
    run.results.length > 0
      ? section("The functions", "Value, first and second derivative, computed by hillock.", functionPlots(run.activations))
      : "",
    run.results.length > 0
      ? section("Where the worst errors are", "Units in the last place of the type, for finite inputs.", accuracyTable(run))
      : "",
    section("How it was measured", "", methodNotes(run)),
    section(
      "All figures",
      "",
      element("details", {}, element("summary", {}, `${measured} measurements`), rawTable(run) + rawShapeTable(run)),
    ),
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
<p class="lead">${escaped([environment.cpu, environment.engine, `backend ${environment.backend}`, ...(run.results.length > 0 ? [method.data] : []), run.date.slice(0, 10)].join(" · "))}</p>
${run.results.length > 0 ? `<p class="statement">${escaped(summary(run, typesOf(run)[0]))}</p>` : ""}
${sections.join("\n")}
</main>
</body>
</html>
`;
}

const leads: Readonly<Record<ShapePart, string>> = {
  rowwise: "Nanoseconds per element, from the left: less is better. An asterisk marks a shape that was drawn at random.",
  gated: "Nanoseconds per element of the result, from the left: less is better.",
  learnable: "Nanoseconds per element, from the left: less is better. The elementwise functions above have their values and derivatives.",
  losses: "Nanoseconds per element of the input, for loss and gradient in one call, from the left: less is better.",
  dense: "10⁹ multiplications and additions a second, from the right: more is better. Shapes are batch, inputs, outputs.",
};

function typesOf(run: Run): [Type, Type | undefined] {
  return [...new Set(run.results.map((result) => result.type))] as [Type, Type | undefined];
}

function elementwise(run: Run): string[] {
  const [type, other] = typesOf(run);
  const size = length(run.methodSize);
  return [
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
    section(`Every method, n = ${size}, ${type}`, "Nanoseconds per element.", methodTable(run, type)),
    other ? section(`Every method, n = ${size}, ${other}`, "Nanoseconds per element.", methodTable(run, other)) : "",
    run.beside
      ? section(
          "On other numbers",
          `Nanoseconds per element at n = ${size}, ${type}, on ${run.beside.data}.`,
          besideTable(run.beside.results, run),
        )
      : "",
    run.callSize
      ? section(`The price of a call, n = ${run.callSize}, ${type}`, "Nanoseconds per call.", callTable(run, type, run.callSize))
      : "",
  ];
}

function sweepSection(sweep: Sweep): string {
  return section(
    "The dense layer from 1x1x1 to 2048x2048x2048",
    `${sweep.points.length} shapes of powers of two, beside them, and drawn at random; ${sweep.type}, arrays in hillock's memory. A map tells its figures when pointed at. A shape stands out where it takes longer than a larger one, or has lost much of the speed of one a step smaller, and is listed if it does so again when both are timed in turn.`,
    cliffTable(sweep) + sweepPlots(sweep),
  );
}

function section(title: string, lead: string, content: string): string {
  return element("section", {}, element("h2", {}, escaped(title)), lead ? element("p", { class: "lead" }, escaped(lead)) : "", content);
}
