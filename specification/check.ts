/** The check of the entries: names of their parts and kinds of their values. */
import { readInterval } from "./schema.js";

type Rule = (value: unknown) => boolean;

const text: Rule = (value) => typeof value === "string" && value !== "";
const sentence: Rule = (value) => text(value) && /^[A-Z\d].*\.$/s.test(value as string);
const number: Rule = (value) => typeof value === "number" && Number.isFinite(value);
const flag: Rule = (value) => typeof value === "boolean";
const listOf =
  (rule: Rule, length?: number): Rule =>
  (value) =>
    Array.isArray(value) && value.every(rule) && (length === undefined || value.length === length);
const oneOf =
  (...values: readonly string[]): Rule =>
  (value) =>
    values.includes(value as string);
const mapOf =
  (rule: Rule): Rule =>
  (value) =>
    isObject(value) && Object.values(value).every(rule);
const interval: Rule = (value) => {
  try {
    return Boolean(readInterval(value as string));
  } catch {
    return false;
  }
};

/** An object with these parts, those with a `?` if it likes, and no others. */
const object =
  (parts: Readonly<Record<string, Rule>>): Rule =>
  (value) =>
    isObject(value) && complaintsOf(value, parts).length === 0;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function complaintsOf(value: Record<string, unknown>, parts: Readonly<Record<string, Rule>>): string[] {
  const wrong = Object.entries(parts).flatMap(([part, rule]) => {
    const name = part.replace("?", "");
    if (value[name] === undefined) return part === name ? [`${name} is missing`] : [];
    return rule(value[name]) ? [] : [`${name} is ${JSON.stringify(value[name])}`];
  });
  const known = Object.keys(parts).map((part) => part.replace("?", ""));
  return [...wrong, ...Object.keys(value).flatMap((name) => (known.includes(name) ? [] : [`${name} is unknown`]))];
}

const pair = listOf(text, 2);
const parameter = object({
  description: sentence,
  "note?": sentence,
  default: (value) => number(value) || value === "Infinity",
  "standsFor?": text,
  "minimum?": number,
  "exclusiveMinimum?": flag,
  "maximum?": number,
  "infinite?": flag,
  "whole?": flag,
  "minimumMagnitude?": number,
  "minimumFromOutput?": number,
  "fastMagnitudes?": listOf(number, 2),
  "perChannel?": flag,
  examples: listOf(number),
  "gradient?": text,
});
const formulas = { value: text, derivative: text, secondDerivative: text, "derivativeFromOutput?": text };
const kink = object({ at: text, left: text, right: text, derivative: text, secondDerivative: text, "value?": pair });
const root = object({ of: oneOf("value", "derivative", "secondDerivative"), at: text, "forEvery?": text });
const directions = object({ "increasing?": listOf(interval), "decreasing?": listOf(interval) });
const monotone: Rule = (value) => flag(value) || directions(value);
const limits = { value: pair, derivative: pair, secondDerivative: pair };
const anyOf = (parts: Readonly<Record<string, Rule>>) =>
  Object.fromEntries(Object.entries(parts).map(([name, rule]) => [`${name.replace("?", "")}?`, rule]));
const facts = { "kinks?": listOf(kink), limits: object(limits), range: listOf(interval), monotone, "roots?": listOf(root) };
const condition: Rule = (value) => value === null || flag(value) || number(value) || text(value);
const named = object({
  name: (value) => text(value) || listOf(text)(value),
  "parameters?": mapOf(text),
  "defaults?": mapOf(number),
  "required?": (value) => value === true,
  "when?": mapOf(listOf(condition)),
  "ignored?": listOf(text),
});
const names = mapOf(listOf((value) => text(value) || named(value)));
const described = { title: sentence, "summary?": sentence, source: sentence, names };

const KINDS = {
  activations: {
    ...described,
    family: oneOf("rectifier", "smoothRectifier", "sigmoid", "line", "shrinkage", "other"),
    use: sentence,
    "parameters?": mapOf(parameter),
    "rules?": listOf(text),
    formula: object(formulas),
    "stable?": object(anyOf(formulas)),
    ...facts,
    "cases?": listOf(object({ ...anyOf(facts), when: text, "limits?": object(anyOf(limits)) })),
    "surrogates?": mapOf(text),
    "random?": object({ insteadOf: text, drawn: text, largest: text }),
    "constantDerivatives?": flag,
    "zeroKeepsSign?": flag,
    "without?": listOf(oneOf("kernel", "fast")),
    "preset?": object({ of: text, parameters: mapOf(text) }),
  },
  gates: {
    ...described,
    "activation?": text,
    "parameters?": mapOf(parameter),
    "formula?": object({ value: text, backwardToValue: text, backwardToGate: text }),
    "definitions?": mapOf(text),
  },
  rows: {
    ...described,
    "parameters?": mapOf(parameter),
    formula: object({ value: text, gradient: text }),
    "legend?": object({ "value?": text, "gradient?": text }),
    "definitions?": mapOf(text),
    "threshold?": number,
    "stable?": object({ "value?": text, "gradient?": text }),
    empty: object({ value: text, "gradient?": text }),
    "length?": text,
    range: listOf(interval),
    "without?": listOf(oneOf("kernel", "fast", "temperature")),
    "preset?": object({ of: text, "x?": text, "axis?": number }),
  },
  features: {
    ...described,
    several: oneOf("x", "y"),
    "parameters?": mapOf(parameter),
    formula: object({ value: text, gradient: text }),
    "legend?": object({ "value?": text, "gradient?": text }),
  },
  math: {
    title: sentence,
    "summary?": sentence,
    "arguments?": pair,
    formula: object({ value: text, derivative: text }),
    "stable?": text,
    domain: listOf(interval),
    range: listOf(interval),
    monotone,
    special: mapOf(text),
    source: sentence,
  },
  losses: { ...described, formula: object({ loss: text, mean: text, gradient: text }) },
} as const satisfies Record<string, Readonly<Record<string, Rule>>>;

/** All that is wrong with the entries of a file: `elu: limits is {...}`. */
export function complaints(kind: keyof typeof KINDS, entries: unknown): readonly string[] {
  if (!isObject(entries)) return ["there are no entries"];
  return Object.entries(entries).flatMap(([name, entry]) =>
    (isObject(entry) ? complaintsOf(entry, KINDS[kind]) : ["it is no object"]).map((complaint) => `${name}: ${complaint}`),
  );
}
