/** The functions that the page's benchmark times, each with the plain loop beside it. */

import { activations as loops, rows as rowLoops } from "virtual:loops";
import { entmax15, geglu, softmax, sparsemax, swiglu } from "hillock";
import { type ArrayFunction, type Contestant, ENTRIES, gateOf, rowsOf } from "../../bench/contestants.js";
import { type Activation, activations } from "./functions.js";
import type { ROWS } from "./rowFunctions.js";

const FAMOUS = ["relu", "leakyRelu", "elu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish", "hardSwish", "softsign", "sine"];

/** The functions of rows and the gates that the page has room for. */
const rows: Readonly<Record<(typeof ROWS)[number], unknown>> = { softmax, entmax15, sparsemax };
const GATES = { geglu: { f: geglu, activation: "gelu" }, swiglu: { f: swiglu, activation: "swish" } };

/** The groups of functions, as they are chosen. */
export const groups: Readonly<Record<string, () => readonly Contestant[]>> = {
  famous: () => FAMOUS.map(ofActivation),
  activations: () => Object.keys(activations).map(ofActivation),
  [`rows of ${ENTRIES}`]: () =>
    Object.entries(rows).map(([name, f]) => rowsOf(name, f as ArrayFunction, rowLoops[name] as (typeof rowLoops)[string])),
  gates: () => Object.entries(GATES).map(([name, { f, activation }]) => gateOf(name, f as ArrayFunction, loopOf(activation))),
};

function ofActivation(name: string): Contestant {
  return { name, f: activations[name] as Activation, loop: loopOf(name) };
}

function loopOf(name: string): Contestant["loop"] {
  const { parameters } = (activations[name] as Activation).spec;
  const usual = Object.fromEntries(Object.entries(parameters).map(([key, { default: value }]) => [key, value]));
  return (x, y) => loops[name]?.(x, y, usual);
}
