import { checkOptions } from "../arguments.js";
import type { FloatArray } from "../arrays.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import type { Shape } from "../shape.js";
import { type Kernels, PARTS, Parts } from "../variants.js";
import { type Call, givenOf, prepare } from "./call.js";
import { term } from "./difference.js";
import { Entries, type Given } from "./entries.js";
import { RowLoops } from "./loops.js";
import { ALL, passesOfQuotients, passesOfRecords, type RecordExports } from "./passes.js";
import { readSettings, reduced, type Settings } from "./settings.js";
import { type Specified, specification } from "./specification.js";
import type { Summary } from "./summary.js";
import type { LogSumExp } from "./types.js";
import { RowWalk } from "./walk.js";

/** The exports of a module whose rows become numbers. */
export interface ReductionExports extends RecordExports {
  /** The gradients of rows, all of the work or a part of it. */
  backward(dy: number, x: number, dx: number, e: number, rows: number, n: number, part: number, c: number): void;
  backwardMasked(dy: number, x: number, mask: number, dx: number, e: number, rows: number, n: number, part: number, c: number): number;
}

/** A function that makes the logarithm of a sum of exponentials of each row: what it is called, and how exact it is. */
export interface Reduction extends Specified {
  readonly kernels: Kernels;
}

const NAMES = ["shape", "axis", "temperature", "causal"];

/** The function of a definition, on the default runtime. */
export function createReduction(definition: Reduction, settings: Settings): LogSumExp {
  return build(definition, settings, definition.kernels, defaultRuntime);
}

function build(definition: Reduction, bound: Settings, kernels: Kernels, runtime: () => Runtime): LogSumExp {
  const { name } = definition;

  const value = (x: unknown, options?: Record<string, unknown>): FloatArray => {
    const settings = readSettings(name, options, [...NAMES, "mask", "out"], bound);
    const { mask, out } = options ?? {};
    const call = prepare<ReductionExports>({ where: name, name: "x", array: x, settings, mask, kernels, runtime }, (shape, length) => [
      { name: "x", array: x, length },
      { name: "out", array: out, ...rowsOf(shape), output: true },
    ]);
    const given = givenOf(name, call, x as FloatArray);
    logarithms(call, given);
    return call.arrays[1].array;
  };

  const backward = (dy: unknown, x: unknown, options?: Record<string, unknown>): FloatArray => {
    const where = `${name}.backward`;
    const settings = readSettings(where, options, [...NAMES, "mask", "out"], bound);
    const { mask, out } = options ?? {};
    const call = prepare<ReductionExports>({ where, name: "x", array: x, settings, mask, kernels, runtime }, (shape, length) => [
      { name: "dy", array: dy, ...rowsOf(shape) },
      { name: "x", array: x, length },
      { name: "out", array: out, length, output: true, inPlace: ["x"] },
    ]);
    const given = givenOf(where, call, x as FloatArray);
    gradients(call, given);
    return call.arrays[2].array;
  };

  const bindOptions = (options: unknown) => {
    const where = `${name}.with`;
    checkOptions(where, options, NAMES);
    return build(definition, readSettings(where, options, NAMES, bound), kernels, runtime);
  };

  return Object.defineProperties(
    Object.assign(value, {
      backward,
      with: bindOptions,
      spec: specification(definition, bound),
      [PARTS]: new Parts(kernels, runtime, (others, elsewhere) => build(definition, bound, others, elsewhere)),
    }),
    { name: { value: name } },
  ) as unknown as LogSumExp;
}

/** The length of an array with an element for each row. */
function rowsOf(shape: Shape): { readonly length: number; readonly because: string } {
  return { length: shape.outer * shape.inner, because: `the shape without the axis, ${reduced(shape)}` };
}

function logarithms(call: Call<ReductionExports>, given: Given): void {
  const { kernel, settings, arrays, runtime, type } = call;
  const [x, out] = arrays;
  const entries = new Entries(given);
  const conclude = ({ started, largest, others }: Summary, row: number): number => {
    if (!started) return -Infinity;
    // Beside Infinity every term is NaN; only a NaN among the entries makes the row one.
    if (largest === Infinity) return entries.hasNaN(row) ? NaN : Infinity;
    return largest + Math.log1p(others);
  };
  if (!kernel) {
    new RowLoops(given).reduce(out.array, conclude);
    return;
  }
  const passes = passesOfRecords(kernel.exports, kernel.context);
  new RowWalk(kernel, runtime.memory(), type, given, x, settings.parameters, passes).reduce(out.array, conclude);
}

function gradients(call: Call<ReductionExports>, given: Given): void {
  const { kernel, settings, arrays, runtime, type } = call;
  const [dy, x, out] = arrays;
  const conclude = ({ others }: Summary, row: number): number => dy.array[row] / (1 + others) / settings.temperature;
  if (!kernel) {
    new RowLoops(given).transform(out.array, term, conclude, 0);
    return;
  }
  const { exports, context } = kernel;
  const memory = runtime.memory();
  /** The address of dy from a row on. Where it is not in memory, it is copied to the end of the slot of masks. */
  const weights = (row: number, rows: number): number => {
    const size = dy.array.BYTES_PER_ELEMENT;
    if (dy.at >= 0) return dy.at + row * size;
    const at = memory.slot(1) / size + memory.tile(type) - rows;
    const view = memory.view(type);
    for (let i = 0; i < rows; i++) view[at + i] = dy.array[row + i];
    return at * size;
  };
  const e = memory.slot(2);
  const passes = passesOfQuotients({
    plain: (from, to, rows, n, part, row) => exports.backward(part === ALL ? weights(row, rows) : 0, from, to, e, rows, n, part, context),
    masked: (from, mask, to, rows, n, part, row) =>
      exports.backwardMasked(part === ALL ? weights(row, rows) : 0, from, mask, to, e, rows, n, part, context),
    beside: 1,
  });
  new RowWalk(kernel, memory, type, given, x, settings.parameters, passes).transform(out, conclude, 0);
}
