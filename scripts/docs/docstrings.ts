/** The docstrings of functions: what the specification and the bounds of the definition say; notes, `@throws` and `@example` are by hand. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ActivationEntry, Case, GateEntry, Kink, ParameterEntry } from "../../specification/schema.js";
import type { ErrorBounds } from "../../src/functions/definition.js";
import { allowedText, parameterText } from "./parameters.js";
import { type Entry, functions, type Kind } from "./specification.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;
const SYMBOLS = { value: "f", derivative: "f'", secondDerivative: "f''" };
/** Columns of a comment's text: 100 of the line, less the asterisk. */
const WIDTH = 97;

type Promises = { readonly [tier in "float32" | "fast" | "float64"]?: ErrorBounds };

/** What the definition promises, a line for each tier. */
export function boundsParagraph(bounds: Promises): readonly string[] {
  return [
    "Errors of f, f' and f'' in ULP, at most:",
    ...(["float32", "fast", "float64"] as const).flatMap((tier) => {
      const promised = bounds[tier];
      return promised ? [`    ${tier.padEnd(7)}  ${promiseText(promised)}`] : [];
    }),
  ];
}

function promiseText({ otherParameters, roots = [], ...bounds }: ErrorBounds): string {
  const limits = METHODS.map((method) => (bounds[method] === 0 ? "exact" : `${bounds[method]}`));
  return [
    limits.every((limit) => limit === limits[0]) ? limits[0] : limits.join(" / "),
    ...(otherParameters === undefined ? [] : [` (${otherParameters} with other parameters)`]),
    ...roots.map(({ of, x, within, absolute }) => `, within ${within} of ${x} ${SYMBOLS[of]} ${absolute.toExponential(1)} absolute`),
  ].join("");
}

/** Everything that is said of an activation before the notes by hand. */
export function activationText(name: string, entry: ActivationEntry, bounds: Promises): readonly string[] {
  const { title, summary, formula, parameters = {}, source } = entry;
  const forms = [
    [`${name}(x)`, formula.value],
    [`${name}'(x)`, formula.derivative],
    [`${name}''(x)`, formula.secondDerivative],
    ...(formula.derivativeFromOutput ? [[`${name}'`, `${formula.derivativeFromOutput}, from the output y`]] : []),
  ];
  return [
    ...wrap(title),
    "",
    ...forms.map(([left = "", right]) => `    ${left.padEnd(name.length + 5)} = ${right}`),
    "",
    ...(summary ? [...wrap(summary), ""] : []),
    ...wrap(
      "Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and length, and is `out` if that is given.",
    ),
    ...Object.entries(parameters).flatMap(([parameter, rules]) => wrap(sentence(`\`${parameter}\`: ${parameterText(rules)}`, rules.note))),
    "",
    ...wrap([...factsText(name, entry), "NaN gives NaN."].join(" ")),
    "",
    ...boundsParagraph(bounds),
    "",
    ...wrap(`Source: ${source}`),
  ];
}

const sentence = (text: string, more?: string) => (more ? `${text}. ${more}` : `${text}.`);

function factsText(name: string, { range, limits, kinks = [], zeroKeepsSign, cases = [] }: ActivationEntry): string[] {
  return [
    `Range ${range.join(" or ")}.`,
    `${limitsText(name, limits)}.`.replace("at", "At"),
    ...(zeroKeepsSign ? [`${name}(-0) is -0.`] : []),
    ...kinks.map((kink) => kinkText(name, kink)),
    ...cases.flatMap((one) => caseText(name, one)),
  ];
}

function limitsText(name: string, { value, derivative }: NonNullable<Case["limits"]>): string {
  const parts = [
    ...(value ? [`${name} is ${value.join(" and ")}`] : []),
    ...(derivative ? [`${name}' ${value ? "" : "is "}${derivative.join(" and ")}`] : []),
  ];
  return `at -Infinity and Infinity, ${parts.join(", ")}`;
}

function kinkText(name: string, { at, value, derivative, secondDerivative }: Kink): string {
  const jump = value ? `At ${at} the value jumps from ${value.join(" to ")}; ` : "";
  const second = secondDerivative === "0" ? "" : `, ${name}''(${at}) ${secondDerivative}`;
  return `${jump}${name}'(${at}) is ${derivative}${second}.`;
}

function caseText(name: string, { when, range, limits }: Case): string[] {
  const parts = [...(range ? [`the range is ${range.join(" or ")}`] : []), ...(limits ? [limitsText(name, limits)] : [])];
  return parts.length > 0 ? [`Where ${when.replace("==", "=")}, ${parts.join("; ")}.`] : [];
}

/** Lines of at most so many columns; an interval stays whole. */
export function wrap(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<!,) | (?!\S+[)\]])/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

const comment = (lines: readonly string[]) => lines.map((line) => ` * ${line}`.trimEnd()).join("\n");

