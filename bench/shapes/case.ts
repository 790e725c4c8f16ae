/** One thing to time of a function that is not elementwise: contestants on the same numbers, and what is right. */
import { alloc, free, reserve } from "hillock";
import { arrayTypes, type Floats, type Type } from "../loops.js";
import * as repeat from "../repeat.js";
import type { ContestantName, ShapeKey } from "../results.js";
import type { Labels } from "./loops.js";

export interface Case extends ShapeKey {
  /** What time is divided by. */
  readonly elements: number;
  /** Multiplications and additions of a call, where these are what counts. */
  readonly operations?: number;
  /** Makes the arrays. */
  recipe(): Promise<Recipe>;
}

export type Numbers = Floats | Labels;

/** What goes in, what comes out, and who computes it. */
export interface Recipe {
  readonly inputs: readonly Numbers[];
  /** Lengths of the arrays that are written. */
  readonly outputs: readonly number[];
  readonly loops: readonly Loop[];
  readonly kernels: readonly Kernel[];
  /** What is right, in double precision. Undefined where nothing but hillock knows. */
  readonly expected: readonly Expected[] | undefined;
}

export type Arrays = readonly Numbers[];

export interface Loop {
  readonly name: ContestantName;
  /** Called with inputs, outputs and these. */
  readonly call: (...args: never[]) => unknown;
  readonly more?: readonly unknown[];
  /** The results, where they are not the outputs alone. */
  readonly results?: (returned: unknown, outputs: Arrays) => readonly ArrayLike<number>[];
}

export interface Kernel {
  readonly name: ContestantName;
  /** Where its arrays are: all in hillock's memory, none, or some of the inputs. */
  readonly where: "memory" | "ordinary" | readonly boolean[];
  /** Takes the inputs, and options with the outputs. */
  readonly call: (...args: never[]) => unknown;
  readonly arguments: (inputs: Arrays, outputs: Arrays) => readonly unknown[];
  readonly results?: (returned: unknown, outputs: Arrays) => readonly ArrayLike<number>[];
}

/** Some or all entries of one result. */
export interface Expected {
  readonly name: string;
  /** Which entries; all if there are none. */
  readonly at?: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export interface Contestant {
  readonly name: ContestantName;
  /** Makes that many calls and returns what the last one returned. */
  run(calls: number): unknown;
  /** Writes NaN to the outputs. */
  spoil(): void;
  results(returned: unknown): readonly ArrayLike<number>[];
}

const LINE = 64;

/** Hands `use` the contestants of a recipe, with arrays as a user would have them: ordinary ones, and in hillock's memory. */
export function withContestants<T>(type: Type, recipe: Recipe, use: (contestants: readonly Contestant[]) => T): T {
  const { inputs, outputs, loops, kernels } = recipe;
  const array = arrayTypes[type];
  const bytes = inputs.reduce((sum, { byteLength }) => sum + byteLength + LINE, 0);
  reserve(bytes + outputs.reduce((sum, length) => sum + length * array.BYTES_PER_ELEMENT + LINE, 0));
  const taken: Floats[] = [];
  const take = (length: number): Floats => {
    const view: Floats = alloc(array as Float32ArrayConstructor, length);
    taken.push(view);
    return view;
  };
  const inside = inputs.map((numbers): Numbers => {
    if (!(numbers instanceof array)) return numbers;
    const view = take(numbers.length);
    view.set(numbers);
    return view;
  });
  const written = { ordinary: outputs.map((length): Floats => new array(length)), memory: outputs.map(take) };
  try {
    const looping = loops.map(({ name, call, more = [], results }): Contestant => {
      const args = [...inputs, ...written.ordinary, ...more];
      return contestant(name, call as never, args, written.ordinary, results);
    });
    const computing = kernels.map(({ name, where, call, arguments: argumentsOf, results }): Contestant => {
      const out = where === "memory" ? written.memory : written.ordinary;
      const from = inputs.map((numbers, i) =>
        where === "memory" || (where !== "ordinary" && where[i]) ? (inside[i] as Numbers) : numbers,
      );
      return contestant(name, call as never, argumentsOf(from, out), out, results);
    });
    return use([...looping, ...computing]);
  } finally {
    for (const view of taken) free(view);
  }
}

function contestant(
  name: ContestantName,
  call: (...args: unknown[]) => unknown,
  args: readonly unknown[],
  outputs: readonly Floats[],
  results: Loop["results"] = (_, written) => written as readonly Floats[],
): Contestant {
  return {
    name,
    run: (calls) => repeat.apply(call, args, calls),
    spoil() {
      for (const output of outputs) output.fill(Number.NaN);
    },
    results: (returned) => results(returned, outputs),
  };
}
