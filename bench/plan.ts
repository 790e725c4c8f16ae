/**
 * The cases of a run, and how long each part takes. Usual sizes are those that people quote; one of
 * each kind is drawn.
 */
import type { Case } from "./case.js";
import { denseCase, type Product } from "./cases/dense.js";
import { elementwiseCase } from "./cases/elementwise.js";
import { featureCases } from "./cases/features.js";
import { gatedCases, learnableCases } from "./cases/gated.js";
import { mathCase } from "./cases/math.js";
import { lossCase, rowCase, rowMethods } from "./cases/rowwise.js";
import { REPRESENTATIVES, registries } from "./hillock.js";
import type { Layout } from "./loops/layers.js";
import { targetsOf } from "./loops/rowwise.js";
import { methods as allMethods, type Method } from "./loops/written.js";
import { createRandom, drawSize, normalData, type Source, type Type } from "./numbers.js";
import { chooseNames, type Options } from "./options.js";
import type { Lengths, Part } from "./results.js";

type Shape = readonly number[];

const SIZES = [64, 4096, 1e6];
const QUICK_SIZES = [64, 4096];
const METHOD_SIZE = 4096;
const CALL_SIZE = 16;
const CURVE_SIZES = [16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1e6];
/**
 * The activations whose price differs most: nothing but memory, one exponential, the longest
 * kernel.
 */
const CURVE_ACTIVATIONS = ["relu", "sigmoid", "gelu"];

const shapes = (...all: readonly string[]): readonly Shape[] => all.map((shape) => shape.split("x").map(Number));
const ROWS = shapes("64x1000", "1024x64");
const HIDDEN = shapes("64x1024");
/** Classes of a large and of a small problem. */
const CLASSES = shapes("64x1000", "128x10");
/**
 * A first layer of a network for digits: also timed in the other ways, gradients alone and float64.
 * And one between two of its layers.
 */
const FIRST_LAYERS = shapes("32x784x512", "1x784x512", "128x784x512");
const LAYERS = [...FIRST_LAYERS, ...shapes("32x512x512", "1x512x512", "128x512x512")];

/** Most entries of a drawn shape, so that it takes no longer than the usual ones. */
const MOST_DRAWN = 2 ** 17;

export function draw(seed: number): { readonly length: number; readonly rows: Shape; readonly layer: Shape } {
  const random = createRandom(seed);
  const length = drawSize(random, 100, 2e5);
  const n = drawSize(random, 2, 4096);
  const rows = drawSize(random, 1, MOST_DRAWN / n);
  const layer = [drawSize(random, 1, 200), drawSize(random, 1, 1000), drawSize(random, 1, 1000)];
  return { length, rows: [rows, n], layer };
}

/** The parts of a run, each with the functions that are meant. */
export type Chosen = ReadonlyMap<Part, readonly string[]>;

export function chooseParts({ names, parts }: Options): Chosen {
  const known = [...new Set(parts.flatMap((part) => Object.keys(registries[part])))];
  const chosen = chooseNames(names, known);
  const all = parts.map((part) => [part, Object.keys(registries[part]).filter((name) => chosen.includes(name))] as const);
  return new Map(all.filter(([, members]) => members.length > 0));
}

/** The methods of each function that a newcomer is shown. */
export const INTRODUCED = ["value", "derivative"] as const;

/** Famous functions with one of each other family, and one layer: what a newcomer is shown. */
export function introduction({ data }: Source): { readonly functions: Case[]; readonly layer: Case[] } {
  const names = Object.values(REPRESENTATIVES).flat();
  const common = { type: "float32", size: METHOD_SIZE, data, only: ["naive", "staged", "memory"] } as const;
  const functions = names.flatMap((name) => INTRODUCED.map((method) => elementwiseCase({ name, method, ...common })));
  const [rows, layer] = [ROWS[0] as Shape, FIRST_LAYERS[0] as Shape];
  const softmax = rowMethods("softmax").map((method) => rowCase("softmax", method, "float32", rows));
  const dense = (["forward", "forward + backward"] as const).map((product) => denseCase(product, "float32", layer));
  return { functions, layer: [...softmax, ...dense] };
}

export function typesOf({ type, quick }: Options): readonly Type[] {
  return type ? [type] : quick ? ["float32"] : ["float32", "float64"];
}

/** All cases of a part, by names: the first type in full, the other in short. */
export function casesOf(part: Part, names: readonly string[], options: Options, source: Source): Case[] {
  const [first, ...others] = typesOf(options);
  const of = (type: Type, short: boolean) =>
    part === "elementwise"
      ? elementwiseCases(names, type, short, options, source)
      : names.flatMap((name) => casesOfFunction(part, name, type, short, options));
  return [...of(first as Type, false), ...others.flatMap((type) => of(type, true))];
}

export function lengthsOf(activations: readonly string[], { sizes: given, quick, seed }: Options): Lengths {
  const usual = quick ? QUICK_SIZES : SIZES;
  const drawn = draw(seed).length;
  const sizes = given ?? [...new Set([...usual, drawn])].sort((a, b) => a - b);
  const distance = (size: number) => Math.abs(Math.log(size / METHOD_SIZE));
  const methodSize = (given ?? usual).reduce((best, size) => (distance(size) < distance(best) ? size : best));
  const told = CURVE_ACTIVATIONS.filter((name) => activations.includes(name));
  const curves = { activations: told.length > 0 ? told : activations.slice(0, 3), sizes: given ?? (quick ? sizes : CURVE_SIZES) };
  return { sizes, drawnSize: given ? null : drawn, methodSize, callSize: given || quick ? null : CALL_SIZE, curves };
}

