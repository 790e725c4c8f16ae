/** The functions that the page's benchmark times, each with the plain loop beside it. */

import { activations as loops, rows as rowLoops } from "virtual:loops";
import { entmax15, geglu, softmax, sparsemax, swiglu } from "hillock";
import type { Elementwise } from "../../bench/sideBySide.js";
import { type Activation, activations } from "./functions.js";
import type { ROWS } from "./rowFunctions.js";

export interface Contestant {
  readonly name: string;
  readonly f: Elementwise;
  readonly loop: (x: Float32Array, y: Float32Array) => void;
  /** The numbers that it is given instead of others. Default: these. */
  readonly numbers?: (x: Float32Array) => Float32Array;
}

const FAMOUS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "hardSwish", "softsign", "sine"];

/** The functions of rows and the gates that the page has room for. */
const rows: Readonly<Record<(typeof ROWS)[number], unknown>> = { softmax, entmax15, sparsemax };
const GATES = { geglu: { f: geglu, activation: "gelu" }, swiglu: { f: swiglu, activation: "swish" } };
const ENTRIES = 64;

type ArrayFunction = (...given: readonly unknown[]) => Float32Array;

/** The groups of functions, as they are chosen. */
export const groups: Readonly<Record<string, () => readonly Contestant[]>> = {
  famous: () => FAMOUS.map(ofActivation),
  activations: () => Object.keys(activations).map(ofActivation),
  [`rows of ${ENTRIES}`]: () => Object.entries(rows).map(([name, f]) => ofRows(name, f as ArrayFunction)),
  gates: () => Object.entries(GATES).map(([name, { f, activation }]) => ofGate(name, f as ArrayFunction, activation)),
};

function ofActivation(name: string): Contestant {
  return { name, f: activations[name] as Activation, loop: loopOf(name) };
}

function loopOf(name: string): Contestant["loop"] {
  const { parameters } = (activations[name] as Activation).spec;
  const usual = Object.fromEntries(Object.entries(parameters).map(([key, { default: value }]) => [key, value]));
  return (x, y) => loops[name]?.(x, y, usual);
}

/** Whole rows, or one that is shorter. */
function ofRows(name: string, rows: ArrayFunction): Contestant {
  const entries = (length: number) => Math.min(length, ENTRIES);
  const loop = rowLoops[name] as (typeof rowLoops)[string];
  const f = (x: Float32Array | Float64Array, options?: object) =>
    rows(x, { ...options, shape: [x.length / entries(x.length), entries(x.length)] });
  return {
    name,
    f: f as unknown as Elementwise,
    loop: (x, y) => loop(x, y, x.length / entries(x.length), entries(x.length)),
    numbers: (x) => x.subarray(0, x.length - (x.length % entries(x.length))),
  };
}

/** A gate whose values are its gates. */
function ofGate(name: string, gated: ArrayFunction, activation: string): Contestant {
  const loop = loopOf(activation);
  return {
    name,
    f: ((x: Float32Array, options?: object) => gated(x, x, options)) as unknown as Elementwise,
    loop: (x, y) => {
      loop(x, y);
      for (let i = 0; i < x.length; i++) y[i] = (y[i] as number) * (x[i] as number);
    },
  };
}
