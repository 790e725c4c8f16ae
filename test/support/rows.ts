/**
 * The row-wise functions as the runners see them: each in every engine, with its methods in one
 * shape.
 */
import { inject } from "vitest";
import { isDrawn, rowSpecification } from "../../oracle/rows.js";
import * as fast from "../../src/fast.js";
import type { RowBounds, RowSpecification } from "../../src/functions/rows/types.js";
import * as rowwise from "../../src/rowwise/index.js";
import type { Floats, Options } from "./activations.js";
import { type Constructor, types } from "./arrays.js";

type Gradient = (dy: Floats, other: Floats, options?: Options) => Floats;

export type RowFunction = ((x: Floats, options?: Options) => Floats) & {
  readonly name: string;
  readonly spec: RowSpecification;
  /** The gradient of the functions that make a number of each row. */
  readonly backward?: Gradient;
  /** The gradient, from results, of the other functions. */
  readonly backwardFromOutput?: Gradient;
  with(options: Options): RowFunction;
};

/** A function in one engine: the default for either type, or that of hillock/fast. */
export interface RowSubject {
  readonly name: string;
  readonly engine: "float32" | "float64" | "fast";
  readonly type: Constructor;
  readonly f: RowFunction;
  readonly bounds: RowBounds;
}

export const [Float32, Float64] = types as readonly [Constructor, Constructor];

const all = Object.values(rowwise) as unknown as readonly RowFunction[];
const presetOf = ({ name }: RowFunction) => rowSpecification[name]?.preset;

/** The functions that have a computation of their own. */
export const rowFunctions = all.filter((f) => !presetOf(f));

/** The functions that are presets of others, with what the specification says of that. */
export const rowPresets = all.flatMap((f) => {
  const preset = presetOf(f);
  return preset ? [{ name: f.name, preset, isRandom: isDrawn(preset) }] : [];
});

/** The seed of functions that draw numbers, wherever they are like others. */
export const SEED = 2 ** 40 + 7;
const fastFunctions = fast as unknown as Readonly<Record<string, RowFunction>>;

/** A function in its engines; hillock/fast differs only where there are kernels. */
export function subjectsIn(f: RowFunction): readonly RowSubject[] {
  const { name, spec } = f;
  const preset = presetOf(f);
  const seeded = (one: RowFunction) => (preset && isDrawn(preset) ? one.with({ seed: SEED }) : one);
  const { float32, float64, fast } = spec.bounds;
  return [
    { name, engine: "float32" as const, type: Float32, f: seeded(f), bounds: float32 },
    { name, engine: "float64" as const, type: Float64, f: seeded(f), bounds: float64 },
    ...(fast && inject("backend") !== "js"
      ? [{ name, engine: "fast" as const, type: Float32, f: seeded(fastFunctions[name] as RowFunction), bounds: fast }]
      : []),
  ];
}

export const subjects: readonly RowSubject[] = rowFunctions.flatMap(subjectsIn);

/** The subjects of one function, for facts that are its own. */
export const subjectsOf = (name: string): readonly RowSubject[] => all.filter((f) => f.name === name).flatMap(subjectsIn);

/** One way to call a row-wise function, the same for all. */
export interface RowOperation {
  /** The path in error messages: `softmax`, `softmax.backwardFromOutput`. */
  readonly path: string;
  /** The names of the arrays that it reads. */
  readonly names: readonly string[];
  /** The kind of each of these arrays: a number for each entry, for each row, or a result. */
  readonly inputs: readonly ("entries" | "rows" | "results")[];
  /** Whether its output has a number for each row. */
  readonly reduces: boolean;
  /** Whether it takes masks. */
  readonly masked: boolean;
  run(f: RowFunction, inputs: readonly Floats[], options?: Options): Floats;
}

/** Whether a function makes a number of each row. */
export const reduces = ({ backwardFromOutput }: RowFunction): boolean => !backwardFromOutput;

/**
 * Whether a function counts the entries of a row, so that one that is left out is not the same as
 * -Infinity.
 */
