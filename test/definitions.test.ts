/** What definitions and docstrings say of an activation: the same thing, and what the specification says. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { Reference, specification } from "../oracle/oracle.js";
import { errorParagraph } from "../scripts/docs/docstrings.js";
import type { Parameter } from "../src/call/parameters.js";
import type { Specification } from "../src/functions/types.js";
import { activations } from "../src/index.js";

const folder = "src/activations";
const files = readdirSync(folder).filter((name) => name !== "index.ts");

test("the barrel has a line for every file, in alphabetical order, and the registry an activation", () => {
  const names = files.map((name) => name.replace(/\.ts$/, "")).toSorted();
  expect(readFileSync(`${folder}/index.ts`, "utf8")).toBe(names.map((name) => `export { ${name} } from "./${name}.js";\n`).join(""));
  expect(Object.keys(activations)).toEqual(names);
});

describe.each(Object.entries(activations).map(([name, { spec }]) => [name, spec as Specification] as const))("%s", (name, spec) => {
  const { formula, range, limits, kinks, parameters } = spec;
  const row = specification[name];
  const values = Object.fromEntries(Object.entries(parameters).map(([key, { default: value }]) => [key, value]));
  const evaluate = (text: string, x = 0) => new Exact(parse(text)).round(float64, { ...values, x, y: x });

  const points = [-31, -6.5, -1.375, -0.75, -0.0625, 0.0625, 0.5, 2.25, 7, 40];

  test.each(["value", "derivative", "secondDerivative"] as const)("the formula of the %s is that of the specification", (method) => {
    const reference = new Reference(name, method, values);
    for (const x of points) expect(evaluate(formula[method], x), `at ${x}`).toBe(reference.judge(float64, [x], 0).rounded);
  });

  test("the derivative from the output is that of the specification", () => {
    expect(formula.derivativeFromOutput === undefined).toBe(row?.formula.derivativeFromOutput === undefined);
    for (const y of points) {
      if (formula.derivativeFromOutput)
        expect(evaluate(formula.derivativeFromOutput, y)).toBe(evaluate(row?.formula.derivativeFromOutput as string, y));
    }
  });

  test("limits and range are those of the specification", () => {
    for (const method of ["value", "derivative"] as const)
      for (const side of [0, 1] as const)
        expect(evaluate(limits[method][side]) + 0).toBe(evaluate(row?.limits[method][side] as string) + 0);
    const [, open, low, high, close] = /^([[(])(.+), (.+)([\])])$/.exec(range) ?? [];
    const reference = new Reference(name, "value", values);
    for (const x of [...points, -Infinity, Infinity]) {
      const { rounded } = reference.judge(float64, [x], 0);
      expect(rounded).toBeGreaterThanOrEqual(evaluate(low as string));
      expect(rounded).toBeLessThanOrEqual(evaluate(high as string));
    }
    expect(open === "[" || low?.includes("Infinity") || limits.value[0] === low).toBe(true);
    expect(close).toBe(")");
  });

  const source = readFileSync(`${folder}/${name}.ts`, "utf8");
  const docstring =
    new RegExp(`/\\*\\*\n((?: \\*.*\n)*?) \\*/\nexport const ${name} = /\\*#__PURE__\\*/ create\\w+(?:<[\\w, ]+>)?\\(\\{\n`).exec(
      source,
    )?.[1] ?? "";
  const lines = docstring.split("\n").map((line) => line.slice(3));
  const text = lines.join(" ").replaceAll(/ +/g, " ");

  test("the docstring begins with one sentence and the formulas of the definition", () => {
    expect(lines[0]).toMatch(/^[A-Z][^.]*\.$/);
    const forms = lines.filter((line) => line.startsWith(`    ${name}`)).map((line) => line.trim().replace(/ += /, " = "));
    const fromOutput = formula.derivativeFromOutput ? [`${name}' = ${formula.derivativeFromOutput}, from the output y`] : [];
    expect(forms).toEqual([
      `${name}(x) = ${formula.value}`,
      `${name}'(x) = ${formula.derivative}`,
      `${name}''(x) = ${formula.secondDerivative}`,
      ...fromOutput,
    ]);
  });

  test("the docstring has shapes, range, limits, kinks, errors thrown, source and an example", () => {
    expect(text).toContain("Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and length,");
    const [[below, above], [slopeBelow, slopeAbove]] = [limits.value, limits.derivative];
    expect(text).toContain(
      `Range ${range}. At -Infinity and Infinity, ${name} is ${below} and ${above}, ${name}' ${slopeBelow} and ${slopeAbove}.`,
    );
    for (const kink of kinks) expect(text).toContain(`${name}'(${kink}) is `);
    if (row?.zeroKeepsSign) expect(text).toContain(`${name}(-0) is -0`);
    expect(text).toContain("NaN gives NaN.");
    expect(text).toMatch(/ Source: [^.]*\b(18|19|20)\d\d, [^.]*\. /);
    expect(text).toContain("@throws TypeError");
    expect(docstring).toMatch(new RegExp(` \\* @example\n \\* import \\{ ${name} \\} from "hillock";\n(?: \\* .*\n)* \\* .* // => `));
  });

  test.each(Object.entries(parameters))("the docstring tells the rules for %s", (parameter, rules: Parameter) => {
    const { minimum, maximum, exclusiveMinimum } = rules;
    const range =
      maximum === undefined ? `any finite number${exclusiveMinimum ? ` above ${minimum}` : ""}` : `from ${minimum} to ${maximum}`;
    expect(text).toContain(`\`${parameter}\`: ${range}, by default ${rules.default}`);
    if (rules.minimumFromOutput !== undefined)
      expect(text).toContain(`at least ${rules.minimumFromOutput} for the derivative from the output`);
  });

  test("the docstring quotes the errors promised, and those on record", () => {
    const paragraph = errorParagraph(name, spec.bounds as NonNullable<Specification["bounds"]>);
    expect(docstring, "npm run docs brings it up to date").toContain(paragraph.map((line) => ` * ${line}\n`).join(""));
  });
});
