/** docs/functions.md: every function, from its specification. */
import { gradientsIn } from "../../specification/read.js";
import type { ActivationEntry, Family } from "../../specification/schema.js";
import { caseText } from "./activationText.js";
import { boundsText, TIERS, tierText, words } from "./bounds.js";
import { kernelSource } from "./kernelSource.js";
import { anchor, block, code, table } from "./markdown.js";
import { elsewhereFacts } from "./names.js";
import { parameterText } from "./parameters.js";
import { plotOf } from "./plots.js";
import { type Described, functions, KINDS, type Kind, type Specification, sourceOf } from "./specification.js";

export function functionsPage(): string {
  const kinds = (Object.keys(KINDS) as Kind[]).map((kind) => {
    const { title, page } = KINDS[kind];
    const more = page ? [`How they are called: [${page}](${page}).`] : [];
    return [`## ${title}`, ...more, ...functions.filter((one) => one.kind === kind).map(describe)].join("\n\n");
  });
  return [INTRODUCTION, overview(), ...kinds].join("\n\n");
}

const INTRODUCTION = `# The functions

Formulas are in the notation of the specification: \`where(c, a, b)\` is a where c holds and b elsewhere,
\`expm1(x)\` is exp(x) - 1, \`log1p(x)\` is log(1 + x). Errors are in units in the last place (ULP) of
the type of the arrays: half a unit is what rounding the exact value costs. What was measured stands
in [accuracy.md](accuracy.md).

Activations have \`derivative\`, \`secondDerivative\`, \`valueAndDerivative\`, \`backward\` and \`with\`,
for numbers and both kinds of array, and \`backwardFromOutput\` where the output tells the derivative.
NaN gives NaN. Every function has its specification as the property \`spec\`.

\`activations\` has all activations by name, for programs that choose at run time (in TypeScript,
\`Object.values<Activation>(activations)\` to go through them); importing it puts all of them into the
bundle. \`resolve\` of \`hillock/resolve\` finds them by what [other libraries](names.md) call them.

The plots have a function and its derivative at default parameters: a dot is the value at a kink, a
circle the end of a branch that does not reach it.`;

function overview(): string {
  const rows = functions.map(({ name, spec }) => [
    `[${code(name)}](#${anchor(name)})`,
    code((spec.formula.value ?? spec.formula.loss) as string),
    Object.entries(spec.parameters ?? {})
      .map(([parameter, { default: value }]) => code(`${parameter} = ${value}`))
      .join(", "),
    spec.range ? code(spec.range) : "",
  ]);
  return table(["function", "formula", "parameters", "range"], rows);
}

function describe({ name, kind, entry, example, spec }: Described): string {
  const { title, summary, source, names = {} } = entry;
  const kernel = kernelSource(sourceOf(kind, name));
  const facts = [
    ...factsOf(spec, (entry as Partial<ActivationEntry>).limits, (entry as { readonly legend?: Legend }).legend),
    ...(kind === "activations" ? moreOf(name, entry as ActivationEntry) : []),
    ...elsewhereFacts(names, spec.parameters ?? {}),
    ...(source ? [["source", source]] : []),
    ...(kernel ? [["kernel", code(kernel)]] : []),
  ];
  const text = summary ? `${title} ${summary}` : title;
  const seen = kind === "activations" ? [picture(name), (entry as ActivationEntry).use] : [];
  return [`### ${name}`, text, ...seen, table(["", code(name)], facts), block("js", example)].join("\n\n");
}

function picture(name: string): string {
  return `![${name} and its derivative](${plotOf(name).replace("docs/", "")})`;
}

/** The meaning of names that a formula does not explain, by method. */
type Legend = { readonly [method: string]: string };

function factsOf(
  { formula, parameters = {}, range, bounds }: Specification,
  limits: Partial<ActivationEntry>["limits"],
  legend: Legend = {},
): string[][] {
  const atInfinities = Object.entries(limits ?? {}).map(([method, ends]) => `${words(method)} ${ends.map(code).join(" and ")}`);
  return [
    ...Object.entries(formula).map(([method, text]) => [words(method), legend[method] ? `${code(text)}, ${legend[method]}` : code(text)]),
    ...Object.entries(parameters).map(([parameter, rules]) => [`parameter ${code(parameter)}`, parameterText(rules)]),
    ...(range ? [["range", code(range)]] : []),
    ...(atInfinities.length > 0 ? [["at -Infinity and Infinity", atInfinities.join("; ")]] : []),
    ...TIERS.flatMap((tier) => (bounds[tier] ? [[`error at most, ${tierText(tier)}`, boundsText(bounds[tier])]] : [])),
  ];
}

/** All that the specification has of an activation besides. */
function moreOf(name: string, { kinks = [], cases = [], parameters = {}, rules = [] }: ActivationEntry): string[][] {
  return [
    ...rules.map((rule) => ["between parameters", code(rule)]),
    ...kinks.map(({ at, left, right, derivative, value }) => [
      `${value ? "jump" : "kink"} at ${code(at)}`,
      [
        ...(value ? [`the value goes from ${value.map(code).join(" to ")}`] : []),
        `the derivative is ${code(left)} on the left, ${code(right)} on the right, ${code(derivative)} there`,
      ].join("; "),
    ]),
    ...cases
      .map((one) => caseText(name, one))
      .filter((text) => text.length > 0)
      .map((text) => ["at other parameters", text.join(" ")]),
    ...gradientsIn(parameters).map(([parameter, gradient]) => [`derivative by ${code(parameter)}`, code(gradient)]),
  ];
}

/** The groups of activations, in the order of the README. */
const FAMILIES: Readonly<Record<Family, string>> = {
  rectifier: "rectifiers: nothing below zero, or little",
  smoothRectifier: "smooth rectifiers",
  sigmoid: "S-shaped curves, between two values",
  line: "lines and steps",
  shrinkage: "shrinkage: nothing near zero",
  other: "bells, bowls and waves",
};

/** The table of the README: every function by its kind, activations by their families. */
export function functionsByKind(): string {
  const listed = (some: readonly Described[]) => some.map(({ name }) => code(name)).join(" ");
  const rows = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const all = functions.filter((one) => one.kind === kind);
    if (kind !== "activations") return [[KINDS[kind].purpose, listed(all)]];
    return Object.entries(FAMILIES).map(([family, title]) => {
      return [title, listed(all.filter(({ entry }) => (entry as ActivationEntry).family === family))];
    });
  });
  return table(["what for", "functions"], rows);
}
