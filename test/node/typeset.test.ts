/** Formulas of the specification as the pages set them. */
import { describe, expect, test } from "vitest";
import { parse } from "../../oracle/formula.js";
import { typesetMath } from "../../site/build/otherFormulas.js";
import { mathOf, notationOf } from "../../site/build/typeset/math.js";
import { Typesetter } from "../../site/build/typeset/typesetter.js";
import activations from "../../specification/activations.json" with { type: "json" };
import math from "../../specification/math.json" with { type: "json" };
import rows from "../../specification/rows.json" with { type: "json" };
import type { MathEntry } from "../../specification/schema.js";

const tex = (formula: string, rows: readonly string[] = []) => new Typesetter(new Set(rows)).of(parse(formula));

describe("formulas are set as mathematics writes them", () => {
  test.each([
    ["equal factors are powers", "0.044715*x*x*x", "0.044715 \\, x^{3}"],
    ["powers of functions stand by their names", "1 - tanh(x)*tanh(x)", "1 - \\tanh^{2}(x)"],
    ["numbers come first, factors of 1 not at all", "value*1*0.5*x", "\\tfrac{1}{2} \\cdot \\mathrm{value} \\cdot x"],
    ["a minus sign stands before a product", "sigmoid((-beta)*x)", "\\sigma(-\\beta \\, x)"],
    ["a minus sign stands before a fraction", "-2/sqrt(pi)*exp(-x*x)", "-\\frac{2}{\\sqrt{\\pi}} \\, e^{-x^{2}}"],
    ["a minus sign and a plus are one minus", "x + -y", "x - y"],
    ["what is subtracted keeps its parentheses", "x - (y + 1)", "x - (y + 1)"],
    ["fractions in exponents are flat", "exp(-x*x/(2*alpha))", "e^{-x^{2}/(2 \\, \\alpha)}"],
    ["halves as exponents", "pow(1 + x*x, 1.5)", "(1 + x^{2})^{3/2}"],
    ["a power of a power has parentheses", "pow(exp(x), 2)", "(e^{x})^{2}"],
    ["long constants are cut", "1.0507009873554804934193349852946*x", "1.0507009\\text{…} \\, x"],
    ["short decimals that float64 cannot hold are short", "1.7019999999999999573*x", "1.702 \\, x"],
    ["conditions on both sides are a range", "where(x > -3 & x < 3, 1, 0)", cases("1 & \\text{if } -3 < x < 3", "0 & \\text{otherwise}")],
    [
      "cases within cases are told with them",
      "where(x > theta, where(x < 6, x, 6), 0)",
      cases("x & \\text{if } \\theta < x < 6", "6 & \\text{if } x > \\theta \\text{ and } x \\ge 6", "0 & \\text{otherwise}"),
    ],
    ["a factor of 1 or 0 is an indicator", "dy*where(x > 0, 1, 0)", "\\mathrm{dy} \\, \\mathbf{1}_{x > 0}"],
  ])("%s", (_, formula, wanted) => {
    expect(tex(formula)).toBe(wanted);
  });

  test.each([
    ["exp(x[i]/temperature)/sum(exp(x/temperature))", "\\frac{e^{x_{i}/T}}{\\sum_{j} e^{x_j/T}}"],
    ["sum(exp(x - max(x)))", "\\sum_{j} e^{x_j - \\max_{k} x_k}"],
    ["dy*exp(x[i] - y)", "\\mathrm{dy} \\, e^{x_{i} - y}"],
    ["dy[argmax(y)]", "\\mathrm{dy}_{\\operatorname{arg\\,max}_{j} y_j}"],
    ["-sum(a*log(softmax(x)))", "-\\sum_{j} a_j \\, \\log(\\operatorname{softmax}(x)_j)"],
  ])("sums over the entries of a row have an index: %s", (formula, wanted) => {
    expect(tex(formula, ["x", "y", "dy", "a"])).toBe(wanted);
  });

  test("all formulas of the specification are set, none with an error of TeX", () => {
    const formulas = Object.values({ ...activations, ...math, ...rows }).flatMap(({ formula }) => Object.values(formula ?? {}));
    expect(formulas.length).toBeGreaterThan(200);
    for (const formula of formulas as string[])
      expect(mathOf(formula, "f(x)", ["x", "y", "dy"]), formula).not.toMatch(/temml-error|ParseError/);
  });

  test("a function of hillock/math is not said to be itself", () => {
    for (const [name, entry] of Object.entries(math)) {
      const [value = ""] = typesetMath(name, entry as MathEntry).formulas;
      expect(value, name).not.toMatch(/temml-error|ParseError/);
      const [, left = "", right = ""] = /^<math[^>]*>(?:<mrow>)?(.*?)<mo[^>]*>=<\/mo>(.*)/.exec(value) ?? [];
      expect(left, name).toContain(`>${name}<`);
      expect(right, name).not.toContain(left);
    }
  });

  test("symbols are explained, and those alone that are there", () => {
    expect(notationOf(["x*sigmoid(beta*x)"])).toBe("σ is the sigmoid, σ(x) = 1/(1 + exp(−x)).");
    expect(notationOf(["dy*where(gate > 0, 1, 0)"])).toBe("1 with a condition is 1 where that holds, and 0 elsewhere.");
    expect(notationOf(["where(x > 0, 1, 0)", "max(x, 0)"])).toBe("");
  });
});

function cases(...lines: readonly string[]): string {
  return `\\begin{dcases} ${lines.map((line) => `\\, ${line}`).join(" \\\\ ")} \\end{dcases}`;
}
