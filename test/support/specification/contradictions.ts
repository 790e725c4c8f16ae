/** Contradictions of an entry of the specification with itself at some parameters. */
import type { ParameterValues } from "../../../oracle/oracle.js";
import type { ActivationEntry, Kink } from "../../../specification/schema.js";
import { Evaluator, METHODS, near, POINTS, substitute } from "./evaluator.js";
import { limits, monotone, range, root } from "./shape.js";

export function contradictions(entry: ActivationEntry, parameters: ParameterValues): readonly string[] {
  const e = new Evaluator(entry, parameters);
  return [
    ...(entry.rules ?? []).filter((rule) => !e.holds(rule)).map((rule) => `${rule} does not hold`),
    ...e.facts.kinks.flatMap((one) => kink(e, one)),
    ...e.facts.roots.flatMap((one) => root(e, one)),
    ...[derivatives, stableForms, limits, range, monotone, gradients, fromOutput].flatMap((check) => check(e)),
    ...(entry.zeroKeepsSign && e.f(0) !== 0 ? ["the value at 0 is not 0"] : []),
  ];
}

/** (f(x + step) - from)/step, with `from` by default f(x). */
function quotient(e: Evaluator, formula: string, x: number, step: number, from = formula): number {
  return e.evaluate(`((${substitute(formula, "x", "x + h")}) - (${from}))/h`, { x, h: step });
}

function kink(e: Evaluator, { at, left, right, value, ...own }: Kink): string[] {
  const x = e.evaluate(at);
  const formula = e.entry.formula.value;
  const sides = ([left, right] as const).flatMap((slope, k) => {
    const h = (k === 0 ? -1 : 1) * 2 ** -70;
    const got = quotient(e, formula, x, h, value?.[k]);
    return near(got, e.evaluate(slope)) ? [] : [`the slope ${k === 0 ? "left" : "right"} of ${at} is ${got}, not ${slope}`];
  });
  const slopes = [left, right].map((slope) => e.evaluate(slope));
  const jumps = [value ? value.map((one) => e.evaluate(one)) : [0, 0], slopes].some(([a, b]) => a !== b);
  return [
    ...sides,
    ...(jumps || e.entry.parameters ? [] : [`nothing jumps at ${at}`]),
    ...(["derivative", "secondDerivative"] as const).flatMap((method) =>
      near(e.f(x, method), e.evaluate(own[method])) ? [] : [`the ${method} at ${at} is ${e.f(x, method)}, not ${own[method]}`],
    ),
  ];
}

/**
 * Contradictions of derivatives, from both sides, so that an unlisted kink is found where it lies
 * at a point.
 */
function derivatives(e: Evaluator): string[] {
  const { value, derivative } = e.entry.formula;
  return POINTS.filter((x) => !e.kinks.includes(x)).flatMap((x) =>
    [-(2 ** -90), 2 ** -90].flatMap((h) => {
      const got = quotient(e, value, x, h);
      return near(got, e.evaluate(derivative, { x })) ? [] : [`the slope at ${x} is ${got}, not ${e.f(x, "derivative")}`];
    }),
  );
}

function stableForms(e: Evaluator): string[] {
  return METHODS.flatMap((method) => {
    const { [method]: stable } = e.entry.stable ?? {};
    if (!stable) return [];
    return POINTS.filter((x) => e.evaluate(stable, { x }) !== e.f(x, method)).map((x) => `the stable ${method} differs at ${x}`);
  });
}

function gradients(e: Evaluator): string[] {
  const { value } = e.entry.formula;
  return Object.entries(e.entry.parameters ?? {}).flatMap(([name, { gradient }]) => {
    if (!gradient) return [];
    const slope = `((${substitute(value, name, `${name} + h`)}) - (${substitute(value, name, `${name} - h`)}))/(2*h)`;
    const h = 2 ** -75 * Math.abs(e.parameters[name] || 1);
    return POINTS.filter((x) => !e.kinks.includes(x)).flatMap((x) =>
      near(e.evaluate(slope, { x, h }), e.evaluate(gradient, { x })) ? [] : [`the gradient of ${name} at ${x} is not ${gradient}`],
    );
  });
}

function fromOutput(e: Evaluator): string[] {
  const { value, derivative, derivativeFromOutput } = e.entry.formula;
  const tells = Object.entries(e.entry.parameters ?? {}).every(
    ([name, { minimumFromOutput = -Infinity }]) => (e.parameters[name] as number) >= minimumFromOutput,
  );
  if (!derivativeFromOutput || !tells) return [];
  const composed = substitute(derivativeFromOutput, "y", value);
  return POINTS.filter((x) => !near(e.evaluate(composed, { x }), e.evaluate(derivative, { x }))).map(
    (x) => `from the output the derivative at ${x} is another`,
  );
}
