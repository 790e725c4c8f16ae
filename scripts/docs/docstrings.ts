/** The paragraph on errors in the docstrings of the activations: promised in their definitions, measured in accuracy/. */
import { readFileSync, writeFileSync } from "node:fs";
import { figuresOf, inputsOf, TIERS, type Tier } from "../../proof/record.js";
import type { ErrorBounds } from "../../src/functions/definition.js";

interface Described {
  readonly name: string;
  readonly bounds?: Promises | undefined;
}

interface Promises {
  readonly float32: ErrorBounds;
  readonly float64: ErrorBounds;
  readonly fast?: ErrorBounds | undefined;
}

const METHODS = ["value", "derivative", "secondDerivative"] as const;
const SYMBOLS = { value: "f", derivative: "f'", secondDerivative: "f''" };

/** The paragraph of an activation, a line each. */
export function errorParagraph(name: string, promises: Promises): readonly string[] {
  return [
    "Errors of f, f' and f'' in ULP: what is promised, and the worst found so far (accuracy.json).",
    ...TIERS.flatMap((tier) => {
      const [bounds, found] = [promises[tier], worst(name, tier)];
      return bounds ? [`    ${tier.padEnd(7)}  ${[promise(bounds), ...(found ? [found] : [])].join("; ")}`] : [];
    }),
  ];
}

function promise({ otherParameters, roots = [], ...bounds }: ErrorBounds): string {
  const limits = METHODS.map((method) => bounds[method]);
  const text = limits.every((limit) => limit === limits[0]) ? limits[0] : limits.join(" / ");
  return [
    `at most ${text}`,
    ...(otherParameters === undefined ? [] : [` (${otherParameters} with other parameters)`]),
    ...roots.map(({ of, x, within, absolute }) => `, within ${within} of ${x} ${SYMBOLS[of]} ${absolute.toExponential(1)} absolute`),
  ].join("");
}

function worst(name: string, tier: Tier): string {
  const figures = figuresOf(name, tier);
  return METHODS.flatMap((method) => {
    const figure = figures[method];
    if (!figure) return [];
    const [input] = inputsOf(figure.witness) as [number];
    const error = Math.ceil(figure.error * 1e4) / 1e4;
    return [`${SYMBOLS[method]} ${error} at ${tier === "float64" ? input : shortest(input)}`];
  }).join(", ");
}

/** The shortest decimal that float32 reads as x. */
export function shortest(x: number): string {
  let digits = 1;
  while (Math.fround(Number(x.toPrecision(digits))) !== x) digits++;
  return `${Number(x.toPrecision(digits))}`;
}

/** Brings the paragraphs up to date, or only tells which are not. */
export function updateDocstrings(activations: readonly Described[], check: boolean): readonly string[] {
  return activations.flatMap(({ name, bounds }) => {
    const paragraph = errorParagraph(name, bounds as Promises).map((line) => ` * ${line}\n`);
    return [`src/activations/${name}.ts`, `assembly/activations/${name}.ts`].filter((path) => {
      const source = readFileSync(path, "utf8");
      const updated = source.replace(/^ \* Errors of f, .*\n(?: \* {5}.*\n)*/m, () => paragraph.join(""));
      if (updated !== source && !check) writeFileSync(path, updated);
      return updated !== source;
    });
  });
}
