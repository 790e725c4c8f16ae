/**
 * The specification: every entry has its form, and agrees with itself at its parameters; so do
 * those of the fixture, which are made up.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { specification } from "../oracle/oracle.js";
import { complaints } from "../specification/check.js";
import type { ActivationEntry, Entries } from "../specification/schema.js";
import { contradictions } from "./support/specification/contradictions.js";
import { parameterSets } from "./support/specification/evaluator.js";

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const fixture: Entries<ActivationEntry> = {
  ...read("test/fixtures/specification/activations.json"),
  bend: read("test/fixtures/extension/activation.json"),
};

test.each(["activations", "gates", "rows", "features", "losses", "math"] as const)("%s.json has the form that the schema says", (kind) => {
  expect(complaints(kind, read(`specification/${kind}.json`))).toEqual([]);
});

test("the fixture has it, and what has not is named", () => {
  expect(complaints("activations", fixture)).toEqual([]);
  const { source, ...rest } = fixture.bump as ActivationEntry;
  expect(complaints("activations", { bump: { ...rest, range: ["0 to 1"], colour: "red" } })).toEqual([
    "bump: source is missing",
    'bump: range is ["0 to 1"]',
    "bump: colour is unknown",
  ]);
});

describe.each(Object.entries({ ...specification, ...fixture }))("%s", (_, entry) => {
  test.each(parameterSets(entry))("with %o", (parameters) => {
    expect(contradictions(entry, parameters)).toEqual([]);
  });

  test("every case is that of some parameters", () => {
    const reached = parameterSets(entry).map((parameters) => JSON.stringify(contradictions({ ...entry, cases: [] }, parameters)));
    expect(reached.filter((one) => one !== "[]").length).toBeGreaterThanOrEqual(entry.cases?.length ?? 0);
  });
});

describe("a mistake is found", () => {
  const { shelf, notch, swell, bump } = fixture as Record<string, ActivationEntry>;
  const { relu, swish } = specification as Record<string, ActivationEntry>;
  const firstKink = ({ kinks = [] }: ActivationEntry, mistake: object) => ({
    kinks: kinks.map((kink, i) => (i === 0 ? { ...kink, ...mistake } : kink)),
  });
  test.each<[string, ActivationEntry, object, string]>([
    ["a slope", shelf, firstKink(shelf, { left: "1" }), "the slope left of low is 0, not 1"],
    ["a jump", notch, firstKink(notch, { value: ["0", "0"] }), "the slope left of -width is"],
    ["a derivative at a kink", relu, firstKink(relu, { derivative: "1" }), "the derivative at 0 is 0, not 1"],
    ["a kink that is not listed", relu, { kinks: [] }, "the slope at 0 is"],
    ["a limit", shelf, { limits: { ...shelf.limits, value: ["0", "high"] } }, "far out the value is -1, not 0"],
    ["a limit of a wave", swell, { limits: { ...swell.limits, value: ["0", "0"] } }, "far out the value is"],
    ["an end that is closed", bump, { range: ["[0, height]"] }, "0 is no value"],
    ["an end that is open", bump, { range: ["(0, height)"] }, "the value at 0 is out of (0, height)"],
    ["a range too narrow", notch, { range: ["[0, 0]", "(width, Infinity)"] }, "the value at -23 is out of"],
    ["a direction", bump, { monotone: true }, "not increasing on (-Infinity, Infinity)"],
    ["a root", swish, { roots: [{ of: "derivative", at: "-1.2784/beta" }] }, "-1.2784/beta is no root of the derivative"],
    ["a rule", shelf, { rules: ["low > high"] }, "low > high does not hold"],
    ["a stable form", relu, { stable: { value: "x" } }, "the stable value differs at -0.0625"],
    [
      "the output",
      relu,
      { formula: { ...relu.formula, derivativeFromOutput: "1" } },
      "from the output the derivative at -0.0625 is another",
    ],
    ["0", bump, { zeroKeepsSign: true }, "the value at 0 is not 0"],
    [
      "a gradient",
      bump,
      { parameters: { height: { ...bump.parameters?.height, gradient: "x" } } },
      "the gradient of height at -0.0625 is not x",
    ],
  ])("%s", (_, entry, mistake, complaint) => {
    const wrong = { ...entry, ...mistake };
    expect(contradictions(wrong, parameterSets(wrong)[0] ?? {})).toContainEqual(expect.stringContaining(complaint));
  });
});
