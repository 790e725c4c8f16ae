/** The report: one page that needs nothing else. */
import { length } from "../format.js";
import type { Type } from "../numbers.js";
import type { Run } from "../results.js";
import { html } from "../table.js";
import { elementwiseTables, errorsTable, partTable, partTitles, rawTable, type ShapePart, shapeParts, witnessTable } from "../tables.js";
import { functionPlots } from "./functions.js";
import { overview, summary, valuesAt } from "./overview.js";
import { scaleContent } from "./scale.js";
import { accuracyPlots, lengthPlots } from "./speed.js";
import { style } from "./style.js";
import { element, escaped } from "./svg.js";
import { cliffTable, sweepPlots } from "./sweep.js";

export function page(run: Run): string {
  const { environment, method, rows, sweep, scale } = run;
  const elementwise = rows.filter(({ part }) => part === "elementwise");
  const [type, other] = [...new Set(elementwise.map((row) => row.type))];
  const measured = rows.reduce((sum, { times }) => sum + Object.keys(times).length, 0);
  const sections = [
    ...(type ? elementwiseSections(run, type, other) : []),
    ...shapeParts.filter((part) => run.parts.includes(part)).map((part) => partSection(run, part)),
    ...(sweep ? [section("The dense layer from 1x1x1 to 2048x2048x2048", sweepLead(sweep), cliffTable(sweep) + sweepPlots(sweep))] : []),
    ...(scale ? [section("Limits, growth, threads", SCALE, scaleContent(scale))] : []),
  ];
  if (type) {
    const names = [...new Set(elementwise.map(({ name }) => name))];
    sections.push(section("The functions", "Value, first and second derivative, computed by hillock.", functionPlots(names)));
    const lead = "Units in the last place of the type, for finite inputs.";
    sections.push(section("Where the worst errors are", lead, html(witnessTable(run))));
  }
  sections.push(section("How it was measured", "", methodNotes(run)));
  const figures = element("details", {}, element("summary", {}, `${measured} measurements`), html(rawTable(run)));
  sections.push(section("All figures", "", figures));
  const date = run.date.slice(0, 10);
  const lead = [environment.cpu, environment.engine, `backend ${environment.backend}`, ...(type ? [method.data] : []), date];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`hillock ${environment.hillock}, benchmark of ${date}`)}</title>
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
  features: "Nanoseconds per element of the input, from the left: less is better. Shapes are of the input.",
  learnable: "Nanoseconds per element, from the left: less is better. The elementwise functions above have their values and derivatives.",
  losses: "Nanoseconds per element of the input, for loss and gradient in one call, from the left: less is better.",
  dense: "10⁹ multiplications and additions a second, from the right: more is better. Shapes are batch, inputs, outputs.",
  math: "Nanoseconds per element, from the left: less is better. The naive loop calls the function of Math, where it has one.",
};

function partSection(run: Run, part: ShapePart): string {
  const rows = run.rows.filter((row) => row.part === part);
  const errors = run.errors.some((row) => row.part === part) ? html(errorsTable(run, part)) : "";
  return section(partTitles[part], leads[part], overview(run, part, rows) + html(partTable(run, part)) + errors);
}

const VALUES =
  "Nanoseconds per element on a logarithmic scale, from the left: less is better. Faster is hillock in memory against the naive loop.";
const ACCURACY = "Lower left is better. Wrong is NaN or an infinity where a number is right. A mark tells its figures when pointed at.";
const LENGTHS = "A call into WebAssembly has its price: below a few dozen elements a loop is as good.";

function elementwiseSections(run: Run, type: Type, other: Type | undefined): string[] {
  const size = length(run.lengths.methodSize);
  const { methods, others, beside, calls, proportions } = elementwiseTables(run);
  const tables = [
    [`Every method, n = ${size}, ${type}`, "Nanoseconds per element.", methods],
    [`Every method, n = ${size}, ${other}`, "Nanoseconds per element.", others],
    ["On other numbers", `Nanoseconds per element at n = ${size}, ${type}.`, beside],
    [`The price of a call, n = ${run.lengths.callSize}, ${type}`, "Nanoseconds per call.", calls],
    [`Proportions, n = ${size}, ${type}`, "", proportions],
  ] as const;
  return [
    section(`Value, n = ${size}, ${type}`, VALUES, overview(run, "elementwise", valuesAt(run, type))),
    section("Speed against accuracy", `${ACCURACY} Times at n = ${size}.`, accuracyPlots(run, type)),
    section("Speed against length", LENGTHS, lengthPlots(run, type)),
    ...tables.flatMap(([title, lead, table]) => (table ? [section(title, lead, html(table))] : [])),
  ];
}

const SCALE = "What the machine could do at most, float32 arrays from one element to 1e8, and calls that several threads share.";

function sweepLead({ points, type }: NonNullable<Run["sweep"]>): string {
  return `${points.length} shapes of powers of two, beside them, and drawn at random; ${type}, arrays in hillock's memory. A map tells its figures when pointed at. A shape stands out where it takes longer than a larger one, or has lost much of the speed of one a step smaller, and is listed if it does so again when both are timed in turn.`;
}

function section(title: string, lead: string, content: string): string {
  return element("section", {}, element("h2", {}, escaped(title)), lead ? element("p", { class: "lead" }, escaped(lead)) : "", content);
}

/** Environment, method, and what a reader should know before quoting a figure. */
function methodNotes({ environment, method, seconds, date }: Run): string {
  const facts: [string, string][] = [
    ["Processor", `${environment.cpu}, ${environment.cores} cores; where nothing else is said, everything runs on one thread`],
    ["System", environment.system],
    ["Engine", environment.engine],
    ["hillock", `${environment.hillock}, backend ${environment.backend}: ${environment.reason}`],
    ["Numbers", method.data],
    ["Time", `${date.replace("T", " ").slice(0, 16)} UTC, ${seconds} s in all, ${method.secondsForTiming} s for the timing`],
  ];
  const notes = [
    `tinybench times batches of calls. The contestants of one function, method, type and shape take turns: ${method.rounds} rounds, in an order drawn anew for each, those that take longer than 20 ms in every third round. Figures are medians of all samples; the table of all figures has the quartiles, the JSON every sample.`,
    "Before it is timed, every contestant has run until V8 has compiled it for speed, and its results have been compared: of elementwise functions with the oracle, of all others with loops in double precision; afterwards they are compared again.",
    `Besides the usual ones, one length and one shape of each kind are drawn at random in every run; npm start -- --seed ${method.seed} draws these again.`,
    "Naive is the loop as people write it. Stable is a loop that takes care of tails, overflow and cancellation: over the scalar functions of hillock's definitions for the elementwise functions, written out in bench/loops for the others. Every loop is a function of its own that sees one type only: what V8 does best.",
    "Staged: ordinary arrays, which hillock copies through its memory. In memory: arrays from alloc, used in place. Loops write into an existing array too.",
    "All activations and both types run in one process, so hillock's shared code has seen every kind of call; a program with one activation pays less per call.",
    "Errors of loops are the worst of a sample and may be larger elsewhere.",
    "Other programs on the same machine move single figures by 5 to 10 %; trust ratios within one line more than figures between lines.",
    ...method.notes,
  ];
  return (
    element("dl", {}, ...facts.flatMap(([name, fact]) => [element("dt", {}, name), element("dd", {}, escaped(fact))])) +
    element("ul", { class: "notes" }, ...notes.map((note) => element("li", {}, escaped(note))))
  );
}
