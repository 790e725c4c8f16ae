/** The text of an activation's docstring, as far as it is generated. */
import { gradientsIn } from "../../specification/read.js";
import type { ActivationEntry, Case, Kink, RandomEntry } from "../../specification/schema.js";
import type { ErrorBounds } from "../../src/functions/definition.js";
import { parameterText } from "./parameters.js";
import { wrap } from "./wrap.js";

const METHODS = ["value", "derivative", "secondDerivative"] as const;
const SYMBOLS = { value: "f", derivative: "f'", secondDerivative: "f''" };
export type Promises = { readonly [tier in "float32" | "fast" | "float64"]?: ErrorBounds };

/** The promises of the definition, a line for each tier. */
export function boundsParagraph(bounds: Promises): readonly string[] {
  return [
    "Errors of f, f' and f'' in ULP, at most:",
    ...(["float32", "fast", "float64"] as const).flatMap((tier) => {
      const promised = bounds[tier];
      return promised ? [`    ${tier.padEnd(7)}  ${promiseText(promised)}`] : [];
    }),
  ];
}

/** The gradients of parameters, a line for each; nothing where none is to be learnt. */
function gradientsParagraph(parameters: NonNullable<ActivationEntry["parameters"]>, bounds: Promises): readonly string[] {
  const learnt = gradientsIn(parameters);
  if (learnt.length === 0) return [];
  const byChannel = Object.values(parameters).some(({ perChannel }) => perChannel);
  const [float32 = 0, float64 = 0] = [bounds.float32?.parameterGradients, bounds.float64?.parameterGradients];
  const within = float32 === float64 ? powerOfTwo(float32) : `${powerOfTwo(float32)} (float32) or ${powerOfTwo(float64)} (float64)`;
  const width = Math.max(...learnt.map(([name]) => name.length));
  return [
    ...wrap(
      [
        `\`parameterGradients(dy, x, options)\` gives the gradients of parameters, sums over all elements${byChannel ? ", or for an array over those that share an entry," : ""} of`,
        `the terms below, added in float64 and compensated: within ${within} of the sum of |terms|${byChannel ? ", and the rounding to the type of an array" : ""}.`,
      ].join(" "),
    ),
    "",
    ...learnt.map(([name, gradient]) => `    ${name.padEnd(width)}  ${termOf(gradient)}`),
    "",
  ];
}

const powerOfTwo = (value: number) => `2^${Math.log2(value)}`;

/** `dy` times a derivative, with parentheses where this is a sum. */
function termOf(gradient: string): string {
  let outside = gradient;
  while (outside.includes("(")) outside = outside.replaceAll(/\([^()]*\)/g, "");
  if (gradient === "1") return "dy";
  return gradient.startsWith("-") && !/ [+-] /.test(outside)
    ? `-dy*${gradient.slice(1)}`
    : `dy*${/ [+-] /.test(outside) ? `(${gradient})` : gradient}`;
}

function promiseText({ otherParameters, parameterGradients, roots = [], ...bounds }: ErrorBounds): string {
  const limits = METHODS.map((method) => (bounds[method] === 0 ? "exact" : `${bounds[method]}`));
  return [
    limits.every((limit) => limit === limits[0]) ? limits[0] : limits.join(" / "),
    ...(otherParameters === undefined ? [] : [` (${otherParameters} with other parameters)`]),
    ...roots.map(({ of, x, within, absolute, unlessZero, times }) => {
      const where = unlessZero === undefined ? "" : ` where ${unlessZero} is not 0`;
      return `, within ${within} of ${x}${where} ${SYMBOLS[of]} ${absolute.toExponential(1)}${times ? `*|${times}|` : ""} absolute`;
    }),
  ].join("");
}

/** Everything that is said of an activation before the notes by hand. */
export function activationText(name: string, entry: ActivationEntry, bounds: Promises): readonly string[] {
  const { title, summary, formula, parameters = {}, rules = [], constantDerivatives, surrogates = {}, random, source } = entry;
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
    ...rules.map((rule) => `It must be that ${rule}.`),
    ...Object.entries(surrogates).flatMap(([surrogate, formula]) =>
      wrap(`\`backward\` with \`surrogate: "${surrogate}"\`: dy*${formula}.`),
    ),
    ...(random ? wrap(randomText(random)) : []),
    "",
    ...wrap(
      [...factsText(name, entry), `NaN gives NaN${constantDerivatives ? "; its derivatives are those of all others" : ""}.`].join(" "),
    ),
    "",
    ...boundsParagraph(bounds),
    "",
    ...gradientsParagraph(parameters, bounds),
    ...wrap(`Source: ${source}`),
  ];
}

/** The random numbers of training, so that anyone can compute them. */
function randomText({ insteadOf, drawn, largest }: RandomEntry): string {
  return [
    `\`training: true\`: in the place of ${insteadOf} each element has ${drawn} of its own, each operation rounded to float64, where largest is ${largest}.`,
    "For the element with index i the uniform u is word i of the stream of `seed`, divided by 2^32: word i mod 4 of the block of Philox4x32-10 with counter floor(i/4) and the seed as key.",
    "Indices start from `offset`.",
  ].join(" ");
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

function limitsText(name: string, { value, derivative, secondDerivative }: NonNullable<Case["limits"]>): string {
  const parts = [
    ...(value ? [`${name} is ${value.join(" and ")}`] : []),
    ...(derivative ? [`${name}' ${value ? "" : "is "}${derivative.join(" and ")}`] : []),
    ...(secondDerivative ? [`${name}'' ${value || derivative ? "" : "is "}${secondDerivative.join(" and ")}`] : []),
  ];
  return `at -Infinity and Infinity, ${parts.join(", ")}`;
}

function kinkText(name: string, { at, value, derivative, secondDerivative }: Kink): string {
  const jump = value ? `At ${at} the value jumps from ${value.join(" to ")}; ` : "";
  const second = secondDerivative === "0" ? "" : `, ${name}''(${at}) ${secondDerivative}`;
  return `${jump}${name}'(${at}) is ${derivative}${second}.`;
}

/** The differences in a case: none where only directions or roots differ. */
export function caseText(name: string, { when, range, limits }: Case): string[] {
  const parts = [...(range ? [`the range is ${range.join(" or ")}`] : []), ...(limits ? [limitsText(name, limits)] : [])];
  return parts.length > 0 ? [`Where ${when.replaceAll("==", "=").replaceAll(" & ", " and ")}, ${parts.join("; ")}.`] : [];
}
