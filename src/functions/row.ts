import type { CheckedArray } from "../call/arguments.js";
import type { FloatArray } from "../call/arrays.js";
import { NONE, readOptions } from "../call/options.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { INTERNALS, Internals, type Rebuild } from "./internals.js";
import { publish } from "./publish.js";
import { bandShape, inBands, type TransposeExports } from "./rows/bands.js";
import { type Call, givenOf, prepare, setParameters } from "./rows/call.js";
import { givenOfBand, type RowInput } from "./rows/entries.js";
import { type GradientExports, type GradientRow, GradientWalk, type Pieces } from "./rows/gradientWalk.js";
import { RowLoops } from "./rows/loops.js";
import { passesOfQuotients, passesOfRecords, type RecordExports } from "./rows/passes.js";
import { readSettings, type Settings } from "./rows/settings.js";
import { type Specified, specificationOf } from "./rows/specification.js";
import type { Summary } from "./rows/summary.js";
import type { Softmax } from "./rows/types.js";
import { RowWalk } from "./rows/walk.js";

/** The exports of a module whose rows become rows: quotients, all in one, or what goes by records. */
export interface TransformExports extends Partial<RecordExports>, GradientExports, TransposeExports {
  /** Rows, all of the work or a part of it. */
  readonly value?: (x: number, y: number, e: number, rows: number, n: number, part: number, c: number) => void;
  readonly valueMasked?: (x: number, mask: number, y: number, e: number, rows: number, n: number, part: number, c: number) => number;
}

/** A function that makes of each row another, in one place: what it is called, what it computes, and how exactly. */
export interface RowDefinition<Exports extends TransformExports> extends Specified {
  /** What the last pass needs to know of a row. */
  conclude(summary: Summary): number;
  /** An element, in f64, from its difference to the largest, in two words over the temperature, and from what was concluded. */
  result(high: number, low: number, concluded: number): number;
  /** The gradient of a row from its results, in f64. */
  gradient(row: GradientRow, temperature: number): void;
  /** The same by a kernel, for a row that goes through it in pieces. */
  gradientInPieces(exports: Exports, context: number, pieces: Pieces): void;
  readonly kernels: Kernels;
}

const NAMES = ["shape", "axis", "temperature", "causal", "maskShape", "emptyRow"];
const EVERY_NAME = [...NAMES, "mask", "out"];
const BACKWARD = ["shape", "axis", "temperature", "out"];

/** The function of a definition, on the default runtime. */
export function createRowFunction<Exports extends TransformExports>(definition: RowDefinition<Exports>, settings: Settings): Softmax {
  return build(definition, settings, definition.kernels, defaultRuntime);
}

function build<Exports extends TransformExports>(
  definition: RowDefinition<Exports>,
  bound: Settings,
  kernels: Kernels,
  runtime: () => Runtime,
): Softmax {
  const { name } = definition.specification;

  const value = (x: unknown, options?: unknown): FloatArray => {
    const asked = options === undefined ? undefined : readOptions(name, options, EVERY_NAME);
    const settings = readSettings(name, asked, EVERY_NAME, bound);
    const { mask, out } = asked ?? NONE;
    const call = prepare<Exports>({ where: name, name: "x", array: x, settings, mask, kernels, runtime }, (_, length) => [
      { name: "x", array: x, length },
      { name: "out", array: out, length, output: true, inPlace: ["x"] },
    ]);
    const given = givenOf(name, call, x as FloatArray);
    transform(call, definition, given);
    return call.arrays[1].array;
  };

  const backwardFromOutput = (dy: unknown, y: unknown, options?: unknown): FloatArray => {
    const where = `${name}.backwardFromOutput`;
    const asked = options === undefined ? undefined : readOptions(where, options, BACKWARD);
    const settings = readSettings(where, asked, BACKWARD, bound);
    const request = { where, name: "dy", array: dy, settings, mask: undefined, kernels, runtime };
    const call = prepare<Exports>(request, (_, length) => [
      { name: "dy", array: dy, length },
      { name: "y", array: y, length },
      { name: "out", array: asked?.out, length, output: true, inPlace: ["dy", "y"] },
    ]);
    gradients(call, definition);
    return call.arrays[2].array;
  };

  const bindOptions = (options: unknown = {}) => {
    const where = `${name}.with`;
    return build(definition, readSettings(where, readOptions(where, options, NAMES), NAMES, bound), kernels, runtime);
  };

  const rebuild: Rebuild = (others, elsewhere) => build(definition, bound, others, elsewhere);
  const inner = { spec: specificationOf(definition, bound), [INTERNALS]: new Internals(kernels, runtime, rebuild) };
  return publish(value, name, { backwardFromOutput, with: bindOptions }, inner) as Softmax;
}

function transform<Exports extends TransformExports>(
  call: Call<Exports>,
  { conclude, result }: RowDefinition<Exports>,
  given: RowInput,
): void {
  const { kernel, settings, arrays, runtime, type } = call;
  const [x, out] = arrays;
  if (!kernel) {
    new RowLoops(given).transform(out.array, result, conclude, settings.emptyRow);
    return;
  }
  const { exports, context } = kernel;
  const memory = runtime.memory();
  const { value, valueMasked } = exports;
  const e = memory.slot(2);
  const passes =
    value && valueMasked
      ? passesOfQuotients({
          plain: (from, to, rows, n, part) => value(from, to, e, rows, n, part, context),
          masked: (from, mask, to, rows, n, part) => valueMasked(from, mask, to, e, rows, n, part, context),
          beside: 0,
        })
      : passesOfRecords(exports as RecordExports, context);
  const run = (rows: RowInput, from: CheckedArray, to: CheckedArray) =>
    new RowWalk(kernel, memory, type, rows, from, settings.parameters, passes).transform(to, conclude, settings.emptyRow);
  const banded = inBands({ kernel, memory, type, shape: given.shape, inputs: [x], output: out }, (first, count, [band]) =>
    run(givenOfBand(given, first, count, band.array), band, band),
  );
  if (!banded) run(given, x, out);
}

function gradients<Exports extends TransformExports>(call: Call<Exports>, definition: RowDefinition<Exports>): void {
  const { kernel, settings, arrays, runtime, type, shape } = call;
  const [dy, y, dx] = arrays;
  if (kernel) {
    const memory = runtime.memory();
    setParameters(kernel, memory, settings.parameters);
    const longRow = (pieces: Pieces) => definition.gradientInPieces(kernel.exports, kernel.context, pieces);
    const banded = inBands({ kernel, memory, type, shape, inputs: [dy, y], output: dx }, (_, count, [ownDy, ownY]) => {
      new GradientWalk(kernel, memory, type, bandShape(shape, count), ownDy, ownY, ownDy).run(longRow);
    });
    if (!banded) new GradientWalk(kernel, memory, type, shape, dy, y, dx).run(longRow);
    return;
  }
  const { outer, n, inner } = shape;
  for (let row = 0; row < outer * inner; row++) {
    const start = Math.floor(row / inner) * n * inner + (row % inner);
    definition.gradient({ dy: dy.array, y: y.array, dx: dx.array, start, step: inner, n }, settings.temperature);
  }
}
