/** What the docstrings of the activations say of errors: promised in their definitions, measured in accuracy.json. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Accuracy, BuildRecord } from "../proof/record.js";
import type { ErrorBounds } from "../src/functions/definition.js";

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
export function errorParagraph(name: string, { float32, fast, float64 }: Promises, accuracy: Accuracy): readonly string[] {
  const { float32: single, float64: double } = accuracy.activations[name] ?? {};
  const rows = [
    ["float32", float32, single?.faithful?.simd],
    ["fast", fast, single?.fast?.simd],
    ["float64", float64, double?.double?.simd],
  ] as const;
  return [
    "Errors of f, f' and f'' in ULP: what is promised, and the worst found so far (accuracy.json).",
    ...rows.flatMap(([label, bounds, record]) =>
      bounds ? [`    ${label.padEnd(7)}  ${[promise(bounds), ...(record ? [worst(record, label)] : [])].join("; ")}`] : [],
    ),
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

function worst(record: BuildRecord, label: string): string {
  return METHODS.flatMap((method) => {
    const figure = record[method];
    if (!figure) return [];
    const [input] = figure.witness.inputs as [number];
    const ulp = Math.ceil(figure.ulp * 1e4) / 1e4;
    return [`${SYMBOLS[method]} ${ulp} at ${label === "float64" ? input : shortest(input)}`];
  }).join(", ");
}

/** The shortest decimal that float32 reads as x. */
export function shortest(x: number): string {
  let digits = 1;
  while (Math.fround(Number(x.toPrecision(digits))) !== x) digits++;
  return `${Number(x.toPrecision(digits))}`;
}

/** Brings the paragraphs up to date, or only tells which are not. */
export function updateDocstrings(activations: readonly Described[], accuracy: Accuracy, check: boolean): readonly string[] {
  return activations.flatMap(({ name, bounds }) => {
    const paragraph = errorParagraph(name, bounds as Promises, accuracy).map((line) => ` * ${line}\n`);
    // A function without a kernel of its own has no second file.
    return [`src/activations/${name}.ts`, `assembly/activations/${name}.ts`].filter(existsSync).filter((path) => {
      const source = readFileSync(path, "utf8");
      const updated = source.replace(/^ \* Errors of f, .*\n(?: \* {5}.*\n)*/m, () => paragraph.join(""));
      if (updated !== source && !check) writeFileSync(path, updated);
      return updated !== source;
    });
  });
}
