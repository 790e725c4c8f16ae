/** The constants that the build writes of an entry: what bundles carry, and no more. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { ParameterSet } from "../../src/call/parameters.js";
import { createActivation } from "../../src/functions/activation.js";

const { fileOf } = await import(pathToFileURL("scripts/build/specification.mjs").href);
const entries = JSON.parse(readFileSync("test/fixtures/specification/activations.json", "utf8"));

/** The constants of an entry of the fixture. */
function constantsOf(name: string) {
  const text = fileOf("activations", name, entries[name]);
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(outputText)}`);
}

test("have formulas, places, limits and rules, but no text", async () => {
  expect({ ...(await constantsOf("bump")) }).toEqual({
    specification: {
      name: "bump",
      formula: entries.bump.formula,
      places: { kinks: [], slopes: [] },
      range: "(0, height]",
      limits: { value: ["0", "0"], derivative: ["0", "0"] },
    },
    parameters: { height: { default: 1, examples: [3, -2], gradient: entries.bump.parameters.height.gradient } },
  });
});

test("have a rule between two parameters at the one that must be less", () => {
  const { shelf } = entries;
  const written = (rule: string) => fileOf("activations", "shelf", { ...shelf, rules: [rule] }).match(/parameters = (.*) as const/)[1];
  const [low, high] = [
    'default: -1, examples: [-2.5], gradient: "where(x <= low, 1, 0)"',
    'default: 1, examples: [5], gradient: "where(x >= high, 1, 0)"',
  ];
  expect(written("low < high")).toBe(`{ low: { ${low}, lessThan: "high" }, high: { ${high} } }`);
  expect(written("high > low")).toBe(written("low < high"));
  expect(written("low <= high")).toBe(`{ low: { ${low}, atMost: "high" }, high: { ${high} } }`);
  expect(written("high >= low")).toBe(written("low <= high"));
  for (const rule of ["low < 1", "low + 1 < high", "low"]) expect(() => written(rule)).toThrow(`shelf: the rule ${rule} does not compare`);
});

test("have kinks that depend on parameters as functions, which `spec` has at the parameters in force", async () => {
  const { specification, parameters } = await constantsOf("shelf");
  const create = createActivation as (definition: unknown) => { with(options: object): { spec: object } } & { spec: object };
  const scalar = { value: (x: number) => x, derivative: () => 1 };
  const shelf = create({ specification, parameters: new ParameterSet(parameters), ...scalar });
  expect(shelf.spec).toMatchObject({
    kinks: [-1, 1],
    slopes: [
      [0, 1],
      [1, 0],
    ],
    range: "[low, high]",
  });
  expect(shelf.with({ low: -2.5 }).spec).toMatchObject({ kinks: [-2.5, 1] });
  expect((await constantsOf("notch")).specification.range).toBe("[floor, floor] or [0, 0] or (width, Infinity)");
});
