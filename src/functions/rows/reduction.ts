import type { CheckedArray } from "../../call/arguments.js";
import { type FloatArray, viewOf } from "../../call/arrays.js";
import { NONE, readOptions } from "../../call/options.js";
import type { Shape } from "../../call/shape.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../../runtime/runtime.js";
import { log1p } from "../../scalar/log1p.js";
import { INTERNALS, Internals, type Rebuild } from "../internals.js";
import { publish } from "../publish.js";
import { inBands, type TransposeExports } from "./bands.js";
import { type Call, givenOf, prepare } from "./call.js";
import { term } from "./difference.js";
import { Entries, givenOfBand, type RowInput } from "./entries.js";
import { RowLoops } from "./loops.js";
import { ALL, passesOfQuotients, passesOfRecords, type RecordExports } from "./passes.js";
import { readSettings, reduced, type Settings } from "./settings.js";
import { type Specified, specificationOf } from "./specification.js";
import type { Summary } from "./summary.js";
import type { LogSumExp } from "./types.js";
import { RowWalk } from "./walk.js";

/** The exports of a module whose rows become numbers. */
export interface ReductionExports extends RecordExports, TransposeExports {
  /** The gradients of rows, all of the work or a part of it. */
  backward(dy: number, x: number, dx: number, e: number, rows: number, n: number, part: number, c: number): void;
  backwardMasked(dy: number, x: number, mask: number, dx: number, e: number, rows: number, n: number, part: number, c: number): number;
}

/** A function that makes the logarithm of a sum of exponentials of each row: what it is called, and how exact it is. */
export interface Reduction extends Specified {
  readonly kernels: Kernels;
}

const NAMES = ["shape", "axis", "temperature", "causal", "maskShape"];
const EVERY_NAME = [...NAMES, "mask", "out"];

/** The function of a definition, on the default runtime. */
export function createReduction(definition: Reduction, settings: Settings): LogSumExp {
  return build(definition, settings, definition.kernels, defaultRuntime);
}

function build(definition: Reduction, bound: Settings, kernels: Kernels, runtime: () => Runtime): LogSumExp {
  const { name } = definition.specification;

  const value = (x: unknown, options?: unknown): FloatArray => {
    const asked = options === undefined ? undefined : readOptions(name, options, EVERY_NAME);
    const settings = readSettings(name, asked, EVERY_NAME, bound);
    const { mask, out } = asked ?? NONE;
    const call = prepare<ReductionExports>({ where: name, name: "x", array: x, settings, mask, kernels, runtime }, (shape, length) => [
      { name: "x", array: x, length },
      { name: "out", array: out, ...rowsOf(shape), output: true },
    ]);
    const given = givenOf(name, call, x as FloatArray);
    logarithms(call, given);
    return call.arrays[1].array;
  };

  const backward = (dy: unknown, x: unknown, options?: unknown): FloatArray => {
    const where = `${name}.backward`;
    const asked = options === undefined ? undefined : readOptions(where, options, EVERY_NAME);
    const settings = readSettings(where, asked, EVERY_NAME, bound);
    const { mask, out } = asked ?? NONE;
    const call = prepare<ReductionExports>({ where, name: "x", array: x, settings, mask, kernels, runtime }, (shape, length) => [
      { name: "dy", array: dy, ...rowsOf(shape) },
      { name: "x", array: x, length },
      { name: "out", array: out, length, output: true, inPlace: ["x"] },
    ]);
    const given = givenOf(where, call, x as FloatArray);
    gradients(call, given);
    return call.arrays[2].array;
  };

  const bindOptions = (options: unknown = {}) => {
    const where = `${name}.with`;
    return build(definition, readSettings(where, readOptions(where, options, NAMES), NAMES, bound), kernels, runtime);
  };

  const rebuild: Rebuild = (others, elsewhere) => build(definition, bound, others, elsewhere);
  const inner = { spec: specificationOf(definition, bound), [INTERNALS]: new Internals(kernels, runtime, rebuild) };
  return publish(value, name, { backward, with: bindOptions }, inner) as LogSumExp;
}

/** The length of an array with an element for each row. */
function rowsOf(shape: Shape): { readonly length: number; readonly lengthReason: string } {
  return { length: shape.outer * shape.inner, lengthReason: `the shape without the axis, ${reduced(shape)}` };
}

function logarithms(call: Call<ReductionExports>, given: RowInput): void {
  const { kernel, settings, arrays, runtime, type } = call;
  const [x, out] = arrays;
  const entries = new Entries(given);
  const conclude = ({ started, largest, others }: Summary, row: number): number => {
    if (!started) return -Infinity;
    // Beside Infinity every term is NaN; only a NaN among the entries makes the row one.
    if (largest === Infinity) return entries.hasNaN(row) ? NaN : Infinity;
    return largest + log1p(others);
  };
  if (!kernel) {
    new RowLoops(given).reduce(out.array, conclude);
    return;
  }
  const memory = runtime.memory();
  const passes = passesOfRecords(kernel.exports, kernel.context);
  const run = (rows: RowInput, from: CheckedArray, to: FloatArray, first: number) =>
    new RowWalk(kernel, memory, type, rows, from, settings.parameters, passes).reduce(to, (summary, row) => conclude(summary, first + row));
  const banded = inBands({ kernel, memory, type, shape: given.shape, inputs: [x] }, (first, count, [band]) =>
    run(givenOfBand(given, first, count, band.array), band, viewOf(out.array, type, first, count), first),
  );
  if (!banded) run(given, x, out.array, 0);
}

function gradients(call: Call<ReductionExports>, given: RowInput): void {
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
  const run = (entries: RowInput, entriesAt: CheckedArray, to: CheckedArray, first: number) => {
    const passes = passesOfQuotients({
      plain: (from, target, rows, n, part, row) =>
        exports.backward(part === ALL ? weights(first + row, rows) : 0, from, target, e, rows, n, part, context),
      masked: (from, mask, target, rows, n, part, row) =>
        exports.backwardMasked(part === ALL ? weights(first + row, rows) : 0, from, mask, target, e, rows, n, part, context),
      beside: 1,
    });
    const walk = new RowWalk(kernel, memory, type, entries, entriesAt, settings.parameters, passes);
    walk.transform(to, (summary, row) => conclude(summary, first + row), 0);
  };
  const banded = inBands({ kernel, memory, type, shape: given.shape, inputs: [x], output: out }, (first, count, [band]) => {
    run(givenOfBand(given, first, count, band.array), band, band, first);
  });
  if (!banded) run(given, x, out, 0);
}
