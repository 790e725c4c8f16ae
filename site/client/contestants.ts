/** The functions that the page's benchmark times, each with the plain loop beside it. */
import { entmax15, geglu, softmax, sparsemax, swiglu } from "hillock";
import { rowLoop } from "../../bench/loops/rowwise.js";
import type { Elementwise } from "../../bench/sideBySide.js";
import { type Activation, activations, type Facts, naiveLoop } from "./functions.js";

export interface Contestant {
  readonly name: string;
  readonly f: Elementwise;
  readonly loop: (x: Float32Array, y: Float32Array) => void;
  /** The numbers that it is given instead of others. Default: these. */
  readonly numbers?: (x: Float32Array) => Float32Array;
}

const FAMOUS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "hardSwish", "softsign", "sine"];

/** The functions of rows and the gates that the page has room for. */
const ROWS = { softmax, entmax15, sparsemax };
const GATES = { geglu: { f: geglu, activation: "gelu" }, swiglu: { f: swiglu, activation: "swish" } };
const ENTRIES = 64;

type ArrayFunction = (...given: readonly unknown[]) => Float32Array;

/** The groups of functions, as they are chosen. */
export const groups: Readonly<Record<string, (facts: Facts) => readonly Contestant[]>> = {
  famous: (facts) => FAMOUS.map((name) => ofActivation(name, facts)),
  activations: (facts) => Object.keys(activations).map((name) => ofActivation(name, facts)),
  [`rows of ${ENTRIES}`]: () => Object.entries(ROWS).map(([name, f]) => ofRows(name, f as ArrayFunction)),
  gates: (facts) => Object.entries(GATES).map(([name, { f, activation }]) => ofGate(name, f as ArrayFunction, activation, facts)),
};

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
function ofRows(name: string, rows: ArrayFunction): Contestant {
  const entries = (length: number) => Math.min(length, ENTRIES);
  const loop = rowLoop(name, "naive", "value") as NonNullable<ReturnType<typeof rowLoop>>;
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
function ofGate(name: string, gated: ArrayFunction, activation: string, facts: Facts): Contestant {
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
