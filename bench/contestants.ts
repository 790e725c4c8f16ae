/**
 * Functions of all shapes as if they were elementwise, each with a loop beside it: so they can be
 * held against each other as activations are, on the page and by the package's command.
 */
import { alloc, free } from "hillock";
import type { AnyLoop } from "./loops/compile.js";
import { type Floats, labels, normal, probabilities } from "./random.js";
import type { Contestant, Elementwise } from "./sideBySide.js";

/** A function of arrays and options. */
export interface ArrayFunction {
  (...given: readonly unknown[]): Floats;
  readonly spec?: { readonly axis?: number; readonly domain?: string };
  readonly backward?: ArrayFunction;
  readonly backwardFromOutput?: ArrayFunction;
}

/** The function that is timed, and the loop that it is held against. */
export interface Timed {
  readonly f: ArrayFunction;
  /** The function whose float64 results are taken for exact ones. Default: that which is timed. */
  readonly exact?: ArrayFunction;
  readonly loop: AnyLoop;
  /** The first kind of targets of a loss. */
  readonly targets?: string;
}

/** The length of a row, of arrays that are no shorter. */
export const ENTRIES = 64;
const entriesIn = (length: number): number => Math.min(length, ENTRIES);
const rowsIn = (length: number): number => length / entriesIn(length);

/** The numbers that fill rows, without those of a row that is not whole. */
const wholeRows = (x: Float32Array): Float32Array => x.subarray(0, x.length - (x.length % entriesIn(x.length)));

/** The arguments of a call: of a function, whose last are options, or of a loop. */
type Arguments<Out> = (x: Floats, out: Out) => readonly unknown[];

/** A shape in which functions and loops are called. */
interface Form {
  /** The method that is called, if it is not the function itself. */
  readonly method?: "backward" | "backwardFromOutput";
  readonly given: Arguments<Floats | undefined>;
  readonly looped: Arguments<Floats>;
  readonly read?: (returned: unknown) => Floats;
  readonly numbers?: Contestant["numbers"];
  /** Errors are told in ULP unless this is false: sums of products have a measure of their own. */
  readonly inUlp?: boolean;
}

/** Arrays that go with others, as many of each as are wanted, until they are given back. */
class Company {
  private readonly taken: Float32Array[] = [];

  /** Numbers of the type of x, which are in hillock's memory if x is. */
  with(x: Floats, numbers: Floats): Floats {
    if (x instanceof Float64Array) return Float64Array.from(numbers);
    return this.inMemory(numbers, isInMemory(x));
  }

  /** Numbers as float32, in hillock's memory or not. */
  inMemory(numbers: Floats, wanted = true): Float32Array {
    const array = wanted ? alloc(Float32Array, numbers.length) : new Float32Array(numbers.length);
    if (wanted) this.taken.push(array);
    array.set(numbers);
    return array;
  }

  end(): void {
    for (const array of this.taken.splice(0)) free(array);
  }
}

function isInMemory(x: Floats): boolean {
  const one = alloc(Float32Array, 1);
  const isIn = one.buffer === x.buffer;
  free(one);
  return isIn;
}

const KINDS: { readonly [kind: string]: (name: string, timed: Timed, company: Company) => Form } = {
  activations: () => elementwise(1),
  gates: () => elementwise(2),
  rows: (_, { f }) => rowForm(f),
  "gradients of rows": (_, { f }, company) => rowGradientForm(f, company),
  features: (_, { f }) => featureForm(f),
  losses: (_, { targets }, company) => lossForm(targets, company),
  layers: (_, _timed, company) => layerForm(company),
  "hillock/math": (name, { f }) => ({
    ...elementwise(f.length === 3 ? 2 : 1),
    numbers: (x) => intoDomain(name, f.spec?.domain ?? "", x) as Float32Array,
  }),
};

/** A function of a kind with its loop. */
export function contestantOf(kind: string, name: string, timed: Timed): Contestant {
  const company = new Company();
  const {
    method,
    given,
    looped,
    read = (returned: unknown) => returned as Floats,
    numbers,
    inUlp = true,
  } = (KINDS[kind] as (typeof KINDS)[string])(name, timed, company);
  const called = (f: ArrayFunction): Elementwise => {
    const prepared = kept(given);
    const call = method ? (f[method] as ArrayFunction) : f;
    const run = (x: Floats, { out }: { readonly out?: Floats } = {}) => {
      const results = read(call(...prepared(x, out)));
      if (out || results.length === x.length) return results;
      // Of fewer results than numbers the others are 0, as those of the loop are.
      const all = new Float64Array(x.length);
      all.set(results);
      return all;
    };
    return run as Elementwise;
  };
  const prepared = kept(looped);
  return {
    name: kind === "hillock/math" ? `math.${name}` : name,
    f: called(timed.f),
    exact: called(timed.exact ?? timed.f),
    loop: (x, y) => timed.loop(...prepared(x, y)),
    inUlp,
    ...(numbers && { numbers }),
    end: () => company.end(),
  };
}

/** Makes the arguments for arrays once, as a way is gone thousands of times with the same. */
function kept<Out extends Floats | undefined>(make: Arguments<Out>): Arguments<Out> {
  type Made = { readonly out: Out; readonly made: readonly unknown[] };
  const known = new WeakMap<Floats, Made>();
  let last: (Made & { readonly x: Floats }) | undefined;
  return (x, out) => {
    if (last?.x === x && last.out === out) return last.made;
    const found = known.get(x);
    const made = found && found.out === out ? found.made : make(x, out);
    known.set(x, { out, made });
    last = { x, out, made };
    return made;
  };
}

