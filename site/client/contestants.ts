/** The functions that the page's benchmark times, each with the plain loop beside it. */
import * as hillock from "hillock";
import * as math from "hillock/math";
import { rowLoop } from "../../bench/loops/rowwise.js";
import type { Elementwise } from "../../bench/sideBySide.js";
import gates from "../../specification/gates.json" with { type: "json" };
import { type Activation, activations, type Facts, naiveLoop } from "./functions.js";

export interface Contestant {
  readonly name: string;
  readonly f: Elementwise;
  readonly loop: (x: Float32Array, y: Float32Array) => void;
  /** The numbers that it is given instead of others. Default: these. */
  readonly numbers?: (x: Float32Array) => Float32Array;
}

const FAMOUS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "hardSwish", "softsign", "sine"];

/** The functions of rows whose results are rows, and depend on the entries alone. */
const ROWS = ["softmax", "logSoftmax", "softmin", "quietSoftmax", "sparsemax", "entmax15", "hardmax"];
const ENTRIES = 64;

type ArrayFunction = (...given: readonly unknown[]) => Float32Array;
const exported = hillock as unknown as Readonly<Record<string, ArrayFunction>>;

/** The groups of functions, as they are chosen. */
export const groups: Readonly<Record<string, (facts: Facts) => readonly Contestant[]>> = {
  famous: (facts) => FAMOUS.map((name) => ofActivation(name, facts)),
  activations: (facts) => Object.keys(activations).map((name) => ofActivation(name, facts)),
  [`rows of ${ENTRIES}`]: () => ROWS.map(ofRows),
  gates: (facts) =>
    Object.entries(gates as Gates).flatMap(([name, { activation }]) => (activation ? [ofGate(name, activation, facts)] : [])),
  "hillock/math": () => Object.entries(math).flatMap(([name, f]) => (typeof f === "function" ? ofMath(name, f as never) : [])),
};

type Gates = Readonly<Record<string, { readonly activation?: string }>>;

function ofActivation(name: string, facts: Facts): Contestant {
  return { name, f: activations[name] as Activation, loop: loopOf(name, facts) };
}

function loopOf(name: string, facts: Facts): Contestant["loop"] {
  const shown = facts.functions.find((one) => one.name === name);
  const { parameters } = (activations[name] as Activation).spec;
  const usual = Object.fromEntries(Object.entries(parameters).map(([key, { default: value }]) => [key, value]));
  return (shown && naiveLoop(shown, 0, usual)) as Contestant["loop"];
}

/** Whole rows, or one that is shorter. */
function ofRows(name: string): Contestant {
  const entries = (length: number) => Math.min(length, ENTRIES);
  const loop = rowLoop(name, "naive", "value") as NonNullable<ReturnType<typeof rowLoop>>;
  const f = (x: Float32Array | Float64Array, options?: object) =>
    (exported[name] as ArrayFunction)(x, { ...options, shape: [x.length / entries(x.length), entries(x.length)] });
  return {
    name,
    f: f as unknown as Elementwise,
    loop: (x, y) => loop(x, y, x.length / entries(x.length), entries(x.length)),
    numbers: (x) => x.subarray(0, x.length - (x.length % entries(x.length))),
  };
}

/** A gate whose values are its gates. */
function ofGate(name: string, activation: string, facts: Facts): Contestant {
  const gated = exported[name] as ArrayFunction;
  const loop = loopOf(activation, facts);
  return {
    name,
    f: ((x: Float32Array, options?: object) => gated(x, x, options)) as unknown as Elementwise,
    loop: (x, y) => {
      loop(x, y);
      for (let i = 0; i < x.length; i++) y[i] = (y[i] as number) * (x[i] as number);
    },
  };
}

/** A function of one number that the host has as well, at numbers for which it is one. */
function ofMath(name: string, f: Elementwise & { readonly spec: { readonly domain?: string } }): readonly Contestant[] {
  const host = (Math as unknown as Readonly<Record<string, unknown>>)[name];
  if (typeof host !== "function" || f.length === 3) return [];
  const loop = new Function("x", "y", `"use strict"; for (let i = 0; i < x.length; i++) y[i] = Math.${name}(x[i]);`);
  const isDefined = (x: number) => !Number.isNaN((host as (x: number) => number)(x));
  const into = [(x: number) => x, Math.abs, (x: number) => 1 + Math.abs(x), (x: number) => Math.sin(x)];
  return [
    { name, f, loop: loop as Contestant["loop"], numbers: (x) => into.map((one) => x.map(one)).find((some) => some.every(isDefined)) ?? x },
  ];
}
