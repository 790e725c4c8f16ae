/** What is timed: groups of contestants that are measured against each other, at one length. */
import { methods as allMethods, type Method, type Type } from "./loops.js";
import type { Options } from "./options.js";
import type { Lengths } from "./results.js";

/** All that is timed of one activation and element type. */
export interface Entry {
  readonly activation: string;
  readonly type: Type;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly activation: string;
  readonly type: Type;
  readonly size: number;
  readonly methods: readonly Method[];
  /** Also with a new array for every result. */
  readonly allocating: boolean;
}

export interface Plan {
  readonly entries: readonly Entry[];
  readonly lengths: Lengths;
}

const SIZES = [64, 4096, 1e6];
const QUICK_SIZES = [64, 4096];
const METHOD_SIZE = 4096;
const CALL_SIZE = 16;
const CURVE_SIZES = [16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1e6];
/** Of these the price differs most: nothing but memory, one exponential, the longest kernel. */
const CURVE_ACTIVATIONS = ["relu", "sigmoid", "gelu"];

/** `drawn` is a length that was drawn for this run. */
export function plan(activations: readonly string[], options: Options, drawn: number): Plan {
  const lengths = lengthsOf(activations, options, drawn);
  const { sizes, methodSize, callSize, curves } = lengths;
  const types = options.type ? [options.type] : options.quick ? (["float32"] as const) : (["float32", "float64"] as const);
  const entries = types.flatMap((type) => {
    const short = !options.type && type === "float64";
    return activations.map((activation): Entry => {
      const all = new Set(short ? [methodSize] : sizes);
      if (!short && curves.activations.includes(activation)) for (const size of curves.sizes) all.add(size);
      if (!short && callSize) all.add(callSize);
      const groups = [...all]
        .sort((a, b) => a - b)
        .map((size): Group => {
          const methods =
            size !== methodSize ? (["value"] as const) : short ? (["value", "derivative", "valueAndDerivative"] as const) : allMethods;
          return { activation, type, size, methods, allocating: size === callSize };
        });
      return { activation, type, groups };
    });
  });
  return { entries, lengths };
}

function lengthsOf(activations: readonly string[], { sizes: given, quick }: Options, drawn: number): Lengths {
  const usual = quick ? QUICK_SIZES : SIZES;
  const sizes = given ?? [...new Set([...usual, drawn])].sort((a, b) => a - b);
  const fixed = given ?? usual;
  const methodSize = fixed.reduce((best, size) => (distance(size) < distance(best) ? size : best));
  const told = CURVE_ACTIVATIONS.filter((name) => activations.includes(name));
  const curves = { activations: told.length > 0 ? told : activations.slice(0, 3), sizes: given ?? (quick ? sizes : CURVE_SIZES) };
  return { sizes, drawnSize: given ? null : drawn, methodSize, callSize: given || quick ? null : CALL_SIZE, curves };
}

function distance(size: number): number {
  return Math.abs(Math.log(size / METHOD_SIZE));
}

/** Hands out the time for measurements: what is left, by the shares of what is left. */
export class Budget {
  private readonly all: number;
  private left: number;

  constructor(
    shares: readonly number[],
    private seconds: number,
  ) {
    this.all = shares.reduce((sum, share) => sum + share, 0);
    this.left = this.all;
  }

  /** The part of all that is done. */
  get fraction(): number {
    return 1 - this.left / this.all;
  }

  /** Runs `work` with its seconds, and takes what it really took. */
  spend<T>(share: number, work: (seconds: number) => T): T {
    const from = performance.now();
    const result = work(Math.max(0, this.seconds) * (share / this.left));
    this.seconds -= (performance.now() - from) / 1e3;
    this.left -= share;
    return result;
  }
}

/** A method is timed on about four contestants. */
export function shareOf({ methods }: Group): number {
  return methods.length;
}
