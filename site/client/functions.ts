/**
 * The activations as the page knows them: hillock's functions, and what the build wrote about them.
 */
import { info, activations as registry } from "hillock";
import { BESIDE } from "../../bench/report/abscissas.js";
import type { Shown } from "../build/functions.js";
import type { Other } from "../build/others.js";

/** A function of numbers, and of arrays of float32: for others the page has no kernels. */
export interface Computed {
  (x: number): number;
  (x: Float32Array, options?: { readonly out?: Float32Array }): Float32Array;
}

/** Results in float64, a number at a time. */
export function numbersOf(f: Computed, x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x, (one) => f(one));
}

/** An activation with any parameters. */
export interface Activation extends Computed {
  readonly derivative: Computed;
  readonly secondDerivative: Computed;
  with(parameters: Readonly<Record<string, number>>): Activation;
  readonly spec: {
    readonly kinks: readonly number[];
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

export interface Parameter {
  readonly default: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly maximum?: number;
  readonly examples: readonly number[];
}

export const activations = registry as unknown as Readonly<Record<string, Activation>>;

/** The backend that computes, and why: that is known once something was computed on arrays. */
export function backendHere(): ReturnType<typeof info> {
  activations.relu?.(new Float32Array(1));
  return info();
}

/** An activation as the page tells of it. */
export type Told = Omit<Shown, "errors">;

/** The content of functions.json. */
export interface Facts {
  readonly functions: readonly Told[];
  /** Functions that are no activations: of rows, gates, features, losses, layers. */
  readonly others: readonly Pick<Other, "name" | "title" | "elsewhere">[];
  /** The functions of hillock/math that have certificates. */
  readonly proven: readonly string[];
}

let facts: Promise<Facts> | undefined;

/** The facts that the build wrote, fetched once. */
export function loadFacts(): Promise<Facts> {
  facts ??= fetch("functions.json").then((response) => response.json());
  return facts;
}

/** The kinks at which a function jumps. */
export function jumpsOf(f: Computed, kinks: readonly number[]): readonly number[] {
  return kinks.filter((kink) => {
    const beside = BESIDE * Math.max(1, Math.abs(kink));
    return Math.abs(f(kink + beside) - f(kink - beside)) > 1e-6;
  });
}

/** Steps of sliders, of which one is taken that the default is on. */
const STEPS = [0.05, 0.01, 0.005];

/** A bound on what a slider of a parameter is good for. */
export function rangeOf({ default: usual, minimum, exclusiveMinimum, maximum, examples }: Parameter) {
  const known = [usual, ...examples].filter((value) => Math.abs(value) <= 10);
  const beside = Number.isFinite(usual) ? [usual - 1, usual + 1] : [];
  const low = Math.min(...known, ...beside);
  const high = Math.max(...known, ...beside);
  const least = minimum === undefined ? -Infinity : exclusiveMinimum ? minimum + 0.05 : minimum;
  const min = Math.max(Math.floor(low * 2) / 2, least);
  const isOnGrid = (step: number) => !Number.isFinite(usual) || Math.abs((usual - min) / step - Math.round((usual - min) / step)) < 1e-6;
  return {
    min,
    max: Math.min(Math.ceil(high * 2) / 2, maximum ?? Infinity),
    step: STEPS.find(isOnGrid) ?? ("any" as const),
    value: usual,
  };
}
