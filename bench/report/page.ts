/** The report: one page that needs nothing else. */
import { length } from "../format.js";
import type { Type } from "../numbers.js";
import type { Run, Sweep } from "../results.js";
import { html } from "../table.js";
import { elementwiseTables, errorsTable, partTable, partTitles, rawTable, type ShapePart, shapeParts, witnessTable } from "../tables.js";
import { accuracyPlots } from "./accuracy.js";
import { functionPlots } from "./functions.js";
import { lengthPlots } from "./lengths.js";
import { methodNotes } from "./notes.js";
import { overview, summary, valuesAt } from "./overview.js";
import { style } from "./style.js";
import { element, escaped } from "./svg.js";
import { cliffTable, sweepPlots } from "./sweep.js";

export function page(run: Run): string {
  const { environment, method, rows } = run;
  const [type, other] = [...new Set(rows.filter(({ part }) => part === "elementwise").map((row) => row.type))];
  const names = [...new Set(rows.filter(({ part }) => part === "elementwise").map(({ name }) => name))];
  const measured = rows.reduce((sum, { times }) => sum + Object.keys(times).length, 0);
  const sections = [
    ...(type ? elementwise(run, type, other) : []),
    ...shapeParts.filter((part) => run.parts.includes(part)).map((part) => partSection(run, part)),
    ...(run.sweep ? [sweepSection(run.sweep)] : []),
    ...(type
      ? [
          section("The functions", "Value, first and second derivative, computed by hillock.", functionPlots(names)),
          section("Where the worst errors are", "Units in the last place of the type, for finite inputs.", html(witnessTable(run))),
        ]
      : []),
    section("How it was measured", "", methodNotes(run)),
    section("All figures", "", element("details", {}, element("summary", {}, `${measured} measurements`), html(rawTable(run)))),
  ];
  const title = `hillock ${environment.hillock}, benchmark of ${run.date.slice(0, 10)}`;
  const lead = [
    environment.cpu,
    environment.engine,
    `backend ${environment.backend}`,
    ...(type ? [method.data] : []),
    run.date.slice(0, 10),
  ];
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
<p class="lead">${escaped(lead.join(" · "))}</p>
${type ? `<p class="statement">${escaped(summary(run, type))}</p>` : ""}
${sections.join("\n")}
</main>
</body>
</html>
`;
}

const leads: { readonly [part in ShapePart]: string } = {
  rowwise: "Nanoseconds per element, from the left: less is better. An asterisk marks a shape that was drawn at random.",
  gated: "Nanoseconds per element of the result, from the left: less is better.",
  learnable: "Nanoseconds per element, from the left: less is better. The elementwise functions above have their values and derivatives.",
  losses: "Nanoseconds per element of the input, for loss and gradient in one call, from the left: less is better.",
  dense: "10⁹ multiplications and additions a second, from the right: more is better. Shapes are batch, inputs, outputs.",
};

function partSection(run: Run, part: ShapePart): string {
  const rows = run.rows.filter((row) => row.part === part);
  const errors = run.errors.some((row) => row.part === part) ? html(errorsTable(run, part)) : "";
  return section(partTitles[part], leads[part], overview(run, part, rows) + html(partTable(run, part)) + errors);
}

function elementwise(run: Run, type: Type, other: Type | undefined): string[] {
  const size = length(run.lengths.methodSize);
  const { methods, others, beside, calls, proportions } = elementwiseTables(run);
  const table = (title: string, lead: string, content: Parameters<typeof html>[0] | undefined) =>
    content ? [section(title, lead, html(content))] : [];
  return [
    section(
      `Value, n = ${size}, ${type}`,
      "Nanoseconds per element on a logarithmic scale, from the left: less is better. Faster is hillock in memory against the naive loop.",
      overview(run, "elementwise", valuesAt(run, type)),
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
    ...table(`Every method, n = ${size}, ${type}`, "Nanoseconds per element.", methods),
    ...table(`Every method, n = ${size}, ${other}`, "Nanoseconds per element.", others),
    ...table("On other numbers", `Nanoseconds per element at n = ${size}, ${type}.`, beside),
    ...table(`The price of a call, n = ${run.lengths.callSize}, ${type}`, "Nanoseconds per call.", calls),
    ...table(`Proportions, n = ${size}, ${type}`, "", proportions),
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
