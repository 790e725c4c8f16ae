/**
 * The registry as the runners see it: activations without their particular types, and their
 * operations in one shape.
 */
import entries from "../../specification/activations.json" with { type: "json" };
import type { ActivationEntry, Entries } from "../../specification/schema.js";
import * as fast from "../../src/fast.js";
import { activations } from "../../src/index.js";

export type Floats = Float32Array | Float64Array;
export type Values = Record<string, number>;
export type Options = Record<string, unknown>;

export interface Parameter {
  default: number;
  minimum?: number;
  exclusiveMinimum?: boolean;
  infinite?: boolean;
  minimumMagnitude?: number;
  maximum?: number;
  minimumFromOutput?: number;
  lessThan?: string;
  atMost?: string;
  examples: readonly number[];
  perChannel?: boolean;
  gradient?: string;
}

/** Called with anything, as tests do. */
type Method = (...values: unknown[]) => unknown;

export interface AnyActivation {
  (x: Floats, options?: Options): Floats;
  (x: number, options?: Options): number;
  readonly name: string;
  readonly derivative: Method;
  readonly secondDerivative: Method;
  readonly valueAndDerivative: Method;
  readonly backward: Method;
  readonly backwardFromOutput?: Method;
  with(options: Options): AnyActivation;
  spec: {
    name: string;
    parameters: Record<string, Parameter>;
    kinks: readonly number[];
    bounds: Record<
      "float32" | "float64" | "fast",
      { roots?: readonly { of: string; x: number; within: number; absolute: number; unlessZero?: string; times?: string }[] }
    >;
  };
}

export const all = Object.values(activations) as unknown as readonly AnyActivation[];

/** The activations of hillock/fast that are not the default ones. */
export const allFast = (Object.values(fast) as unknown as readonly AnyActivation[]).filter(
  (one) => one.name in activations && !all.includes(one),
);

/** One way to call an activation, the same for all: arrays in, arrays out. */
export interface Operation {
  /** The path in error messages: `gelu`, `gelu.backward`. */
  readonly path: string;
  readonly method: string;
  readonly activation: AnyActivation;
  /** Names of the arguments. */
  readonly inputs: readonly string[];
  /** Names of the outputs, as error messages have them. */
  readonly outputs: readonly string[];
  /** The function itself, on anything. */
  readonly raw: Method;
  /** Calls it with a list of outputs, or without. */
  call(inputs: readonly Floats[], outputs?: readonly Floats[], options?: Options): readonly Floats[];
  numbers(inputs: readonly number[], options?: Options): readonly number[];
}

export const methods = [
  ["value", ["x"], ["out"]],
  ["derivative", ["x"], ["out"]],
  ["secondDerivative", ["x"], ["out"]],
  ["valueAndDerivative", ["x"], ["out.value", "out.derivative"]],
  ["backward", ["dy", "x"], ["out"]],
  ["backwardFromOutput", ["dy", "y"], ["out"]],
] as const;

/** The `out` option for a list of outputs. */
export const outOf = (outputs: readonly unknown[]): unknown =>
  outputs.length === 1 ? outputs[0] : { value: outputs[0], derivative: outputs[1] };

export function operationsOf(activation: AnyActivation): readonly Operation[] {
  return methods.flatMap(([method, inputs, outputs]): Operation[] => {
    const raw = method === "value" ? (activation as unknown as Method) : activation[method];
    if (raw === undefined) return [];
    const list = <T>(result: unknown): readonly T[] => {
      const { value, derivative } = result as { value: T; derivative: T };
      return outputs.length === 1 ? [result as T] : [value, derivative];
    };
    return [
      {
        path: method === "value" ? activation.name : `${activation.name}.${method}`,
        method,
        activation,
        inputs,
        outputs,
        raw,
        call: (values, results, options) => list(raw(...values, results ? { ...options, out: outOf(results) } : options)),
        numbers: (values, options) => list(raw(...values, options)),
      },
    ];
  });
}

/** An operation of this activation, or of one that `with` made of it. */
export function on(activation: AnyActivation, method: string): Operation {
  const operation = operationsOf(activation).find((operation) => operation.method === method);
  if (!operation) throw new Error(`${activation.name} has no ${method}`);
  return operation;
}

export const operations: readonly Operation[] = all.flatMap(operationsOf);
export const fastOperations: readonly Operation[] = allFast.flatMap(operationsOf);

const entryOf = (name: string) => (entries as unknown as Partial<Entries<ActivationEntry>>)[name];

/**
 * The options that `with` takes: parameters, where one may be an array, how its channels lie, and
 * those of training.
 */
export function bindableOf({ name, spec }: AnyActivation): readonly string[] {
  const perChannel = Object.values(spec.parameters).some((parameter) => parameter.perChannel);
  const layout = perChannel ? ["shape", "channelAxis", "slopeShape"] : [];
  return [...Object.keys(spec.parameters), ...layout, ...(entryOf(name)?.random ? ["training", "seed", "offset"] : [])];
}

/** The options that a call takes. */
export function optionsOf({ activation, method }: Operation): readonly string[] {
  const surrogates = entryOf(activation.name)?.surrogates;
  return [...bindableOf(activation), "out", ...(method === "backward" && surrogates ? ["surrogate"] : [])];
}

/**
 * The parameters that may be arrays, one number for each channel, and the activations that have
 * them.
 */
export const channelled: readonly { readonly activation: AnyActivation; readonly parameter: string }[] = all.flatMap((activation) =>
  Object.entries(activation.spec.parameters).flatMap(([parameter, { perChannel }]) => (perChannel ? [{ activation, parameter }] : [])),
);

/** The defaults, and every example of a parameter with the others at their defaults. */
export function parameterSets({ spec }: AnyActivation): readonly Values[] {
  const examples = Object.entries(spec.parameters).flatMap(([name, { examples }]) => examples.map((value) => ({ [name]: value })));
  return [{}, ...examples];
}

/** Whether values, or the defaults where they give none, are in the order that the rules demand. */
export function areInOrder(parameters: Readonly<Record<string, Omit<Parameter, "examples">>>, values: Values): boolean {
  const inForce = (name: string) => values[name] ?? (parameters[name]?.default as number);
  return Object.entries(parameters).every(
    ([name, { lessThan, atMost }]) =>
      (lessThan === undefined || inForce(name) < inForce(lessThan)) && (atMost === undefined || inForce(name) <= inForce(atMost)),
  );
}

/** Whether an operation takes these parameters: from the output, some slopes are refused. */
export function allows({ method, activation }: Operation, values: Values): boolean {
  if (method !== "backwardFromOutput") return true;
  return Object.entries(values).every(([name, value]) => value >= (activation.spec.parameters[name]?.minimumFromOutput ?? -Infinity));
}
