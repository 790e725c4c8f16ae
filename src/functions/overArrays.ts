import { type CheckedArray, checkOperands, type Signature } from "../call/arguments.js";
import { tagOf } from "../call/arrays.js";
import type { ParameterSet, ParameterValues } from "../call/parameters.js";
import type { BoundKernel, KernelExports, KernelFunction } from "../runtime/kernel.js";
import type { KernelCode, Kernels } from "../runtime/kernelCode.js";
import type { Runtime } from "../runtime/runtime.js";

/** The loop of a method over arrays where no kernel computes it. */
export type Scalars = (arrays: readonly CheckedArray[], n: number, parameters: ParameterValues["byName"]) => void;

/** A kernel and its function for one method. */
interface KernelMethod {
  readonly kernel: BoundKernel;
  readonly call: KernelFunction;
}

/** The parts of a function that its methods over arrays need. */
export interface ArrayParts {
  readonly kernels?: Kernels | undefined;
  readonly parameters?: Pick<ParameterSet, "write"> | undefined;
}

/**
 * Makes a method over arrays: it checks them, then runs the kernel, or where there is none the
 * scalar functions. Returns them, outputs included. The function of the kernel is looked up once:
 * by name it would cost 30 ns a call where several functions are in use.
 */
export function overArrays(
  where: string,
  method: keyof KernelExports,
  signature: Signature,
  { kernels, parameters: set }: ArrayParts,
  runtime: () => Runtime,
  scalars: Scalars,
): (given: unknown[], parameters: ParameterValues) => readonly CheckedArray[] {
  let float32: KernelMethod | undefined;
  let beyondFast: KernelMethod | undefined;
  let float64: KernelMethod | undefined;
  const find = (code: KernelCode | undefined): KernelMethod | undefined => {
    const kernel = code && runtime().kernel(code);
    return kernel && { kernel, call: kernel.exports[method] };
  };
  return (given, parameters) => {
    const type = tagOf(given[0]);
    let f: KernelMethod | undefined;
    if (type === "Float64Array") f = float64 ??= find(kernels?.float64);
    else if (type === "Float32Array" && parameters.beyondFast && kernels?.float32BeyondFast)
      f = beyondFast ??= find(kernels.float32BeyondFast);
    else if (type === "Float32Array") f = float32 ??= find(kernels?.float32);
    const { arrays, length } = checkOperands(where, signature, given, f ? f.kernel.memory : runtime().memoryInUse);
    if (f) {
      set?.write(f.kernel, parameters);
      f.kernel.run(f.call, arrays, signature.inputs, length);
    } else scalars(arrays, length, parameters.byName);
    return arrays;
  };
}

/** One array to one other. */
export const ONE_TO_ONE: Signature = { names: ["x", "out"], inputs: 1 };
