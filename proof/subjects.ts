/**
 * Functions of single elements as they are verified: every method in every tier, read off the
 * registries.
 */

import { type Format, float32, float64 } from "../oracle/formats.js";
import type { Method, ParameterValues } from "../oracle/oracle.js";
import * as fast from "../src/fast.js";
import type { Root } from "../src/functions/definition.js";
import type { Elementary } from "../src/functions/elementary.js";
import { internalsOf } from "../src/functions/internals.js";
import type { Activation, Specification } from "../src/functions/types.js";
import { activations } from "../src/index.js";
import * as math from "../src/math.js";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import { type ActivationMethod, isGradient, methods, takesTwo } from "./methods.js";
import type { Tier } from "./record.js";

/** One method of one function to verify, as data. */
export interface Subject<M extends string = string> {
  readonly name: string;
  readonly tier: Tier;
  readonly method: M;
  /** The parameters of an activation; other functions have none here. */
  readonly parameters: ParameterValues;
}

export type ActivationSubject = Subject<ActivationMethod>;

export type Floats = Float32Array | Float64Array;

/** An activation as it is called here: on arrays of either type, into given ones. */
export interface Callable {
  (x: Floats, options: { readonly out: Floats }): Floats;
  /** The call of a function of two numbers. */
  (x: Floats, y: Floats, options: { readonly out: Floats }): Floats;
  readonly derivative: Callable;
  readonly secondDerivative: Callable;
  valueAndDerivative(x: Floats, options: { readonly out: Pair }): Pair;
  backward(dy: Floats, x: Floats, options: { readonly out: Floats }): Floats;
  backwardFromOutput?(dy: Floats, y: Floats, options: { readonly out: Floats }): Floats;
  /** The activation with other parameters; other functions have no such method. */
  with?(parameters: ParameterValues): Activation;
  readonly spec: Specification;
}

interface Pair {
  readonly value: Floats;
  readonly derivative: Floats;
}

const registry = activations as unknown as Readonly<Record<string, Callable>>;
const fastRegistry = fast as unknown as Readonly<Record<string, Callable>>;

/** The names of all activations. */
export const names: readonly string[] = Object.keys(registry);

/**
 * The prefix that tells functions of hillock/math from activations: both have an atan and a tanh.
 */
const PREFIX = "math.";

/** The functions of hillock/math, by their names with the prefix. */
const elementary = /*#__PURE__*/ Object.fromEntries(
  Object.entries(math).flatMap(([name, f]) => (typeof f === "function" ? [[PREFIX + name, f as unknown as Elementary]] : [])),
);

export const elementaryNames: readonly string[] = /*#__PURE__*/ Object.keys(elementary);

/** The name in hillock/math; undefined of an activation. */
export function elementaryName(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}

/**
 * The functions whose results in float32 can all be tried: those of one number, and activations at
 * given parameters.
 */
export const coverableNames: readonly string[] = [
  ...names,
  .../*#__PURE__*/ elementaryNames.filter((name) => !takesTwo(elementary[name] as Elementary)),
];

/**
 * The specification of a function of hillock/math as activations have theirs: one method, no
 * parameters.
 */
function elementarySpecOf(name: string) {
  const { bounds, ...spec } = (elementary[name] as Elementary).spec;
  const promises = { float32: { value: bounds.float32 }, float64: { value: bounds.float64 } };
  return { ...spec, kinks: [], parameters: {}, bounds: promises } as unknown as Specification;
}

export function specOf(name: string) {
  const spec = elementaryName(name) === undefined ? (registry[name] as Callable).spec : elementarySpecOf(name);
  if (!spec.bounds) throw new Error(`${name} promises nothing`);
  return { ...spec, bounds: spec.bounds };
}

export function tiersOfElements(name: string): readonly Tier[] {
  if (elementaryName(name) !== undefined) return ["float32", "float64"];
  return kernelOf(callableOf(name, "fast"), "fast") === kernelOf(callableOf(name, "float32"), "float32")
    ? ["float32", "float64"]
    : ["float32", "fast", "float64"];
}

export function methodsOf(name: string): readonly ActivationMethod[] {
  if (elementaryName(name) !== undefined) return ["value"];
  return methods.filter((method) => method !== "backwardFromOutput" || registry[name]?.backwardFromOutput);
}

/**
 * Every method of a function of single elements, in every tier, at the defaults and at every
 * example of a parameter.
 */
