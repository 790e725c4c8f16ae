import { type ArrayRequirement, type CheckedArray, checkArrays, floatType } from "../../call/arguments.js";
import { type ElementType, type FloatArray, lengthOf } from "../../call/arrays.js";
import { readShape, type Shape } from "../../call/shape.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Kernel, Runtime } from "../../runtime/runtime.js";
import { diagonalOf } from "./causal.js";
import type { RowInput } from "./entries.js";
import { keepApart, type Mask, readMask } from "./mask.js";
import type { Settings } from "./settings.js";

/** A call of a row-wise function, checked. */
export interface Call<Exports> {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly settings: Settings;
  /** Its arrays, in the order in which they were named. */
  readonly arrays: readonly CheckedArray[];
  readonly mask: Mask | undefined;
  /** Absent where JavaScript is to compute. */
  readonly kernel: Kernel<Exports> | undefined;
  readonly runtime: Runtime;
}

/** What a call is checked against. */
export interface Request {
  readonly where: string;
  /** The array that has the shape, and the name it goes by. */
  readonly name: string;
  readonly array: unknown;
  readonly settings: Settings;
  readonly mask: unknown;
  readonly kernels: Kernels;
  readonly runtime: () => Runtime;
}

/** Checks a call, all of it before anything is written. `wanted` says what arrays it has, once the shape is known. */
export function prepare<Exports>(request: Request, wanted: (shape: Shape, length: number) => readonly ArrayRequirement[]): Call<Exports> {
  const { where, name, array, settings, kernels, runtime } = request;
  const type = floatType(where, name, array);
  const inUse = runtime();
  const kernel = inUse.kernel<Exports>(type === "Float32Array" ? kernels.float32 : kernels.float64);
  const length = lengthOf(array as FloatArray);
  const shape = readShape(where, settings, length, { axisName: "axis", defaultAxis: -1, of: name });
  const mask = readMask(where, request.mask, settings.maskShape, type, shape);
  const list = wanted(shape, length);
  const arrays = checkArrays(where, type, name, inUse.memoryInUse, list);
  if (mask) for (const [i, { array, output }] of list.entries()) if (output && array !== undefined) keepApart(where, mask, arrays[i].array);
  return { type, shape, settings, arrays, mask, kernel, runtime: inUse };
}

/** The rows of a call, as they are to be read. */
export function givenOf(where: string, { shape, settings, mask }: Call<unknown>, x: FloatArray): RowInput {
  return { x, shape, temperature: settings.temperature, mask, causal: diagonalOf(where, shape, settings.causal) };
}

/** Hands a kernel its parameters, unless it has them. */
export function setParameters(kernel: Kernel<unknown>, _: LinearMemory, values: readonly number[]): void {
  kernel.setParameters(values);
}
