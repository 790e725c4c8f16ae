/**
 * The definitions of activations: each is in the barrel, in the registry and in the specification,
 * and has the forms of which that tells. Docstrings of other functions promise what definitions do.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { specification } from "../oracle/oracle.js";
import type { Parameter } from "../src/call/parameters.js";
import * as features from "../src/features/index.js";
import * as gated from "../src/gated/index.js";
import { activations } from "../src/index.js";
import * as losses from "../src/losses/index.js";
import * as rowwise from "../src/rowwise/index.js";

const folder = "src/activations";
const names = readdirSync(folder)
  .filter((name) => name !== "index.ts")
  .map((name) => name.replace(/\.ts$/, ""))
  .toSorted();

test("the barrel has a line for every file, in alphabetical order, and the registry an activation", () => {
  expect(readFileSync(`${folder}/index.ts`, "utf8")).toBe(
    names
      .toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
      .map((name) => `export { ${name} } from "./${name}.js";\n`)
      .join(""),
  );
  expect(Object.keys(activations).toSorted()).toEqual(names);
});

test.each(Object.entries(activations))("%s is what its entry in the specification says", (name, { spec, ...methods }) => {
  const { formula, parameters = {}, without = [] } = specification[name] ?? {};
  expect(spec.name).toBe(name);
  expect(spec.formula).toEqual(formula);
  for (const [parameter, { description, note, standsFor, ...rules }] of Object.entries(parameters)) {
    // An order of two parameters is a rule of the entry, not of either.
    const { lessThan, atMost, ...own } = spec.parameters[parameter] as Parameter;
    expect(own).toEqual(rules);
  }
  expect("backwardFromOutput" in methods).toBe(formula?.derivativeFromOutput !== undefined);
  const isLearnable = Object.values(parameters).some(({ gradient }) => gradient !== undefined);
  expect("parameterGradients" in methods).toBe(isLearnable);
  for (const type of ["float32", "float64"] as const)
    expect(spec.bounds?.[type].parameterGradients !== undefined, `bounds.${type}.parameterGradients`).toBe(isLearnable);
  const hint = `${name} has either bounds of fast in its definition or "without": ["fast"] in its entry`;
  expect(spec.bounds?.fast === undefined, hint).toBe(without.includes("fast"));
});

const docstringOf = (file: string, name: string): string =>
  new RegExp(`/\\*\\*\n((?: \\*.*\n)+?) \\*/\nexport const ${name}\\b`).exec(readFileSync(file, "utf8"))?.[1] ?? "";

test.each(names)("the docstring of %s ends with what is thrown and an example", (name) => {
  expect(docstringOf(`${folder}/${name}.ts`, name)).toMatch(
    new RegExp(
      ` \\* @throws TypeError (?:.*\n)+ \\*\n \\* @example\n \\* import \\{ ${name} \\} from "hillock";\n(?: \\* .*\n)* \\* .* // => `,
    ),
  );
});

type Promised = Readonly<Record<string, Readonly<Record<string, number>>>>;
const others = Object.entries({ features, gated, losses, rowwise }).flatMap(([folder, functions]) =>
  Object.entries(functions).map(([name, { spec }]) => ({ folder, name, bounds: spec.bounds as unknown as Promised })),
);

test.each(others)("the docstring of $name has the bounds of its definition", ({ folder, name, bounds }) => {
  const [text = ""] = docstringOf(`src/${folder}/${name}.ts`, name)
    .replaceAll(/\s*\n \*\s*/g, " ")
    .split(" @throws");
  // Correct rounding is more than a bound that leaves room.
  if (text.includes("which is correct rounding")) return;
  const missing = Object.entries(bounds).flatMap(([tier, methods]) =>
    Object.entries(methods)
      // A fast gradient is that of float32; what is exact, or in other units, is in words.
      .filter(([method, bound]) => bound > 0.5 && !(tier === "fast" && /^backward/.test(method)))
      .filter(([, bound]) => !new RegExp(`\\b${tier}\\b(?:[^;]|; gradient)*?[ (]${bound}(?![\\d]|\\.\\d)`).test(text))
      .map(([method, bound]) => `${tier} ${method}: ${bound}`),
  );
  expect(missing).toEqual([]);
});