const counts = ({ name }: RowFunction): boolean => /\bn\b/.test(rowSpecification[name]?.formula.value ?? "");

/**
 * Options by which entries that are -Infinity are left out of all that is computed, where that
 * makes a difference.
 */
export function withoutThem(f: RowFunction, x: Floats, type: Constructor): Options {
  return counts(f) ? { mask: type.from(x, (entry) => (entry === -Infinity ? entry : 0)) } : {};
}

/** The operations of a function. */
export function operationsOf(f: RowFunction): readonly RowOperation[] {
  const { name, backward, backwardFromOutput } = f;
  return [
    {
      path: name,
      names: ["x"],
      inputs: ["entries"],
      reduces: reduces(f),
      masked: true,
      run: (f, [x], options) => f(x as Floats, options),
    },
    ...(backward
      ? [
          {
            path: `${name}.backward`,
            names: ["dy", "x"],
            inputs: ["rows" as const, "entries" as const],
            reduces: false,
            masked: true,
            run: (f: RowFunction, [dy, x]: readonly Floats[], options?: Options) =>
              (f.backward as Gradient)(dy as Floats, x as Floats, options),
          },
        ]
      : []),
    ...(backwardFromOutput
      ? [
          {
            path: `${name}.backwardFromOutput`,
            names: ["dy", "y"],
            inputs: ["entries" as const, "results" as const],
            reduces: false,
            masked: false,
            run: (f: RowFunction, [dy, y]: readonly Floats[], options?: Options) =>
              (f.backwardFromOutput as Gradient)(dy as Floats, y as Floats, options),
          },
        ]
      : []),
  ];
}

/** Arrays for an operation on so many rows of n entries: `options` say how the rows lie. */
export function inputsOf(
  { inputs }: RowOperation,
  { f, type }: Pick<RowSubject, "f" | "type">,
  rows: number,
  n: number,
  options: Options,
  fill: (type: Constructor, length: number) => Floats,
): Floats[] {
  return inputs.map((kind) => {
    const array = fill(type, kind === "rows" ? rows : rows * n);
    return kind === "results" ? f(array, options) : array;
  });
}

export const product = (dimensions: readonly number[]): number => dimensions.reduce((before, dimension) => before * dimension, 1);

/** The indices of the elements of each row of an array, rows in the order of a reduced array. */
export function rowsOf(shape: readonly number[], axis: number): number[][] {
  const n = shape.at(axis) as number;
  const at = axis < 0 ? axis + shape.length : axis;
  const inner = product(shape.slice(at + 1));
  return Array.from({ length: product(shape.slice(0, at)) * inner }, (_, row) =>
    Array.from({ length: n }, (_, i) => (Math.floor(row / inner) * n + i) * inner + (row % inner)),
  );
}

/**
 * The index of each element of an array in another, whose shape is broadcast to that of the array,
 * as NumPy does.
 */
export function broadcastIndices(shape: readonly number[], given: readonly number[]): number[] {
  const padded = [...shape.slice(given.length).map(() => 1), ...given];
  return Array.from({ length: product(shape) }, (_, i) => {
    let at = 0;
    let distance = 1;
    for (let d = shape.length - 1, rest = i; d >= 0; d--) {
      const size = shape[d] as number;
      if (padded[d] !== 1) at += (rest % size) * distance;
      distance *= padded[d] as number;
      rest = Math.floor(rest / size);
    }
    return at;
  });
}

/** The shapes with 1 in the place of any dimensions, each once. */
export function broadcastShapes(shape: readonly number[]): number[][] {
  const all = Array.from({ length: 2 ** shape.length }, (_, set) => shape.map((dimension, i) => ((set >> i) & 1 ? 1 : dimension)));
  return [...new Map(all.map((one) => [one.join(), one])).values()];
}

/** The elements at these indices, as an array of their own. */
export function pick(array: Floats, indices: readonly number[], type: Constructor): Floats {
  return type.from(indices.map((index) => array[index] as number));
}
