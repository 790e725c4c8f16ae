/**
 * The definitions of activations: each is in the barrel, in the registry and in the specification,
 * and has the forms of which that tells.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { specification } from "../oracle/oracle.js";
import type { Parameter } from "../src/call/parameters.js";
import { activations } from "../src/index.js";

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
  for (const [parameter, { description, note, gradient, standsFor, ...rules }] of Object.entries(parameters)) {
    // An order of two parameters is a rule of the entry, not of either.
    const { lessThan, atMost, ...own } = spec.parameters[parameter] as Parameter;
    expect(own).toEqual(rules);
  }
  expect("backwardFromOutput" in methods).toBe(formula?.derivativeFromOutput !== undefined);
  const hint = `${name} has either bounds of fast in its definition or "without": ["fast"] in its entry`;
  expect(spec.bounds?.fast === undefined, hint).toBe(without.includes("fast"));
});

test.each(names)("the docstring of %s ends with what is thrown and an example", (name) => {
  const docstring = new RegExp(`/\\*\\*\n((?: \\*.*\n)+?) \\*/\nexport const ${name} = `).exec(
    readFileSync(`${folder}/${name}.ts`, "utf8"),
  )?.[1];
  expect(docstring).toMatch(
    new RegExp(
      ` \\* @throws TypeError (?:.*\n)+ \\*\n \\* @example\n \\* import \\{ ${name} \\} from "hillock";\n(?: \\* .*\n)* \\* .* // => `,
    ),
  );
});
