import type { ParameterSet, Parameters } from "../call/parameters.js";
import type { Kernels } from "../runtime/kernelCode.js";
import type { parameterGradients } from "./learnable/gradients.js";
import type { surrogates } from "./surrogates.js";

/**
 * Largest errors promised for one element type, in units in the last place of that type.
 * accuracy.json has what was measured.
 */
export interface ErrorBounds {
  readonly value: number;
  readonly derivative: number;
  readonly secondDerivative: number;
  /** The bound at parameters other than the defaults, where that is another figure. */
  readonly otherParameters?: number;
  /**
   * The bound of the gradients of parameters, where there are any, in parts of the sum of the
   * magnitudes of their terms, which counts as 2^-900 where it is less.
   */
  readonly parameterGradients?: number;
  /**
   * Roots beside which a bound in ULP can fail; there the error may be up to `absolute` as well.
   */
  readonly roots?: readonly Root[];
}

export interface Root {
  readonly of: "value" | "derivative" | "secondDerivative";
  readonly x: number;
  /** The absolute bound will do where |x - root| <= within. */
  readonly within: number;
  readonly absolute: number;
  /** The parameter that is not 0 where there is such a root. Default: there always is. */
  readonly unlessZero?: string;
  /** The parameter of whose magnitude `absolute` is a part. Default: of none. */
  readonly times?: string;
}

/** The specification of a function, as the build writes it into src/specification/. */
export interface Specified {
  readonly name: string;
  readonly formula: {
    readonly value: string;
    readonly derivative: string;
    readonly secondDerivative: string;
    readonly derivativeFromOutput?: string;
  };
  /** The kinks and their slopes, by the parameters where they depend on these. */
  readonly places: Places | ((parameters: { readonly [name: string]: number }) => Places);
  /** The range of values, in interval notation. */
  readonly range: string;
  /** Limits at -Infinity and Infinity. */
  readonly limits: { readonly value: readonly [string, string]; readonly derivative: readonly [string, string] };
}

/** The points at which the derivative or the value jumps. */
export interface Places {
  readonly kinks: readonly number[];
  /** The derivatives on the left and on the right of each kink, in their order. */
  readonly slopes: readonly (readonly [left: number, right: number])[];
}

/** An activation in one place: what it is, what computes it, and how exactly. */
export interface Definition<Name extends string = string, Learnt extends Name = Name> {
  readonly specification: Specified;
  /** Absent where there are none. */
  readonly parameters?: ParameterSet<Name>;
  readonly bounds: { readonly float32: ErrorBounds; readonly float64: ErrorBounds; readonly fast?: ErrorBounds };
  /** The scalar functions, in f64: numbers, and the js backend. */
  value(x: number, parameters: Parameters<Name>): number;
  derivative(x: number, parameters: Parameters<Name>): number;
  secondDerivative(x: number, parameters: Parameters<Name>): number;
  /** dy f'(x), where that may be finite though f'(x) is not. */
  readonly backward?: (dy: number, x: number, parameters: Parameters<Name>) => number;
  /** The derivative from the output, where the output says enough. */
  readonly derivativeFromOutput?: (y: number, parameters: Parameters<Name>) => number;
  /** The gradients of the parameters that can be learnt. */
  readonly parameterGradients?: ReturnType<typeof parameterGradients<Name, Learnt>>;
  /** The derivatives that `backward` can take in the place of its own. */
  readonly surrogates?: ReturnType<typeof surrogates<Name>>;
  readonly kernels: Kernels;
}

/** A definition with its kernels. A gated form takes the same definition without them. */
export function withKernels<D extends object>(definition: D, kernels: Kernels): D & { readonly kernels: Kernels } {
  return { ...definition, kernels };
}
