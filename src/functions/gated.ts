import {
  areNumbers,
  attachedLength,
  type CheckedArray,
  checkArrays,
  checkOperands,
  elementType,
  floatType,
  type Signature,
  sameType,
} from "../call/arguments.js";
import { type ElementType, type FloatArray, lengthOf } from "../call/arrays.js";
import { fail } from "../call/errors.js";
import { bare, type Options, readOptions } from "../call/options.js";
import { NO_PARAMETERS, type ParameterSet, type ParameterValues } from "../call/parameters.js";
import { type BoundKernel, kernelNear } from "../runtime/kernel.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { kernelFor } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import type { Definition, ErrorBounds, Specified } from "./definition.js";
import { backwardPacked, backwardPair, forwardPacked, type GatedExports } from "./gated/arrays.js";
import { eachPair, readRows } from "./gated/rows.js";
import type { Gated, GatedSpecification, LearnableGated } from "./gated/types.js";
import { activationInternalsOf, GateInternals, INTERNALS, type Source, sourceOf } from "./internals.js";
import { deepFreeze, publish } from "./publish.js";
import type { Activation, GradientsNamed, NoParameters, OptionsNamed } from "./types.js";

/** The definition of a gate's activation, whose kernels are not used. */
export type Gate<Name extends string = string> = Omit<Definition<Name>, "kernels">;

/** A gated function in one place: all that it computes comes from the activation of its gate. */
export interface GatedDefinition<Name extends string = string> {
  readonly name: string;
  readonly gate: Gate<Name> | Activation<OptionsNamed<Name>>;
  readonly kernels: Kernels;
}

/** A gated function that makes a factor of its value, with formulas and bounds of its own. */
export interface FactoredDefinition<Name extends string = string, Learnt extends Name = Name>
  extends Pick<GatedSpecification, "name" | "bounds"> {
  readonly specification: Pick<GatedSpecification, "formula">;
  readonly gate: Pick<Definition<Name, Learnt>, "parameters" | "value" | "derivative" | "parameterGradients">;
  readonly factor: Pick<Definition<Name>, "value" | "derivative">;
  readonly kernels: Kernels;
}

/** The part of a definition that computes, and what it promises. */
interface GateSource
  extends Pick<Source, "parameters" | "value" | "derivative" | "parameterGradients">,
    Pick<GatedSpecification, "formula" | "bounds"> {
  readonly factor: FactoredDefinition["factor"];
}

const PAIR: Signature = { names: ["value", "gate", "out"], inputs: 2 };
const BOTH = ["value", "gate"];

/** The gated function of a definition, on the default runtime. */
export function createGated<P extends OptionsNamed<keyof P & string>>(
  definition: GatedDefinition<keyof P & string> & { readonly gate: { readonly parameterGradients: object } },
): LearnableGated<P, GradientsNamed<P>>;
export function createGated<P extends OptionsNamed<keyof P & string>, Learnt extends keyof P & string>(
  definition: FactoredDefinition<keyof P & string, Learnt> & { readonly gate: { readonly parameterGradients: object } },
): LearnableGated<P, GradientsNamed<Pick<P, Learnt>>>;
export function createGated<P extends OptionsNamed<keyof P & string> = NoParameters>(
  definition: GatedDefinition<keyof P & string> | FactoredDefinition<keyof P & string>,
): Gated<P>;
export function createGated(definition: { name: string; gate: object; kernels: Kernels }): unknown {
  const { name, gate, kernels } = definition;
  const { source, parameters } = "factor" in definition ? ofItsOwn(definition as FactoredDefinition) : ofActivation(name, gate);
  source.parameters?.checkRoom(name);
  return build(name, source, parameters ?? source.parameters?.defaults ?? NO_PARAMETERS, kernels, defaultRuntime);
}

/** The value itself, as a factor. */
const ITSELF: FactoredDefinition["factor"] = { value: (value) => value, derivative: () => 1 };

/** The source of a gated function, and the parameters bound to it. */
interface Made {
  readonly source: GateSource;
  readonly parameters?: ParameterValues | undefined;
}

function ofItsOwn({ specification, gate, factor, bounds }: FactoredDefinition): Made {
  return { source: bare({ ...gate, formula: specification.formula, factor, bounds }) };
}

function ofActivation(name: string, gate: object): Made {
  const { source, parameters }: { source: Source; parameters?: ParameterValues } =
    typeof gate === "function" ? activationInternalsOf(name, "gate", gate) : { source: bare(sourceOf(gate as Gate)) };
  const bounds = boundsOf(source.bounds as Definition["bounds"]);
  return { source: bare({ ...source, formula: formulasOf(source.formula), bounds, factor: ITSELF }), parameters };
}

