/** One thing to time: inputs, outputs, contestants on the same numbers, and what is right. */
import { alloc, free, reserve } from "hillock";
import { type Callable, fastOf, functionOf } from "./hillock.js";
import type { AnyLoop } from "./loops/compile.js";
import type { Runnable } from "./measure.js";
import { arrayTypes, type Floats, type Numbers, type Type } from "./numbers.js";
import * as repeat from "./repeat.js";
import type { ContestantName, Key } from "./results.js";

export interface Case extends Key {
  recipe(): Recipe | Promise<Recipe>;
}

/** Arrays by name, in the order in which they are passed. */
export type Arrays = { readonly [name: string]: Numbers };
export type Results = { readonly [name: string]: ArrayLike<number> };

export type Lengths = { readonly [name: string]: number };

export interface Recipe {
  readonly inputs: Arrays;
  /** Lengths of the arrays that are written. */
  readonly outputs: Lengths;
  readonly contestants: readonly Entrant[];
  readonly kernels: Kernels;
  /** The right results, in double precision. Undefined where nothing but hillock knows. */
  readonly expected: readonly Expected[] | undefined;
}

/** Some or all entries of one result. */
export interface Expected {
  readonly name: string;
  /** The places of the entries; all if there are none. */
  readonly at?: ArrayLike<number> | undefined;
  readonly values: ArrayLike<number>;
  /**
   * Errors are judged against it where an entry is smaller; the root of the mean square of all, if
   * there is none.
   */
  readonly scale?: number;
}

/** The place of a contestant's arrays: all in hillock's memory, none, or some of the inputs. */
export type Residence = "memory" | "ordinary" | readonly string[];

export interface Entrant {
  readonly name: ContestantName;
  readonly where: Residence;
  /** Makes a new array for every result. */
  readonly allocates?: boolean;
  /** The loop of an entrant that is one, and its arguments after inputs and outputs. */
  readonly loop?: { readonly call: AnyLoop; readonly more: readonly unknown[]; readonly extra?: Reading | undefined };
  prepare(inputs: Arrays, outputs: Arrays): Prepared;
}

type Reading = (returned: unknown) => Results;

interface Prepared {
  /** Makes that many calls and returns what the last one returned. */
  run(calls: number): unknown;
  /** Absent where the results are the outputs alone. */
  readonly results?: Reading;
}

export interface Contestant extends Runnable {
  /** Results of one call, into arrays that were full of NaN. */
  compute(): Results | Promise<Results>;
}

export const mapped = <A, B>(object: { readonly [name: string]: A }, f: (value: A, name: string) => B) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, f(value, name)]));

/** A case of a key; without a form of its own and of a usual shape, where nothing else is said. */
export function caseOf(key: Omit<Key, "form" | "drawn"> & Partial<Key>, recipe: (key: Key) => Recipe): Case {
  const whole = { form: "", drawn: false, ...key };
  return { ...whole, recipe: () => recipe(whole) };
}

/** The right results by a loop, in double precision. */
export function expectedBy(
  call: AnyLoop | undefined,
  inputs: Arrays,
  outputs: Lengths,
  more: readonly unknown[] = [],
  extra?: Reading,
): Expected[] | undefined {
  if (!call) return undefined;
  const written = mapped(outputs, (length) => new Float64Array(length));
  const returned = call(...Object.values(mapped(inputs, (numbers) => Float64Array.from(numbers))), ...Object.values(written), ...more);
  return Object.entries({ ...written, ...extra?.(returned) }).map(([name, values]) => ({ name, values }));
}

export function loop(name: ContestantName, call: AnyLoop | undefined, more: readonly unknown[] = [], extra?: Reading): Entrant[] {
  if (!call) return [];
  const prepare: Entrant["prepare"] = (inputs, outputs) => {
    const args = [...Object.values(inputs), ...Object.values(outputs), ...more];
    return { run: (calls) => repeat.apply(call, args, calls), results: (returned) => ({ ...outputs, ...extra?.(returned) }) };
  };
  return [{ name, where: "ordinary", loop: { call, more, extra }, prepare }];
}

/** A call of hillock; without `out` it makes the arrays itself. */
export interface Kernel {
  readonly call: Callable;
  readonly options?: object;
  arguments?(inputs: Arrays, out: Arrays | undefined): readonly unknown[];
  results?(returned: unknown, outputs: Arrays): Results;
}

