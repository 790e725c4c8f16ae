/** Measurements of functions that are not elementwise, gathered for tables: one row for each case, one column for each contestant. */
import { type ContestantName, inOrder, type Part, type ShapeError, type ShapeKey, type ShapeResult } from "./results.js";

export interface Row {
  readonly key: ShapeKey;
  at(contestant: ContestantName): ShapeResult | undefined;
}

export const partTitles: Readonly<Record<Exclude<Part, "elementwise" | "sweep">, string>> = {
  rowwise: "Rows",
  gated: "Gates",
  learnable: "Learnable parameters",
  losses: "Losses with their gradients",
  dense: "Dense layer",
};

export type ShapePart = keyof typeof partTitles;

export const shapeParts = Object.keys(partTitles) as readonly ShapePart[];

/** In the order in which they were measured. */
export function rowsOf(results: readonly ShapeResult[], part: Part): Row[] {
  const groups = new Map<string, ShapeResult[]>();
  for (const result of results) {
    if (result.part !== part) continue;
    const { name, method, form, type, shape } = result;
    const key = [name, method, form, type, shape].join(" ");
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()].map((group) => ({
    key: group[0] as ShapeResult,
    at: (contestant) => group.find((result) => result.contestant === contestant),
  }));
}

export function contestantsOfPart(results: readonly ShapeResult[], part: Part): ContestantName[] {
  return inOrder(results.filter((result) => result.part === part).map(({ contestant }) => contestant));
}

/** What a table of a part gives: GFLOP/s for the layer, nanoseconds per element for all others. */
export function measureOf(part: Part): { readonly unit: string; of(result: ShapeResult | undefined): number | undefined } {
  return part === "dense"
    ? { unit: "GFLOP/s", of: (result) => result?.gigaflops ?? undefined }
    : { unit: "ns/element", of: (result) => result?.nanosecondsPerElement };
}

export interface ErrorRow {
  readonly name: string;
  readonly numbers: string;
  at(contestant: ContestantName): ShapeError | undefined;
}

export function errorRowsOf(errors: readonly ShapeError[], part: Part): ErrorRow[] {
  const groups = new Map<string, ShapeError[]>();
  for (const error of errors) {
    if (error.part !== part) continue;
    const key = `${error.name} ${error.numbers}`;
    const group = groups.get(key);
    if (group) group.push(error);
    else groups.set(key, [error]);
  }
  return [...groups.values()].map((group) => {
    const { name, numbers } = group[0] as ShapeError;
    return { name, numbers, at: (contestant) => group.find((error) => error.contestant === contestant) };
  });
}

/** How weights lie, as documents write it. */
export const brackets: { readonly [layout: string]: string } = { inputsOutputs: "[inputs, outputs]", outputsInputs: "[outputs, inputs]" };

/** "softmax backwardFromOutput, axis 0" */
export function callText({ name, method, form }: Pick<ShapeKey, "name" | "method" | "form">): string {
  const called = ["value", "lossAndGradient"].includes(method) ? name : name === "dense" ? method : `${name} ${method}`;
  return [called, brackets[form] ?? form].filter(Boolean).join(", ");
}
