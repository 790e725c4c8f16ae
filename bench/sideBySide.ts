/**
 * A function and the plain loop beside it, on whatever host this runs, in some tenths of a
 * second and without a library: for the page and the package's command.
 */
import { alloc, free } from "hillock";
import { errorInUlp } from "../oracle/ulp.js";

/** A function of arrays, whose results are as many as its numbers. */
export interface Elementwise {
  (x: Float64Array): Float64Array;
  (x: Float32Array, options: { readonly out: Float32Array }): Float32Array;
}

/** A function with the loop that it is held against. */
export interface Contestant {
  readonly name: string;
  readonly f: Elementwise;
  /** The function whose float64 results are taken for exact ones. */
  readonly exact: (x: Float64Array) => Float64Array;
  readonly loop: (x: Float32Array, y: Float32Array) => unknown;
  /** The numbers that it is given instead of others. Default: these. */
  readonly numbers?: (x: Float32Array) => Float32Array;
  /** Whether errors in units in the last place of each result say anything of it. */
  readonly inUlp: boolean;
  /** Gives back what it took for being measured. */
  readonly end: () => void;
}

/** A comparison, as it is shown, saved and shared. */
export interface Comparison {
  readonly name: string;
  /** Nanoseconds per element: in hillock's memory, from any array to any, and the naive loop. */
  readonly memory: number;
  readonly staged: number;
  readonly naive: number;
  /** The largest errors in ULP among the numbers that were timed; NaN where these say nothing. */
  readonly error: number;
  readonly naiveError: number;
}

/** Milliseconds of a round, so that clocks of whole milliseconds will do. */
const ROUND = 25;
/** The rounds of which each figure is the median. */
export const ROUNDS = 5;
/**
 * The number of quarters of a round that are no faster than one before, after which a way is warm.
 */
const STEADY = 4;

/** Measures the three ways in turn, and takes medians. `rest` lets others work between rounds. */
export async function compare(
  { name, f, exact, loop, numbers, inUlp, end }: Contestant,
  given: Float32Array,
  rest: () => Promise<unknown>,
): Promise<Comparison> {
  const x = numbers?.(given) ?? given;
  const [own, out] = alloc(Float32Array, [x.length, x.length]);
  own.set(x);
  const [plain, naive] = [new Float32Array(x.length), new Float32Array(x.length)];
  const ways = [() => f(own, { out }), () => f(x, { out: plain }), () => loop(x, naive)];
  const times: number[][] = ways.map(() => []);
  const repeats = ways.map(repeatsOf);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, way] of ways.entries()) times[i]?.push(time(way, repeats[i] as number) / x.length);
    await rest();
  }
  const right = inUlp ? exact(Float64Array.from(x)) : undefined;
  const worst = (got: Float32Array) =>
    right ? got.reduce((most, value, i) => Math.max(most, errorInUlp(value, right[i] as number)), 0) : Number.NaN;
  const errors = { error: worst(plain), naiveError: worst(naive) };
  free(own);
  free(out);
  end();
  const [memory, staged, looped] = times.map((values) => values.sort((a, b) => a - b)[ROUNDS >> 1] as number) as [number, number, number];
  return { name, ...errors, memory, staged, naive: looped };
}

/**
 * How often a way has to be gone to fill a round, when it has become as fast as it gets: the first
 * call compiles a module, and the host compiles what is called often once more, for speed.
 */
function repeatsOf(way: () => unknown): number {
  let [repeats, best] = [1, Number.POSITIVE_INFINITY];
  for (let steady = 0; steady < STEADY; ) {
    const each = time(way, repeats);
    if (each * repeats < (ROUND / 4) * 1e6) repeats *= 2;
    else if (each < 0.9 * best) [steady, best] = [0, each];
    else steady++;
  }
  return Math.max(1, Math.round((ROUND * 1e6) / best));
}

/** Nanoseconds for one time. */
function time(way: () => unknown, repeats: number): number {
  const began = performance.now();
  for (let i = 0; i < repeats; i++) way();
  return ((performance.now() - began) * 1e6) / repeats;
}