/** A definition's file with the docstring as it should be. What follows the source in it stays. */
export function withDocstring(text: string, name: string, lines: readonly string[]): string {
  return text.replace(new RegExp(`/\\*\\*\n((?: \\*.*\n)+) \\*/\n(?=export const ${name}\\b)`), (_, old: string) => {
    const [, byHand = ""] = /\n \* Source: (?:.+\n)+? \*\n((?: \*.*\n)+)$/.exec(old) ?? /(?:^|\n)((?: \* @(?:.*\n)+))$/.exec(old) ?? [];
    return `/**\n${comment(lines)}\n${byHand && ` *\n${byHand}`} */\n`;
  });
}

/** The comments of options that stand beside a definition. */
export function withOptions(text: string, parameters: Readonly<Record<string, ParameterEntry>>): string {
  return Object.entries(parameters).reduce((source, [name, { description, ...rules }]) => {
    const hover = `${description} ${allowedText(rules)}. Default ${rules.default}.`;
    const lines =
      hover.length <= 91
        ? `  /** ${hover} */\n`
        : `  /**\n${wrap(hover, 95)
            .map((line) => `   * ${line}\n`)
            .join("")}   */\n`;
    return source.replace(
      new RegExp(`(?: {2}/\\*\\* .* \\*/\n| {2}/\\*\\*\n(?: {3}\\* .*\n)+ {3}\\*/\n)(?= {2}readonly ${name}\\?: number)`),
      lines,
    );
  }, text);
}

/** A kernel's file with the bounds in the comment of its class. */
export function withBounds(text: string, bounds: Promises): string {
  return text.replace(/^ \* Errors of f, .*\n(?: \* {5}.*\n)*/m, () => `${comment(boundsParagraph(bounds))}\n`);
}

/** The first lines of the docstring of another kind of function, and its last before the tags: the rest is by hand. */
function withHead(text: string, name: string, kind: Kind, entry: Entry): string {
  const head = [...wrap(entry.title), "", ...formulasOf(name, kind, entry), ""];
  const start = new RegExp(`/\\*\\*\n(?: \\* \\S.*\n)+ \\*\n(?: \\* {5}.*\n)+ \\*\n(?=(?: \\*.*\n)+ \\*/\nexport const ${name}\\b)`);
  const source = /^ \* Source: (?:.+\n)+?(?= \*\n)/m;
  return text.replace(start, () => `/**\n${comment(head)}\n`).replace(source, () => `${comment(wrap(`Source: ${entry.source}`))}\n`);
}

/** The formulas of a function of rows, a loss or a gate, aligned. */
function formulasOf(name: string, kind: Kind, entry: Entry): string[] {
  const { formula = {}, legend = {} } = entry as { formula?: Texts; legend?: Texts };
  const forms =
    kind === "gated"
      ? gateForms(name, (entry as GateEntry).activation)
      : Object.entries(formula).map(([key, text]) => [LEFT[key]?.(name, kind) ?? key, legend[key] ? `${text}, ${legend[key]}` : text]);
  const width = Math.max(...forms.map(([left = ""]) => left.length));
  return forms.flatMap(([left = "", right = ""]) =>
    wrap(right, WIDTH - width - 7).map((line, i) => `    ${(i === 0 ? left : "").padEnd(width)} ${i === 0 ? "=" : " "} ${line}`),
  );
}

type Texts = Readonly<Record<string, string>>;

const LEFT: Readonly<Record<string, (name: string, kind: Kind) => string>> = {
  value: (name) => (name === "logSumExp" ? `${name}(x)` : `${name}(x)[i]`),
  gradient: (_, kind) => (kind === "rowwise" ? "dx[i]" : "gradient"),
};

const gateForms = (name: string, activation: string) => [
  [`${name}(value, gate)`, `value*${activation}(gate)`],
  ["d value", `dy*${activation}(gate)`],
  ["d gate", `dy*value*${activation}'(gate)`],
];

/** Brings docstrings up to date, or only tells which files have one that is not. */
export function updateDocstrings(check: boolean): readonly string[] {
  return functions.flatMap(({ name, kind, entry, spec }) => {
    if (kind === "dense") return [];
    if (kind !== "activations") return update(`src/${kind}/${name}.ts`, check, (text) => withHead(text, name, kind, entry));
    const activation = entry as ActivationEntry;
    const bounds = spec.bounds as unknown as Promises;
    const lines = activationText(name, activation, bounds);
    return [
      ...update(`src/activations/${name}.ts`, check, (text) => withOptions(withDocstring(text, name, lines), activation.parameters ?? {})),
      ...update(`assembly/activations/${name}.ts`, check, (text) => withBounds(text, bounds)),
    ];
  });
}

function update(path: string, check: boolean, revise: (text: string) => string): string[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  const revised = revise(text);
  if (revised === text) return [];
  if (!check) writeFileSync(path, revised);
  return [path];
}