export function subjectsOfElements(name: string): readonly ActivationSubject[] {
  return tiersOfElements(name).flatMap((tier) =>
    parameterSets(name).flatMap((parameters) =>
      methodsOf(name)
        .map((method) => ({ name, tier, method, parameters }))
        .filter(allows),
    ),
  );
}

/** The kernel of one of hillock's functions, as the exports of a tier have it. */
export function kernelOf(value: unknown, tier: Tier): KernelCode {
  const { float32, float64 } = internalsOf("verify", "function", value).kernels;
  return (tier === "float64" ? float64 : float32) as KernelCode;
}

/** The function itself, from the exports of the tier. */
export function callableOf(name: string, tier: Tier): Callable {
  if (elementaryName(name) !== undefined) return elementary[name] as unknown as Callable;
  return (tier === "fast" ? fastRegistry : registry)[name] as Callable;
}

export function formatOf(tier: Tier): Format {
  return tier === "float64" ? float64 : float32;
}

/** The function of the oracle that a method is measured against. */
export function referenceOf(method: ActivationMethod): Method {
  return method === "pairValue" ? "value" : method === "pairDerivative" ? "derivative" : method;
}

/** The value, derivative or second derivative whose bound holds for a method. */
function promised(method: ActivationMethod): "value" | "derivative" | "secondDerivative" {
  return method === "pairValue" ? "value" : method === "pairDerivative" || isGradient(method) ? "derivative" : method;
}

function boundsOf({ name, tier }: Subject) {
  const bounds = specOf(name).bounds[tier];
  if (!bounds) throw new Error(`${name} has a fast form, but its definition has no bounds for it`);
  return bounds;
}

/**
 * The largest error promised, in ULP. Where f' has the format of the result, its error can count
 * double in a gradient, whose mantissa may be nearly twice as large for the same exponent, and the
 * product rounds once more. The kernels of the float32 tier have f' in double precision, and round
 * once.
 */
export function boundOf(subject: ActivationSubject): number {
  const bounds = boundsOf(subject);
  const bound = bounds[promised(subject.method)];
  const own = isDefault(subject) ? bound : Math.max(bound, bounds.otherParameters ?? 0);
  if (!isGradient(subject.method)) return own;
  return subject.tier === "float32" ? Math.max(own, FLOAT32) : 2 * own + 0.5;
}

/** The promise of the float32 tier, which holds for a product as well. */
const FLOAT32 = 0.51;

/** The roots beside which a bound is absolute: for a gradient, of the error divided by dy. */
export function rootsOf(subject: ActivationSubject): readonly Root[] {
  const exists = ({ unlessZero }: Root) => unlessZero === undefined || subject.parameters[unlessZero] !== 0;
  const own = (boundsOf(subject).roots ?? []).filter((root) => root.of === promised(subject.method) && exists(root));
  const magnitude = ({ times }: Root) => (times === undefined ? 1 : Math.abs(subject.parameters[times] as number));
  const roots = own.map((root) => ({ ...root, absolute: root.absolute * magnitude(root) }));
  // The rounding of the product comes to that of f'.
  return isGradient(subject.method) ? roots.map((root) => ({ ...root, absolute: 2 * root.absolute })) : roots;
}

/** The absolute error promised beside roots. */
export function absoluteBoundOf(subject: ActivationSubject): number {
  return Math.max(...rootsOf(subject).map(({ absolute }) => absolute));
}

export function isDefault({ name, parameters }: Subject): boolean {
  return Object.entries(parameters).every(([key, value]) => value === specOf(name).parameters[key]?.default);
}

/** The defaults, then every example of a parameter with the others at their defaults. */
export const parameterSets = (name: string): readonly ParameterValues[] => setsOf(specOf(name).parameters);

/** The same of the rules of parameters. */
export function setsOf(parameters: Specification["parameters"]): readonly ParameterValues[] {
  const defaults = Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, parameter.default]));
  return [
    defaults,
    ...Object.entries(parameters).flatMap(([key, { examples }]) => examples.map((value) => ({ ...defaults, [key]: value }))),
  ];
}

/** Whether the method takes these parameters: from the output, some are refused. */
export function allows({ name, method, parameters }: Subject): boolean {
  if (method !== "backwardFromOutput") return true;
  const { parameters: known } = specOf(name);
  return Object.entries(parameters).every(([key, value]) => value >= (known[key]?.minimumFromOutput ?? -Infinity));
}
