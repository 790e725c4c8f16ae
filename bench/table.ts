/** The run as text for a terminal. */
import { align } from "./align.js";
import { figure, length, times, ulps } from "./format.js";
import type { Method, Type } from "./loops.js";
import { type ContestantName, contestantsIn, find, findAccuracy, label, type Run } from "./results.js";
import { shapeTables } from "./shapeTable.js";

export function tables(run: Run): string {
  return [...(run.results.length > 0 ? elementwise(run) : []), ...shapeTables(run)].join("\n\n");
}

function elementwise(run: Run): string[] {
  const sections = [];
  const types = [...new Set(run.results.map(({ type }) => type))];
  const [full, short] = [types[0] as Type, types[1]];
  for (const sizes of chunks(run.sizes, 2)) sections.push(values(run, full, sizes));
  sections.push(derivatives(run, full));
  if (short) sections.push(derivatives(run, short));
  if (run.beside) sections.push(beside(run, full));
  if (run.callSize) sections.push(calls(run, full, run.callSize));
  sections.push(proportions(run, full));
  return sections;
}

/** One block for each activation, one line for each contestant, one group of columns for each length. */
function values(run: Run, type: Type, sizes: readonly number[]): string {
  const heads = [
    [`${type}, value`, ...sizes.flatMap((size) => [`n = ${length(size)}`, "", ""]), "worst"],
    ["", ...sizes.flatMap(() => ["ns/element", "faster", "GB/s"]), "ULP"],
  ];
  const blocks = run.activations.map((activation) => {
    const lines = contestantsIn(run, { activation, type, method: "value", size: sizes[0] as number }).map((contestant) => [
      `  ${contestant === "naive" ? naiveLabel(run, activation) : label(contestant)}`,
      ...sizes.flatMap((size) => {
        const result = find(run, { activation, type, method: "value", contestant, size });
        return [figure(result?.nanosecondsPerElement.median), result && times(result.timesFaster), figure(result?.gigabytesPerSecond)];
      }),
      contestant === "copy" ? "" : worst(run, activation, "value", type, contestant),
    ]);
    return [[activation], ...lines];
  });
  return align([...heads, ...blocks.flat()]);
}

export function naiveLabel(run: Run, activation: string): string {
  const form = run.forms[activation];
  return form ? `${label("naive")}, ${form}` : label("naive");
}

/** One line for each activation and method, at the length where all are measured. */
function derivatives(run: Run, type: Type): string {
  const contestants: ContestantName[] =
    type === "float32" ? ["naive", "stable", "memory", "fast"] : ["naive", "stable", "staged", "memory"];
  const size = run.methodSize;
  const head = [`${type}, n = ${length(size)}: ns/element`, ...contestants.map(label), "faster", "worst ULP"];
  const lines = run.activations.flatMap((activation) =>
    methodsIn(run, activation, type).map((method, i) => {
      const at = (contestant: ContestantName) => find(run, { activation, type, method, contestant, size });
      return [
        `  ${(i === 0 ? activation : "").padEnd(longest(run.activations) + 2)}${method}`,
        ...contestants.map((contestant) => figure(at(contestant)?.nanosecondsPerElement.median)),
        times(at("memory")?.timesFaster ?? Number.NaN),
        worst(run, activation, method, type, "memory"),
      ];
    }),
  );
  return align([head, ...lines]);
}

/** The same on other numbers. */
function beside(run: Run, type: Type): string {
  const contestants: ContestantName[] = ["naive", "stable", "staged", "memory", "fast"];
  const { data, results } = run.beside as NonNullable<Run["beside"]>;
  const head = [`${type}, n = ${length(run.methodSize)}, value: ns/element`, ...contestants.map(label), "faster"];
  const lines = run.activations.map((activation) => {
    const at = (contestant: ContestantName) =>
      results.find((result) => result.activation === activation && result.contestant === contestant);
    return [
      `  ${activation}`,
      ...contestants.map((contestant) => figure(at(contestant)?.nanosecondsPerElement.median)),
      times(at("memory")?.timesFaster ?? Number.NaN),
    ];
  });
  return align([[`on ${data}`], head, ...lines]);
}

function calls(run: Run, type: Type, size: number): string {
  const contestants: ContestantName[] = ["naive", "stable", "staged", "allocating", "memory", "fast"];
  const head = [`${type}, n = ${size}: ns/call`, ...contestants.map(label)];
  const lines = run.activations.map((activation) => [
    `  ${activation}`,
    ...contestants.map((contestant) => figure(find(run, { activation, type, method: "value", contestant, size })?.nanosecondsPerCall)),
  ]);
  return align([head, ...lines]);
}

/** What one figure says only beside another. */
function proportions(run: Run, type: Type): string {
  const size = run.methodSize;
  const time = (activation: string, method: Method, contestant: ContestantName = "memory") =>
    find(run, { activation, type, method, contestant, size })?.nanosecondsPerElement.median ?? Number.NaN;
  const head = [`${type}, n = ${length(size)}: in memory`, "pair / both apart", "value / copy loop"];
  const lines = run.activations.map((activation) => [
    `  ${activation}`,
    figure(time(activation, "valueAndDerivative") / (time(activation, "value") + time(activation, "derivative"))),
    figure(time(activation, "value") / time(activation, "value", "copy")),
  ]);
  return align([head, ...lines]);
}

function methodsIn(run: Run, activation: string, type: Type): Method[] {
  const here = run.results.filter((result) => result.activation === activation && result.type === type && result.size === run.methodSize);
  return [...new Set(here.map(({ method }) => method))];
}

function worst(run: Run, activation: string, method: Method, type: Type, contestant: ContestantName): string {
  return ulps(findAccuracy(run, { activation, method, type, contestant })?.ulp);
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
