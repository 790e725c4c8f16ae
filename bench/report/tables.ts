/** The figures behind the drawings. */
import { figure, length, shapeText, times, ulps } from "../format.js";
import { methods, type Type } from "../loops.js";
import { type ContestantName, find, findAccuracy, label, type Result, type Run } from "../results.js";
import { element, escaped } from "./svg.js";

export type Row = { readonly first: boolean; readonly cells: readonly string[] };

/** The first `names` columns are words, the others figures. */
export function table(names: number, head: readonly string[], rows: readonly Row[]): string {
  const name = (i: number) => (i < names ? "name" : undefined);
  const lines = rows.map(({ first, cells }) =>
    element("tr", { class: first ? "first" : undefined }, ...cells.map((cell, i) => element("td", { class: name(i) }, escaped(cell)))),
  );
  return element(
    "div",
    { class: "scroll" },
    element("table", {}, element("tr", {}, ...head.map((title, i) => element("th", { class: name(i) }, escaped(title)))), ...lines),
  );
}

/** Every method at one length. */
export function methodTable(run: Run, type: Type): string {
  const contestants: ContestantName[] =
    type === "float32" ? ["naive", "stable", "memory", "fast"] : ["naive", "stable", "staged", "memory"];
  const rows = run.activations.flatMap((activation) =>
    methods.flatMap((method): Row[] => {
      const at = (contestant: ContestantName) => find(run, { activation, type, method, contestant, size: run.methodSize });
      if (!at("memory")) return [];
      return [
        {
          first: method === "value",
          cells: [
            method === "value" ? activation : "",
            method,
            ...contestants.map((contestant) => figure(at(contestant)?.nanosecondsPerElement.median)),
            times(at("memory")?.timesFaster ?? Number.NaN),
            ulps(findAccuracy(run, { activation, method, type, contestant: "memory" })?.ulp),
          ],
        },
      ];
    }),
  );
  return table(2, ["function", "method", ...contestants.map(label), "faster", "worst ULP"], rows);
}

/** What one call costs, whatever it computes. */
export function callTable(run: Run, type: Type, size: number): string {
  const contestants: ContestantName[] = ["naive", "stable", "staged", "allocating", "memory", "fast"];
  const rows = run.activations.map((activation) => ({
    first: false,
    cells: [
      activation,
      ...contestants.map((contestant) => figure(find(run, { activation, type, method: "value", contestant, size })?.nanosecondsPerCall)),
    ],
  }));
  return table(1, ["function", ...contestants.map(label)], rows);
}

/** Values of other numbers. */
export function besideTable(results: readonly Result[], { activations }: Run): string {
  const contestants: ContestantName[] = ["naive", "stable", "staged", "memory", "fast"];
  const rows = activations.map((activation) => {
    const at = (contestant: ContestantName) =>
      results.find((result) => result.activation === activation && result.contestant === contestant);
    const nanoseconds = contestants.map((contestant) => figure(at(contestant)?.nanosecondsPerElement.median));
    return { first: false, cells: [activation, ...nanoseconds, times(at("memory")?.timesFaster ?? Number.NaN)] };
  });
  return table(1, ["function", ...contestants.map(label), "faster"], rows);
}

/** Where the worst errors are. */
export function accuracyTable(run: Run): string {
  const rows = run.accuracy
    .filter(({ method }) => method === "value")
    .map(({ activation, type, contestant, ulp, at, got, wanted, coverage }, i, all) => ({
      first: activation !== all[i - 1]?.activation,
      cells: [activation, type, label(contestant), ulps(ulp), ...(ulp === 0 ? ["", "", ""] : [at, got, wanted]), coverage],
    }));
  return table(3, ["function", "type", "computed by", "worst ULP", "at x", "got", "right", "looked at"], rows);
}

/** Everything that was timed. */
export function rawTable(run: Run): string {
  const rows = run.results.map(
    ({ activation, method, type, size, contestant, nanosecondsPerElement: time, timesFaster, gigabytesPerSecond }, i, all) => ({
      first: activation !== all[i - 1]?.activation,
      cells: [
        activation,
        method,
        type,
        length(size),
        label(contestant),
        figure(time.lower),
        figure(time.median),
        figure(time.upper),
        times(timesFaster),
        figure(gigabytesPerSecond),
      ],
    }),
  );
  return table(
    4,
    ["function", "method", "type", "computed by", "n", "ns, lower quartile", "ns, median", "ns, upper quartile", "faster", "GB/s"],
    rows,
  );
}

/** Everything that was timed of functions that are not elementwise. */
export function rawShapeTable({ shapes: { results } }: Run): string {
  const rows = results.map(
    ({ name, method, form, type, shape, contestant, nanosecondsPerCall: time, gigaflops, timesFaster, nanosecondsPerElement }, i) => ({
      first: name !== results[i - 1]?.name,
      cells: [
        name,
        method,
        form,
        type,
        label(contestant),
        shapeText(shape),
        figure(time.lower / 1e3),
        figure(time.median / 1e3),
        figure(time.upper / 1e3),
        figure(nanosecondsPerElement),
        times(timesFaster),
        figure(gigaflops ?? undefined),
      ],
    }),
  );
  const head = [
    "function",
    "method",
    "form",
    "type",
    "computed by",
    "shape",
    "µs, lower quartile",
    "µs, median",
    "µs, upper quartile",
    "ns/element",
    "faster",
    "GFLOP/s",
  ];
  return table(5, head, rows);
}