function build(name: string, activation: GateSource, bound: ParameterValues, kernels: Kernels, runtime: () => Runtime): Gated {
  const { parameters: set, value: f, derivative: slope, factor } = activation;
  const names = set?.names ?? [];
  const withOutput = [...names, "out"];
  const withPacking = [...names, "shape", "layout", "out"];

  /** The options of a call, checked. */
  const read = (where: string, options: unknown, known: readonly string[]): Options | undefined =>
    options === undefined ? undefined : readOptions(where, options, known, "options", names[0]);

  /** The parameters of a call: those of its options, else those bound. */
  const parametersOf = (where: string, options: Options | undefined): ParameterValues =>
    (options && set?.read(where, options, bound)) ?? bound;

  /** The kernel and memory of a call; undefined in JavaScript. */
  const kernelOn = (
    type: ElementType,
    parameters: ParameterValues,
    arrays?: readonly CheckedArray[],
  ): BoundKernel<GatedExports> | undefined => {
    const found = runtime().kernel<GatedExports>(kernelFor(kernels, type, parameters.beyondFast));
    const kernel = found && arrays ? kernelNear(found, arrays) : found;
    if (kernel) set?.write(kernel, parameters);
    return kernel;
  };

  type Scalar = ParameterValues["byName"];
  const product = (value: number, gate: number, scalar: Scalar) => factor.value(value, scalar) * f(gate, scalar);
  const toValue = (dy: number, value: number, gate: number, scalar: Scalar) => dy * factor.derivative(value, scalar) * f(gate, scalar);
  const toGate = (dy: number, value: number, gate: number, scalar: Scalar) => dy * factor.value(value, scalar) * slope(gate, scalar);

  const forward = (value: unknown, gate: unknown, options?: unknown) => {
    const given = read(name, options, withOutput);
    const parameters = parametersOf(name, given);
    const out = given?.out;
    if (ofNumbers(name, { value, gate }, out)) return product(value as number, gate as number, parameters.byName);
    const operands = checkOperands(name, PAIR, [value, gate, out], runtime().memoryInUse);
    const kernel = kernelOn(operands.type, parameters);
    const [{ array: v }, { array: g }, { array: y }] = operands.arrays;
    if (kernel) kernel.run(kernel.exports.forward, operands.arrays, 2, operands.length);
    else for (let i = 0; i < operands.length; i++) y[i] = product(v[i], g[i], parameters.byName);
    return y;
  };

  const backward = (dy: unknown, value: unknown, gate: unknown, options?: unknown) => {
    const where = `${name}.backward`;
    const given = read(where, options, withOutput);
    const parameters = parametersOf(where, given);
    const { byName: scalar } = parameters;
    const pair = given?.out;
    if (ofNumbers(where, { dy, value, gate }, pair)) {
      const [d, v, g] = [dy, value, gate] as [number, number, number];
      return { value: toValue(d, v, g, scalar), gate: toGate(d, v, g, scalar) };
    }
    const out = pair === undefined ? undefined : readOptions(where, pair, BOTH, "out");
    const type = elementType(where, "dy", dy);
    const length = lengthOf(dy as FloatArray);
    const inPlace = ["dy", "value", "gate"];
    const placed = checkArrays(where, type, "dy", runtime().memoryInUse, [
      { name: "dy", array: dy, length },
      { name: "value", array: value, length },
      { name: "gate", array: gate, length },
      { name: "out.value", array: out?.value, length, output: true, inPlace },
      { name: "out.gate", array: out?.gate, length, output: true, inPlace },
    ]);
    const kernel = kernelOn(type, parameters, placed);
    const [a, v, g, dv, dg] = placed.map(({ array }) => array);
    if (kernel) backwardPair(kernel, placed, length);
    else
      for (let i = 0; i < length; i++) {
        const [ai, vi, gi] = [a[i], v[i], g[i]];
        dv[i] = toValue(ai, vi, gi, scalar);
        dg[i] = toGate(ai, vi, gi, scalar);
      }
    return { value: dv, gate: dg };
  };

  const packed = (x: unknown, options: unknown = {}) => {
    const where = `${name}.packed`;
    const given = readOptions(where, options, withPacking, "options", names[0]);
    const parameters = parametersOf(where, given);
    const { out } = given;
    const type = floatType(where, "x", x);
    const length = attachedLength(where, "x", x as FloatArray);
    const rows = readRows(where, given, length);
    const because = `x.length / 2 = ${length} / 2`;
    const [from, to] = checkArrays(where, type, "x", runtime().memoryInUse, [
      { name: "x", array: x, length },
      { name: "out", array: out, length: length / 2, lengthReason: because, output: true },
    ]);
    const kernel = kernelOn(type, parameters, [from, to]);
    if (kernel) forwardPacked(kernel, from, to, rows);
    else
      eachPair(rows, (value, gate, i) => {
        to.array[i] = product(from.array[value], from.array[gate], parameters.byName);
      });
    return to.array;
  };

  const packedBackward = (dy: unknown, x: unknown, options: unknown = {}) => {
    const where = `${name}.backwardPacked`;
    const given = readOptions(where, options, withPacking, "options", names[0]);
    const parameters = parametersOf(where, given);
    const { byName: scalar } = parameters;
    const { out } = given;
    const type = floatType(where, "dy", dy);
    sameType(where, "x", x, type, "dy");
    const length = attachedLength(where, "x", x);
    const rows = readRows(where, given, length);
    const [d, from, to] = checkArrays(where, type, "dy", runtime().memoryInUse, [
      { name: "dy", array: dy, length: length / 2, lengthReason: `x.length / 2 = ${length} / 2` },
      { name: "x", array: x, length },
      { name: "out", array: out, length, output: true },
    ]);
    const kernel = kernelOn(type, parameters, [d, from, to]);
    if (kernel) backwardPacked(kernel, d, from, to, rows);
    else
      eachPair(rows, (value, gate, i) => {
        const [di, v, g] = [d.array[i], from.array[value], from.array[gate]];
        to.array[value] = toValue(di, v, g, scalar);
        to.array[gate] = toGate(di, v, g, scalar);
      });
    return to.array;
  };

  const bind = (options: unknown = {}) => {
    const where = `${name}.with`;
    const parameters = parametersOf(where, readOptions(where, options, names, "options", names[0]));
    return build(name, activation, parameters, kernels, runtime);
  };

  const learn = activation.parameterGradients;
  const parameterGradients = (dy: unknown, value: unknown, gate: unknown, options?: unknown) =>
    learn?.(`${name}.parameterGradients`, set as ParameterSet, kernels, { dy, value, gate }, options, bound, runtime());

  const rebuild = (others: Kernels, elsewhere: () => Runtime) => build(name, activation, bound, others, elsewhere) as never;
  const methods = { packed, backward, backwardPacked: packedBackward, parameterGradients: learn && parameterGradients, with: bind };
  const inner = {
    spec: specification(name, activation, bound),
    [INTERNALS]: new GateInternals(kernels, runtime, rebuild),
  };
  return publish(forward, name, methods, inner) as Gated;
}

