import type { FloatArray } from "../arrays.js";
import { NONE, readOptions } from "../options.js";
import { publish } from "../publish.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import type { Shape } from "../shape.js";
import { type Kernels, PARTS, Parts } from "../variants.js";
import { type Call, givenOf, prepare, setParameters } from "./call.js";
import { Entries, type Given } from "./entries.js";
import { RowLoops, term } from "./loops.js";
import { readSettings, reduced, type Settings } from "./settings.js";
import { type Specified, specification } from "./specification.js";
import type { Summary } from "./summary.js";
import { kernelParameters } from "./temperature.js";
import type { LogSumExp } from "./types.js";
import { type Finish, type RowExports, RowWalk } from "./walk.js";

/** The exports of a module whose rows become numbers. */
export interface ReductionExports extends RowExports {
  backward(dy: number, x: number, dx: number, e: number, rows: number, n: number, c: number): void;
  readonly backwardFinish: Finish["plain"];
  readonly backwardFinishWords: Finish["words"];
}

/** A function that makes the logarithm of a sum of exponentials of each row: what it is called, and how exact it is. */
export interface Reduction extends Specified {
  readonly kernels: Kernels;
}

const NAMES = ["shape", "axis", "temperature", "causal"];
const ALL = [...NAMES, "mask", "out"];

/** The function of a definition, on the default runtime. */
export function createReduction(definition: Reduction, settings: Settings): LogSumExp {
  return build(definition, settings, definition.kernels, defaultRuntime);
}

function build(definition: Reduction, bound: Settings, kernels: Kernels, runtime: () => Runtime): LogSumExp {
  const { name } = definition;

  const value = (x: unknown, options?: unknown): FloatArray => {
    const asked = options === undefined ? undefined : readOptions(name, options, ALL);
    const settings = readSettings(name, asked, ALL, bound);
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
    const asked = options === undefined ? undefined : readOptions(where, options, ALL);
    const settings = readSettings(where, asked, ALL, bound);
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

  const remake: Parts["remake"] = (others, elsewhere) => build(definition, bound, others, elsewhere);
  const inner = { spec: specification(definition, bound), [PARTS]: new Parts(kernels, runtime, remake) };
  return publish(value, name, { backward, with: bindOptions }, inner) as LogSumExp;
}

/** The length of an array with an element for each row. */
function rowsOf(shape: Shape): { readonly length: number; readonly because: string } {
  return { length: shape.outer * shape.inner, because: `the shape without the axis, ${reduced(shape)}` };
}

function logarithms(call: Call<ReductionExports>, given: Given): void {
  const { kernel, settings, arrays, runtime, type, mask } = call;
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
  setParameters(call, mask?.words ? kernelParameters(1, 0) : settings.parameters);
  new RowWalk(kernel, runtime.memory(), type, given, x).reduce(out.array, conclude);
}

function gradients(call: Call<ReductionExports>, given: Given): void {
  const { kernel, settings, arrays, runtime, type, mask } = call;
  const [dy, x, out] = arrays;
  const conclude = ({ others }: Summary, row: number): number => dy.array[row] / (1 + others) / settings.temperature;
  if (!kernel) {
    new RowLoops(given).transform(out.array, term, conclude, 0);
    return;
  }
  const { exports, context } = kernel;
  setParameters(call, mask?.words ? kernelParameters(1, 0) : settings.parameters);
  const memory = runtime.memory();
  const finish = { plain: exports.backwardFinish, words: exports.backwardFinishWords };
  new RowWalk(kernel, memory, type, given, x).transform(out, finish, conclude, 0, (from, to, e, rows, n, row) => {
    let at = dy.at + row * dy.array.BYTES_PER_ELEMENT;
    if (dy.at < 0) {
      memory.copyIn(1, dy.array, type, row, rows);
      at = memory.slot(1);
    }
    exports.backward(at, from, to, e, rows, n, context);
  });
}
