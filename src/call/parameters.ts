import { type BoundKernel, setParameters } from "../runtime/kernel.js";
import { MOST_PARAMETERS } from "../runtime/memory.js";
import { describe, fail } from "./errors.js";
import { bare, type Options } from "./options.js";

/** A parameter of an activation, as users pass it in the options. */
export interface Parameter {
  /** The value where the options give none. */
  readonly default: number;
  /** Smallest value allowed. Default: any finite number. */
  readonly minimum?: number;
  /** The minimum itself is not allowed. Default false. */
  readonly exclusiveMinimum?: boolean;
  /** Largest value allowed. Default: any finite number. */
  readonly maximum?: number;
  /** Whether Infinity is allowed. Default false. */
  readonly infinite?: boolean;
  /** Whether it must be a whole number. Default false. */
  readonly whole?: boolean;
  /** Smallest magnitude allowed besides 0. Default: any. */
  readonly minimumMagnitude?: number;
  /** The name of the parameter that must be greater. Default: none. */
  readonly lessThan?: string;
  /** The name of the parameter that must be greater or equal. Default: none. */
  readonly atMost?: string;
  /**
   * The magnitudes between which the f32 lanes of hillock/fast hold their bounds, as they do for 0.
   * With any other value its Float32Arrays take the kernel of the default function. Default: any.
   */
  readonly fastMagnitudes?: readonly [number, number];
  /**
   * Smallest value for which the derivative can be had from the output. Default: any that is
   * allowed.
   */
  readonly minimumFromOutput?: number;
  /** Values besides the default at which tests and proofs look. Default: none. */
  readonly examples: readonly number[];
  /**
   * An array with one for each channel will do as well; `shape` and `channelAxis` or `slopeShape`
   * say how they lie. Default false.
   */
  readonly perChannel?: boolean;
  /**
   * The formula of the value's derivative with respect to it, whose sums `parameterGradients` has.
   * Default: it is not to be learnt.
   */
  readonly gradient?: string;
}

export type Parameters<Name extends string> = { readonly [name in Name]: number };

/** Parameters in force: as the scalar functions take them, and as the kernels do. */
export interface ParameterValues<Name extends string = string> {
  readonly byName: Parameters<Name>;
  readonly forKernel: readonly number[];
  /** Whether a parameter is beyond what f32 lanes can hold. */
  readonly beyondFast?: boolean;
}

/** The parameters of what has none. */
export const NO_PARAMETERS: ParameterValues = { byName: {}, forKernel: [] };

/**
 * The parameters of an activation that has any: the rules for each, and the way from the options of
 * a call to a kernel.
 */
export class ParameterSet<Name extends string = string> {
  readonly rules: { readonly [name in Name]: Parameter };
  readonly names: readonly Name[];
  readonly defaults: ParameterValues<Name>;

  /**
   * `toKernel` says what the kernel gets in its parameter slots; without it, the parameters in
   * order.
   */
  constructor(
    rules: { readonly [name in Name]: Parameter },
    private readonly toKernel?: (parameters: Parameters<Name>) => readonly number[],
  ) {
    this.names = Object.keys(rules) as Name[];
    this.rules = Object.fromEntries(this.names.map((name) => [name, bare(rules[name])])) as typeof rules;
    this.defaults = this.bind(Object.fromEntries(this.names.map((name) => [name, rules[name].default])) as Parameters<Name>);
  }

  /** The parameters of a call: those bound, overridden by the options, each read once. */
  read(where: string, options: Options, bound: ParameterValues<Name>): ParameterValues<Name> {
    let { byName: scalar } = bound;
    for (const name of this.names) {
      const value = checkParameter(where, name, options[name], this.rules[name]) ?? scalar[name];
      if (value !== scalar[name]) scalar = { ...scalar, [name]: value };
    }
    if (scalar === bound.byName) return bound;
    this.checkOrder(where, scalar);
    return this.bind(scalar);
  }

  /** These parameters with none left to choose, as a preset has them. */
  fixed(values: ParameterValues<Name>): ParameterSet<never> {
    return Object.assign(new ParameterSet<never>({}), { defaults: values });
  }

  /**
   * Refuses a definition with kernels whose parameters do not all find room there: the rest would
   * lie on the constants.
   */
  checkRoom(where: string): void {
    const { length } = this.defaults.forKernel;
    if (length > MOST_PARAMETERS)
      fail("HILLOCK_PARAMETER", where, `its kernels take ${length} parameters, expected at most ${MOST_PARAMETERS}`);
  }

  /** Refuses parameters for which an output does not tell where it came from. */
  checkFromOutput(where: string, { byName: scalar }: ParameterValues<Name>): void {
    for (const name of this.names) {
      const { minimumFromOutput = -Infinity } = this.rules[name];
      if (scalar[name] < minimumFromOutput)
        fail(
          "HILLOCK_PARAMETER",
          where,
          `${name} is ${scalar[name]}, expected at least ${minimumFromOutput}: below, the output does not tell the derivative; use backward`,
        );
    }
  }

  /** Hands the parameters to a kernel, unless it has them. */
  write(kernel: BoundKernel<unknown>, bound: ParameterValues<Name>): void {
    setParameters(kernel, bound.forKernel);
  }

  /** Refuses parameters that are not in the order which their rules demand. */
  private checkOrder(where: string, values: { readonly [name: string]: number }): void {
    for (const name of this.names) {
      const { lessThan, atMost } = this.rules[name];
      const value = values[name] as number;
      const refuse = (order: string, other: string) =>
        fail("HILLOCK_PARAMETER", where, `${name} is ${value}, expected ${order} ${other}, which is ${values[other]}`);
      if (lessThan !== undefined && !(value < (values[lessThan] as number))) refuse("less than", lessThan);
      if (atMost !== undefined && !(value <= (values[atMost] as number))) refuse("at most", atMost);
    }
  }

  private bind(scalar: Parameters<Name>): ParameterValues<Name> {
    return {
      byName: Object.freeze(scalar),
      forKernel: this.toKernel?.(scalar) ?? this.names.map((name) => scalar[name]),
      beyondFast: this.names.some((name) => isBeyondFast(scalar[name], this.rules[name])),
    };
  }
}

function isBeyondFast(value: number, { fastMagnitudes: [least, most] = [0, Infinity] }: Parameter): boolean {
  return value !== 0 && (Math.abs(value) < least || Math.abs(value) > most);
}

/** Checks the value of a parameter by its rule. */
export function checkParameter(
  where: string,
  name: string,
  value: unknown,
  { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, infinite, whole, minimumMagnitude = 0 }: Parameter,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "number") fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected a number`, TypeError);
  const isAllowed = (whole ? Number.isInteger(value) : Number.isFinite(value)) || (infinite && value === Infinity);
  if (isAllowed && value <= maximum && (exclusiveMinimum ? value > minimum : value >= minimum)) {
    if (value === 0 || Math.abs(value) >= minimumMagnitude) return value;
    fail("HILLOCK_PARAMETER", where, `${name} is ${value}, expected 0 or a magnitude of at least ${minimumMagnitude}`);
  }
  const limits = [
    ...(minimum === -Infinity ? [] : [`${exclusiveMinimum ? "above" : "of at least"} ${minimum}`]),
    ...(maximum === Infinity ? [] : [`of at most ${maximum}`]),
  ];
  const expected = [`a ${whole ? "whole" : "finite"} number${infinite ? " or Infinity" : ""}`, limits.join(" and ")].join(" ").trim();
  return fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${expected}`);
}