/** Whether a call is one of numbers: then there is no `out`. */
function ofNumbers(where: string, values: Readonly<Record<string, unknown>>, out: unknown): boolean {
  if (!areNumbers(where, values)) return false;
  if (out !== undefined) fail("HILLOCK_OPTION", where, "out is given for numbers, expected it only with arrays");
  return true;
}

function specification(name: string, { parameters: set, formula, bounds }: GateSource, { byName }: ParameterValues): GatedSpecification {
  const parameters = Object.fromEntries((set?.names ?? []).map((key) => [key, { ...set?.rules[key], default: byName[key] }]));
  return deepFreeze({ name, parameters, formula, bounds } as unknown as GatedSpecification);
}

/** The formulas of a value times an activation. */
function formulasOf(formula: Specified["formula"]): GatedSpecification["formula"] {
  const value = factorText(formula.value);
  return { value: `value*${value}`, backwardToValue: `dy*${value}`, backwardToGate: `dy*value*${factorText(formula.derivative)}` };
}

/** The bounds of a value times an activation. */
function boundsOf({ float32, float64, fast }: Definition["bounds"]): GatedSpecification["bounds"] {
  return {
    float32: { value: 0.51, backward: 0.51, ...ofParameters(float32) },
    float64: { value: ofProduct(float64), backward: Math.max(ofProduct(float64), 2 * float64.derivative + 0.6), ...ofParameters(float64) },
    ...(fast && { fast: { value: ofProduct(fast), backward: 0.51 } }),
  };
}

/** The bound of a product with an activation, whose error may double before one more rounding. */
function ofProduct({ value }: ErrorBounds): number {
  return 2 * value + 0.5;
}

/** The bound of the gradients of parameters, which are those of the activation. */
function ofParameters({ parameterGradients }: ErrorBounds): { readonly parameterGradients?: number } {
  return parameterGradients === undefined ? {} : { parameterGradients };
}

/** The formula of an activation in terms of `gate`, in parentheses where it is a sum. */
function factorText(formula: string): string {
  let outside = formula;
  while (outside.includes("(")) outside = outside.replaceAll(/\([^()]*\)/g, "");
  const ofGate = formula.replaceAll(/\bx\b/g, "gate");
  return / [+-] /.test(outside) ? `(${ofGate})` : ofGate;
}
