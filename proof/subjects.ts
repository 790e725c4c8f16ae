/** What can be verified: every method of every activation, element type and engine. All read off the registry. */

import { type Format, float32, float64 } from "../oracle/formats.js";
import type { Method, ParameterValues } from "../oracle/oracle.js";
import * as quick from "../src/fast.js";
import type { Definition, Root } from "../src/functions/definition.js";
import { activationInternalsOf } from "../src/functions/internals.js";
import type { Activation, Specification } from "../src/functions/types.js";
import { activations } from "../src/index.js";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import type { Measured } from "./record.js";

export type Engine = "faithful" | "fast" | "double";

/** One function to verify, as data. */
export interface Subject {
  readonly activation: string;
  readonly engine: Engine;
  readonly method: Measured;
  readonly parameters: ParameterValues;
}

export type Floats = Float32Array | Float64Array;

/** An activation as it is called here: on arrays of either type, into given ones. */
export interface Callable {
  (x: Floats, options: { readonly out: Floats }): Floats;
  readonly derivative: Callable;
  readonly secondDerivative: Callable;
  valueAndDerivative(x: Floats, options: { readonly out: Pair }): Pair;
  backward(dy: Floats, x: Floats, options: { readonly out: Floats }): Floats;
  backwardFromOutput?(dy: Floats, y: Floats, options: { readonly out: Floats }): Floats;
  with(parameters: ParameterValues): Activation;
  readonly spec: Specification;
}

interface Pair {
  readonly value: Floats;
  readonly derivative: Floats;
}

const registry = activations as unknown as Readonly<Record<string, Callable>>;
const fastRegistry = quick as unknown as Readonly<Record<string, Callable>>;

export const names: readonly string[] = Object.keys(registry);
export const methods: readonly Measured[] = [
  "value",
  "derivative",
  "secondDerivative",
  "pairValue",
  "pairDerivative",
  "backward",
  "backwardFromOutput",
];

export function specOf(name: string) {
  const { spec } = registry[name] as Callable;
  if (!spec.bounds) throw new Error(`${name} promises nothing`);
  return { ...spec, bounds: spec.bounds };
}

export function enginesOf(name: string): readonly Engine[] {
  return codeOf(name, "fast") === codeOf(name, "faithful") ? ["faithful", "double"] : ["faithful", "fast", "double"];
}

export function methodsOf(name: string): readonly Measured[] {
  return methods.filter((method) => method !== "backwardFromOutput" || registry[name]?.backwardFromOutput);
}

/** The kernel module that a subject runs. */
export function codeOf(name: string, engine: Engine): KernelCode {
  const { source } = activationInternalsOf("verify", "activation", callableOf(name, engine));
  const { float32, float64 } = source.kernels as Definition["kernels"];
  return engine === "double" ? float64 : float32;
}

/** The activation itself, of the engine's registry. */
export function callableOf(name: string, engine: Engine): Callable {
  return (engine === "fast" ? fastRegistry : registry)[name] as Callable;
}

export function formatOf(engine: Engine): Format {
  return engine === "double" ? float64 : float32;
}

/** The function of the oracle that a method is measured against. */
export function referenceOf(method: Measured): Method {
  return method === "pairValue" ? "value" : method === "pairDerivative" ? "derivative" : method;
}

/** The value, derivative or second derivative whose bound holds for a method. */
function promised(method: Measured): "value" | "derivative" | "secondDerivative" {
  return method === "pairValue" ? "value" : method === "pairDerivative" || isGradient(method) ? "derivative" : method;
}

/** Whether the method takes dy besides. */
export function isGradient(method: Measured): method is "backward" | "backwardFromOutput" {
  return method === "backward" || method === "backwardFromOutput";
}

function boundsOf({ activation, engine }: Subject) {
  const { float32, float64, fast } = specOf(activation).bounds;
  const bounds = engine === "double" ? float64 : engine === "fast" ? fast : float32;
  if (!bounds) throw new Error(`${activation} has a fast form, but its definition has no bounds for it`);
  return bounds;
}

/**
 * The largest error promised, in ULP. Where f' has the format of the result, its error can count double in a gradient, whose
 * mantissa may be nearly twice as large for the same exponent, and the product rounds once more. The faithful engine has f' in
 * double precision, and rounds once.
 */
export function boundOf(subject: Subject): number {
  const bounds = boundsOf(subject);
  const bound = bounds[promised(subject.method)];
  const own = isDefault(subject) ? bound : Math.max(bound, bounds.otherParameters ?? 0);
  if (!isGradient(subject.method)) return own;
  return subject.engine === "faithful" ? Math.max(own, FAITHFUL) : 2 * own + 0.5;
}

/** The promise of the faithful engine, which holds for a product as well. */
const FAITHFUL = 0.51;

/** The roots beside which an absolute bound is promised instead: for a gradient, of the error divided by dy. */
export function rootsOf(subject: Subject): readonly Root[] {
  const roots = (boundsOf(subject).roots ?? []).filter(({ of }) => of === promised(subject.method));
  // The rounding of the product comes to that of f'.
  return isGradient(subject.method) ? roots.map((root) => ({ ...root, absolute: 2 * root.absolute })) : roots;
}

export function isDefault({ activation, parameters }: Subject): boolean {
  return Object.entries(parameters).every(([name, value]) => value === specOf(activation).parameters[name]?.default);
}

/** The defaults, then every example of a parameter with the others at their defaults. */
export function parameterSets(name: string): readonly ParameterValues[] {
  const { parameters } = specOf(name);
  const defaults = Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, parameter.default]));
  return [
    defaults,
    ...Object.entries(parameters).flatMap(([key, { examples }]) => examples.map((value) => ({ ...defaults, [key]: value }))),
  ];
}

/** Whether the method takes these parameters: from the output, some are refused. */
export function allows({ activation, method, parameters }: Subject): boolean {
  if (method !== "backwardFromOutput") return true;
  const { parameters: known } = specOf(activation);
  return Object.entries(parameters).every(([name, value]) => value >= (known[name]?.minimumFromOutput ?? -Infinity));
}
