/**
 * hillock as the benchmark sees it: its functions by kind, and the one place that looks behind an
 * activation.
 */
import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import * as hillock from "hillock";
import * as fastForms from "hillock/fast";
import * as math from "hillock/math";
import type { Environment, Part } from "./results.js";

// bench/peers is a package of its own, which cannot import hillock by name.
export { info, reserve } from "hillock";

/** A function of hillock, called with anything; its methods are called by name. */
export interface Callable {
  (...args: readonly unknown[]): unknown;
  readonly [method: string]: unknown;
}

export type Registry = { readonly [name: string]: Callable };

export const activations = hillock.activations as unknown as Registry & typeof hillock.activations;

/**
 * The activations that most libraries have, and of the other families one each: clamps, smooth
 * gates, algebraic and periodic ones.
 */
export const REPRESENTATIVES = {
  famous: ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu"],
  others: ["hardSwish", "mish", "softsign", "sine"],
} as const;

export interface Specification {
  readonly formula: { readonly [method: string]: string };
  readonly kinks: readonly number[];
  readonly parameters: { readonly [name: string]: { readonly default: number } };
}

export function specificationOf(name: string): Specification {
  return (activations[name] as unknown as { readonly spec: Specification }).spec;
}

/** The property `spec` of a function of hillock/math. */
export function mathSpecificationOf(name: string): { readonly domain: string } {
  return registries.math[name]?.spec as { readonly domain: string };
}

/** The default parameters of an activation, with others in their place. */
export function parametersOf(name: string, others: object = {}): { readonly [name: string]: number } {
  const usual = Object.entries(specificationOf(name).parameters).map(([key, { default: value }]) => [key, value]);
  return { ...Object.fromEntries(usual), ...others };
}

/** Functions by the barrels of the library: a new one is timed without an edit here. */
async function barrel(kind: string): Promise<Registry> {
  const file = new URL(`../dist/${kind}/index.js`, import.meta.url);
  return existsSync(file) ? await import(file.href) : {};
}

const dense = { dense: hillock.dense as unknown as Callable };
const pick = (registry: Registry, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, registry[name] as Callable]));
const hasParameterGradients = ([, activation]: [string, Callable]) => typeof activation.parameterGradients === "function";

const rowwise = await barrel("rowwise");

export const registries: { readonly [part in Part]: Registry } = {
  elementwise: activations,
  rowwise,
  gated: await barrel("gated"),
  features: await barrel("features"),
  learnable: Object.fromEntries(Object.entries(activations as Registry).filter(hasParameterGradients)),
  losses: await barrel("losses"),
  math: Object.fromEntries(Object.entries(math as unknown as Registry).filter(([, f]) => typeof f === "function")),
  dense,
  sweep: dense,
  // Those that stand for all when sizes and threads are measured.
  scale: { ...pick(activations, ["relu", "sigmoid", "gelu"]), ...pick(rowwise, ["softmax"]), ...dense },
};

export function functionOf(part: Part, name: string): Callable {
  return registries[part][name] as Callable;
}

/** The form of `hillock/fast`, where it is not the default one come through unchanged. */
export function fastOf(part: Part, name: string): Callable | undefined {
  const form = part === "math" ? registries.math[name] : (fastForms as unknown as Registry)[name];
  return form === registries[part][name] ? undefined : form;
}

type Scalar = (x: number, parameters: object) => number;

type Scalars = { readonly [method in "value" | "derivative" | "secondDerivative"]: Scalar };
type Internals = { readonly source: Scalars; readonly parameters: { readonly byName: object } };

/** The functions of one number that serve numbers and the js backend, with their parameters. */
export function scalarsOf(name: string): Scalars & { readonly parameters: object } {
  const internals = activations[name] as unknown as { readonly [key: symbol]: Internals };
  const { source, parameters } = internals[Symbol.for("hillock.internals")] as Internals;
  return { ...source, parameters: parameters.byName };
}

export function environment(): Environment {
  const { backend, reason } = hillock.info();
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { node, v8 } = process.versions;
  return {
    cpu: os.cpus()[0]?.model.trim().replace(/\s+/g, " ") ?? "unknown processor",
    cores: os.availableParallelism(),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    engine: `Node ${node} (V8 ${v8})`,
    node,
    v8,
    backend,
    reason,
    hillock: version,
  };
}

/** The first line of a run. */
export function describeEnvironment({ cpu, cores, engine, backend, reason }: Environment): string {
  return `${cpu}, ${cores} cores · ${engine} · backend ${backend} (${reason})`;
}
