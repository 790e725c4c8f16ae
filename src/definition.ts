import type { ElementType } from "./arrays.js";
import type { ParameterSet } from "./parameters.js";

/** What a kernel module is to the loader: its bytes and constants, as text (generated into src/kernels/ by scripts/build/kernels.mjs). */
export interface KernelCode {
  /** `gelu`, `gelu.float64`, `gelu.fast`. */
  readonly name: string;
  /** Hexadecimal digits of the build without relaxed SIMD. */
  readonly simd: string;
  /** Hexadecimal digits of the build with relaxed SIMD; absent where both builds are the same bytes. */
  readonly relaxed?: string;
  /** Hexadecimal digits of the constants, 8 bytes each; in memory each fills 16. */
  readonly table: string;
  /** Bytes of the workspace that it uses. */
  readonly room?: number;
}

/** The kernels of a function, by the element type of its arrays. */
export interface Kernels {
  readonly float32: KernelCode;
  readonly float64: KernelCode;
  /** In hillock/fast, the kernel of Float32Arrays for parameters that are beyond the f32 lanes of `float32`. */
  readonly float32BeyondFast?: KernelCode;
}

/** The kernel for arrays of one type, with parameters of which it is known whether they are beyond f32 lanes. */
export function kernelFor(kernels: Kernels, type: ElementType, beyondFast = false): KernelCode {
  if (type === "Float64Array") return kernels.float64;
  return (beyondFast && kernels.float32BeyondFast) || kernels.float32;
}

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
  /** Smallest magnitude allowed besides 0. Default: any. */
  readonly minimumMagnitude?: number;
  /**
   * The magnitudes between which the f32 lanes of hillock/fast hold their bounds, as they do for 0. With any other value its
   * Float32Arrays take the kernel of the default function. Default: any.
   */
  readonly fastMagnitudes?: readonly [number, number];
  /** Smallest value for which the derivative can be had from the output. Default: any that is allowed. */
  readonly minimumFromOutput?: number;
  /** Values besides the default at which tests and proofs look. Default: none. */
  readonly examples: readonly number[];
  /** An array with one for each channel will do as well; `shape` and `channelAxis` or `slopeShape` say how they lie. Default false. */
  readonly perChannel?: boolean;
}

export type Parameters<Name extends string> = { readonly [name in Name]: number };

/** Largest errors promised for one element type, in units in the last place of that type. accuracy.json has what was measured. */
export interface Bounds {
  readonly value: number;
  readonly derivative: number;
  readonly secondDerivative: number;
  /** For parameters other than the defaults, where that is another figure. */
  readonly otherParameters?: number;
  /** Where a derivative has a root, a bound in ULP can fail beside it; there the error is at most `absolute`. */
  readonly roots?: readonly Root[];
}

export interface Root {
  readonly of: "derivative" | "secondDerivative";
  readonly x: number;
  /** The absolute bound holds where |x - root| <= within. */
  readonly within: number;
  readonly absolute: number;
}

/** An activation in one place: what it is called, what it computes, and how exactly. */
export interface Definition<Name extends string = string> {
  readonly name: string;
  /** Absent where there are none. */
  readonly parameters?: ParameterSet<Name>;
  /** The formulas, as in the specification. */
  readonly formula: {
    readonly value: string;
    readonly derivative: string;
    readonly secondDerivative: string;
    readonly derivativeFromOutput?: string;
  };
  /** Where the derivative jumps; there it takes the value of the left branch, as in PyTorch. */
  readonly kinks: readonly number[];
  /** The range of values, in interval notation. */
  readonly range: string;
  /** Limits at -Infinity and Infinity. */
  readonly limits: { readonly value: readonly [string, string]; readonly derivative: readonly [string, string] };
  readonly bounds: { readonly float32: Bounds; readonly float64: Bounds; readonly fast?: Bounds };
  /** The scalar functions, in f64: numbers, and the js backend. */
  value(x: number, parameters: Parameters<Name>): number;
  derivative(x: number, parameters: Parameters<Name>): number;
  secondDerivative(x: number, parameters: Parameters<Name>): number;
  /** The derivative from the output, where the output says enough. */
  readonly derivativeFromOutput?: (y: number, parameters: Parameters<Name>) => number;
  readonly kernels: Kernels;
}
