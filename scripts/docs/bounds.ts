/** Errors that are promised, in words. */
import { anchor, code, table } from "./markdown.js";
import { type Bounds, functions } from "./specification.js";

/** Results and what is promised of them. */
const WORDS: Readonly<Record<string, string>> = {
  secondDerivative: "second derivative",
  derivativeFromOutput: "derivative, from the output y",
  backward: "gradients",
  backwardFromOutput: "gradient",
  backwardToValue: "gradient of the value",
  backwardToGate: "gradient of the gate",
};

export const words = (key: string) => WORDS[key] ?? key;

/** The tiers of precision, by the type of arrays and the import. */
export const TIERS = ["float32", "fast", "float64"] as const;

export const tierText = (tier: string) => (tier === "fast" ? code("hillock/fast") : tier);

/** The promises of one tier: "0.51 ULP" where all results have one bound. */
export function boundsText({ otherParameters, parameterGradients, vanishing, root, mean, cancelling, ...bounds }: Bounds): string {
  const figures = Object.entries(bounds).filter(([, bound]) => typeof bound === "number");
  const [, first] = figures[0] ?? [];
  const same = figures.every(([, bound]) => bound === first);
  return [
    same ? `${first} ULP` : figures.map(([result, bound], i) => `${words(result)} ${bound}${i === 0 ? " ULP" : ""}`).join(", "),
    ...(otherParameters === undefined ? [] : [`${otherParameters} with other parameters`]),
    ...(vanishing === undefined ? [] : [`a gradient that is a difference, that or ${powerOfTwo(vanishing)} of its larger term`]),
    ...(root === undefined ? [] : [`the loss of a distribution, that or ${powerOfTwo(root)} of its square root`]),
    ...(cancelling === undefined ? [] : [`a gradient that cancels, that or n ${powerOfTwo(cancelling)} of its terms' magnitudes`]),
    ...(parameterGradients === undefined ? [] : [`gradients of parameters ${powerOfTwo(parameterGradients)} of their terms' magnitudes`]),
    ...(mean === undefined ? [] : [`the mean ${powerOfTwo(mean)} of itself`]),
  ].join("; ");
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function powerOfTwo(value: number): string {
  return `2⁻${[...`${-Math.log2(value)}`].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;
}

/** The table of all bounds. */
export function boundsTable(): string {
  const rows = functions
    .filter(({ spec }) => Object.keys(spec.bounds).length > 0)
    .map(({ name, spec: { bounds } }) => [
      `[${code(name)}](functions.md#${anchor(name)})`,
      ...TIERS.map((tier) => (bounds[tier] ? boundsText(bounds[tier]) : "-")),
    ]);
  return table(["at most", ...TIERS.map(tierText)], rows);
}
