/**
 * An activation and the plain loop beside it, on whatever host this runs, in some tenths of a
 * second and without a library: for the page and the package's command.
 */
import { alloc, free } from "hillock";
import { errorInUlp } from "../oracle/ulp.js";

/** A function of arrays, whose results are as many as its numbers. */
export interface Elementwise {
  (x: Float64Array): Float64Array;
  (x: Float32Array, options: { readonly out: Float32Array }): Float32Array;
}

/** A comparison, as it is shown, saved and shared. */
export interface Comparison {
  readonly name: string;
  /** Nanoseconds per element: in hillock's memory, from any array to any, and the naive loop. */
  readonly memory: number;
  readonly staged: number;
  readonly naive: number;
  /** The largest errors in ULP among the numbers that were timed. */
  readonly error: number;
  readonly naiveError: number;
}

/** Milliseconds of a round, so that clocks of whole milliseconds will do. */
const ROUND = 25;
const ROUNDS = 5;
/**
 * The number of quarters of a round that are no faster than one before, after which a way is warm.
 */
const STEADY = 4;

/** Measures the three ways in turn, and takes medians. `rest` lets others work between rounds. */
export async function compare(
  name: string,
  f: Elementwise,
  loop: (x: Float32Array, y: Float32Array) => void,
  x: Float32Array,
  rest: () => Promise<unknown>,
): Promise<Comparison> {
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
  const exact = f(Float64Array.from(x));
  const worst = (got: Float32Array) => got.reduce((most, value, i) => Math.max(most, errorInUlp(value, exact[i] as number)), 0);
  const errors = { error: worst(plain), naiveError: worst(naive) };
  free(own);
  free(out);
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