export function entrant(name: ContestantName, where: Residence, kernel: Kernel, allocates = false): Entrant {
  const { call, options } = kernel;
  const prepare = (inputs: Arrays, outputs: Arrays): Prepared => {
    const given = Object.values(inputs);
    const names = Object.keys(outputs);
    const out = names.length === 1 ? Object.values(outputs)[0] : outputs;
    const inNew = (returned: unknown) => (names.length === 1 ? { [names[0] as string]: returned } : returned) as Results;
    const results = (returned: unknown) => {
      const written = allocates ? inNew(returned) : outputs;
      return kernel.results ? kernel.results(returned, written as Arrays) : written;
    };
    if (!options && !kernel.arguments && !allocates) return { run: (calls) => repeat.applyOut(call, given, out, calls), results };
    const args =
      kernel.arguments?.(inputs, allocates ? undefined : outputs) ??
      (allocates ? (options ? [...given, options] : given) : [...given, { ...options, out }]);
    return { run: (calls) => repeat.apply(call, args, calls), results };
  };
  return { name, where, allocates, prepare };
}

/** hillock, and its fast form where there is one. */
export interface Kernels {
  readonly usual: Kernel;
  readonly fast?: Kernel | undefined;
}

/** The calls of a method; `form` makes a function with parameters of its own. */
export function kernelsOf(
  { part, name, method, type }: Pick<Case, "part" | "name" | "method" | "type">,
  kernel: Omit<Kernel, "call"> = {},
  form: (f: Callable) => Callable = (f) => f,
): Kernels {
  const called = (f: Callable): Kernel => ({ ...kernel, call: (form(f)[method] ?? form(f)) as Callable });
  const fast = type === "float32" ? fastOf(part, name) : undefined;
  return { usual: called(functionOf(part, name)), fast: fast && called(fast) };
}

/** The entrants of hillock: on ordinary arrays, on arrays in its memory, and the fast form. */
export function hillockOf({ usual, fast }: Kernels): Entrant[] {
  return [entrant("staged", "ordinary", usual), entrant("memory", "memory", usual), ...(fast ? [entrant("fast", "memory", fast)] : [])];
}

const LINE = 64;

/** Takes arrays from hillock's memory, and gives them back. */
export class Arena {
  private readonly taken: Floats[] = [];

  constructor(private readonly type: Type) {}

  reserve(lengths: readonly number[]): void {
    reserve(lengths.reduce((sum, length) => sum + length * arrayTypes[this.type].BYTES_PER_ELEMENT + LINE, 0));
  }

  take(length: number): Floats {
    const view: Floats = alloc(arrayTypes[this.type] as Float32ArrayConstructor, length);
    this.taken.push(view);
    return view;
  }

  copy(numbers: Numbers): Numbers {
    if (!(numbers instanceof arrayTypes[this.type])) return numbers;
    const view = this.take(numbers.length);
    view.set(numbers);
    return view;
  }

  close(): void {
    for (const view of this.taken) free(view as Float32Array);
  }
}

/**
 * Hands `use` the contestants of a recipe, with arrays as a user would have them: ordinary ones,
 * and in hillock's memory.
 */
export async function withContestants<T>(
  type: Type,
  { inputs, outputs, contestants }: Recipe,
  use: (contestants: readonly Contestant[]) => T,
): Promise<T> {
  const arena = new Arena(type);
  arena.reserve([...Object.values(inputs).map(({ length }) => length), ...Object.values(outputs)]);
  const inside = mapped(inputs, (numbers) => arena.copy(numbers));
  const memory = mapped(outputs, (length) => arena.take(length));
  const ordinary = mapped(outputs, (length): Floats => new arrayTypes[type](length));
  try {
    return await use(
      contestants.map(({ name, where, prepare }): Contestant => {
        const written = where === "memory" ? memory : ordinary;
        const isInside = (input: string) => where === "memory" || (where !== "ordinary" && where.includes(input));
        const given = mapped(inputs, (numbers, input) => (isInside(input) ? (inside[input] as Numbers) : numbers));
        const { run, results = () => written } = prepare(given, written);
        return {
          name,
          run,
          compute() {
            for (const output of Object.values(written)) output.fill(Number.NaN);
            return results(run(1));
          },
        };
      }),
    );
  } finally {
    arena.close();
  }
}