function elementwiseCases(names: readonly string[], type: Type, short: boolean, options: Options, { data, beside }: Source): Case[] {
  const { sizes, methodSize, callSize, curves, drawnSize } = lengthsOf(names, options);
  const methods: readonly Method[] = short ? ["value", "derivative", "valueAndDerivative"] : allMethods;
  const cases = names.flatMap((name) => {
    const curve = curves.activations.includes(name) ? curves.sizes : [];
    const all = short ? [methodSize] : [...new Set([...sizes, ...curve, ...(callSize ? [callSize] : [])])].sort((a, b) => a - b);
    return all.flatMap((size) => {
      const common = { name, type, size, data, drawn: size === drawnSize, allocating: size === callSize };
      return size === methodSize
        ? methods.map((method) => elementwiseCase({ ...common, method }))
        : [elementwiseCase({ ...common, method: "value" })];
    });
  });
  if (!beside || short) return cases;
  return [...cases, ...names.map((name) => elementwiseCase({ name, method: "value", type, size: methodSize, data: beside, beside: true }))];
}

type Wanted = readonly [shape: Shape, drawn: boolean];

function casesOfFunction(part: Part, name: string, type: Type, short: boolean, options: Options): Case[] {
  const { rows, layer } = draw(options.seed);
  const wanted = (usual: readonly Shape[], other: Shape): Wanted[] => {
    const given = options.shapes?.filter(({ length }) => length === other.length) ?? [];
    if (given.length > 0) return given.map((shape) => [shape, false]);
    const common = (short || options.quick ? usual.slice(0, 1) : usual).map((shape): Wanted => [shape, false]);
    return short ? common : [...common, [other, true]];
  };
  switch (part) {
    case "rowwise": {
      const cases = wanted(ROWS, rows).flatMap(([shape, drawn]) =>
        rowMethods(name).map((method) => rowCase(name, method, type, shape, drawn)),
      );
      const [count, n] = ROWS[0] as [number, number];
      return short || options.quick || options.shapes ? cases : [...cases, rowCase(name, "value", type, [n, count], false, true)];
    }
    case "gated":
      return wanted(HIDDEN, rows).flatMap(([shape, drawn]) => gatedCases(name, type, shape, drawn, short || drawn));
    case "features":
      return wanted(HIDDEN, rows).flatMap(([shape, drawn]) => featureCases(name, type, shape as [number, number], drawn));
    case "learnable":
      return wanted(HIDDEN, rows).flatMap(([shape, drawn]) => learnableCases(name, type, shape, drawn));
    case "losses": {
      const targets = targetsOf(name);
      return wanted(targets.includes("elements") ? HIDDEN : CLASSES, rows).flatMap(([shape, drawn]) =>
        targets.map((kind) => lossCase(name, kind, type, shape, drawn)),
      );
    }
    case "math":
      return (options.sizes ?? [METHOD_SIZE]).map((size) => mathCase(name, type, size));
    default:
      return denseCases(type, short, wanted(LAYERS, layer), options);
  }
}

function denseCases(type: Type, short: boolean, wanted: readonly Wanted[], { quick, shapes }: Options): Case[] {
  const of = (all: readonly Wanted[], layout: Layout, ...products: readonly Product[]) =>
    all.flatMap(([shape, drawn]) => products.map((product) => denseCase(product, type, shape, layout, drawn)));
  const main = FIRST_LAYERS.map((shape): Wanted => [shape, false]);
  const usual = of(short ? main : wanted, "inputsOutputs", "forward", "forward + backward");
  if (short) return usual;
  const turned = of(wanted, "outputsInputs", "forward");
  const others = [...of(main, "inputsOutputs", "backward"), ...of(main, "outputsInputs", "forward + backward")];
  return [...usual, ...turned, ...(quick || shapes ? [] : others)];
}

/** Small arrays for warming: a case of each activation, type and method. */
export function earlyCases(cases: readonly Case[]): Case[] {
  const early = new Map<string, Case>();
  for (const { part, name, method, type } of cases) {
    if (part !== "elementwise") continue;
    const wanted = { name, method: method as Method, type, size: METHOD_SIZE, data: normalData(1) };
    early.set([name, method, type].join(), elementwiseCase(wanted));
  }
  return [...early.values()];
}

/**
 * Seconds for timing a function of each part; what is built, compiled and checked comes on top,
 * about a sixth.
 */
const SECONDS = {
  elementwise: 4,
  rowwise: 3,
  gated: 3.5,
  features: 2,
  learnable: 1.5,
  losses: 3,
  dense: 20,
  math: 1,
  sweep: 10,
  scale: 8,
} satisfies Record<Part, number>;
const WHOLE_SWEEP = 130;
const QUICK = 1 / 5;

/** Seconds that parts take if nobody says otherwise. */
export function secondsOf(chosen: Chosen, { sweep, quick }: { readonly sweep?: boolean; readonly quick?: boolean }): number {
  const all = sweep ? WHOLE_SWEEP : [...chosen].reduce((sum, [part, names]) => sum + SECONDS[part] * names.length, 0);
  return quick ? all * QUICK : all;
}

/** Hands out the time for measurements in equal shares of what is left. */
export class Budget {
  private left: number;

  constructor(
    private readonly all: number,
    private seconds: number,
  ) {
    this.left = all;
  }

  get fraction(): number {
    return 1 - this.left / this.all;
  }

  /** Runs `work` with its seconds, and takes what it really took. */
  async spend<T>(work: (seconds: number) => Promise<T>): Promise<T> {
    const from = performance.now();
    const result = await work(Math.max(0, this.seconds) / this.left);
    this.seconds -= (performance.now() - from) / 1e3;
    this.left--;
    return result;
  }
}