/** A function of so many arrays, which are all the same. */
function elementwise(count: number): Form {
  const all = (x: Floats) => Array.from({ length: count }, () => x);
  return { given: (x, out) => [...all(x), ...(out ? [{ out }] : [])], looped: (x, y) => [...all(x), y] };
}

/** The place of rows; where a function has a fixed axis, the others around that are 1. */
function placeOf({ spec }: ArrayFunction, rows: number, n: number): object {
  return { shape: spec?.axis ? [rows, n, 1, 1] : [rows, n] };
}

/** A function of rows, with as many results or one to each row. */
function rowForm(f: ArrayFunction): Form {
  const isSingle = f(new Float32Array(4), placeOf(f, 2, 2)).length === 2;
  return {
    given: (x, out) => {
      const [rows, n] = [rowsIn(x.length), entriesIn(x.length)];
      return [x, { ...placeOf(f, rows, n), ...(out && { out: isSingle ? out.subarray(0, rows) : out }) }];
    },
    looped: (x, y) => [x, y, rowsIn(x.length), entriesIn(x.length)],
    numbers: wholeRows,
  };
}

/**
 * The gradient of a function of rows: from its output, whose gradients the numbers are, or of the
 * numbers.
 */
function rowGradientForm(f: ArrayFunction, company: Company): Form {
  const isFromOutput = f.backwardFromOutput !== undefined;
  const outputs = new Map<number, Floats>();
  const other = (x: Floats) => {
    const [rows, n] = [rowsIn(x.length), entriesIn(x.length)];
    // The same output for all: one that is drawn would be another each time.
    const output =
      outputs.get(x.length) ?? (isFromOutput ? f(normal("float32", x.length, 1), placeOf(f, rows, n)) : normal("float32", rows, 1));
    outputs.set(x.length, output);
    return company.with(x, output);
  };
  const inOrder = (x: Floats) => (isFromOutput ? [x, other(x)] : [other(x), x]);
  return {
    method: isFromOutput ? "backwardFromOutput" : "backward",
    given: (x, out) => [...inOrder(x), { ...placeOf(f, rowsIn(x.length), entriesIn(x.length)), ...(out && { out }) }],
    looped: (x, y) => [...inOrder(x), y, rowsIn(x.length), entriesIn(x.length)],
    numbers: wholeRows,
  };
}

/** A function of features, whose results are as many as its numbers, or fewer. */
function featureForm(f: ArrayFunction): Form {
  const times = f(new Float32Array(4), { shape: [1, 4] }).length / 4;
  // Of numbers that become twice as many, half are taken.
  const taken = (x: Floats) => x.subarray(0, Math.floor(x.length / Math.max(1, times) / 2) * 2);
  const written = (x: Floats, out: Floats) => out.subarray(0, taken(x).length * times);
  return {
    given: (x, out) => [taken(x), { shape: [1, taken(x).length], ...(out && { out: written(x, out) }) }],
    looped: (x, y) => [taken(x), written(x, y), 1, taken(x).length],
  };
}

/** A loss: its gradient, which comes with it. */
function lossForm(targets: string | undefined, company: Company): Form {
  const isOfElements = targets === "elements";
  const wanted = (x: Floats) =>
    isOfElements ? company.with(x, probabilities("float32", x.length)) : labels(rowsIn(x.length), entriesIn(x.length));
  const losses = (x: Floats) => new Float32Array(isOfElements ? x.length : rowsIn(x.length));
  return {
    given: (x, out) => [
      x,
      wanted(x),
      {
        ...(isOfElements ? {} : { shape: [rowsIn(x.length), entriesIn(x.length)] }),
        ...(out && { out: { loss: company.with(x, losses(x)), gradient: out } }),
      },
    ],
    read: (returned) => (returned as { readonly gradient: Floats }).gradient,
    looped: (x, y) => [x, wanted(x), losses(x), y, rowsIn(x.length), entriesIn(x.length)],
    numbers: wholeRows,
  };
}

/** A layer with as many outputs as inputs. */
function layerForm(company: Company): Form {
  const sizes = (x: Floats) => ({ inputs: entriesIn(x.length), outputs: entriesIn(x.length) });
  const drawn = (n: number) => [normal("float32", n * n, 1, 0.5 / Math.sqrt(n)), normal("float32", n, 2)];
  // They stay from call to call, so they are in hillock's memory.
  const resident = (x: Floats) =>
    drawn(entriesIn(x.length)).map((array) => (x instanceof Float64Array ? Float64Array.from(array) : company.inMemory(array)));
  return {
    given: (x, out) => [x, ...resident(x), { ...sizes(x), ...(out && { out }) }],
    looped: (x, y) => [x, ...drawn(entriesIn(x.length)), y, { batch: rowsIn(x.length), ...sizes(x) }],
    numbers: wholeRows,
    inUlp: false,
  };
}

/** Numbers, those outside the domain of an elementary function brought into it. */
export function intoDomain(name: string, domain: string, x: Floats): Floats {
  const [low = -Infinity, high = Infinity] = (domain.match(/-?(?:Infinity|\d+)/g) ?? []).map(Number);
  const mapped = (to: (v: number) => number) => (x as Float64Array).map(to) as Floats;
  if (high < Infinity) return mapped((v) => low + (high - low) * Math.abs(v % 1));
  if (low > -Infinity) return mapped((v) => low + Math.abs(v));
  return name === "pow" ? mapped(Math.abs) : x;
}
