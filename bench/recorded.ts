/**
 * The record of hillock's errors: found by the proof over all inputs, or over many, and committed.
 */
import { formats, fromBits } from "../oracle/formats.js";
import { figuresOf, type Witness } from "../proof/record.js";
import { numeral } from "./format.js";
import type { Method } from "./loops/written.js";
import type { Type } from "./numbers.js";
import type { Worst } from "./results.js";

/** The worst error of a kernel, of its simd build. Undefined where nothing is recorded. */
export function recordedError(activation: string, method: Method, type: Type, contestant: "memory" | "fast"): Worst | undefined {
  const figures = figuresOf(activation, contestant === "fast" ? "fast" : type);
  const halves = method === "valueAndDerivative" ? [figures.pairValue, figures.pairDerivative] : [figures[method]];
  const known = halves.filter((figure) => figure !== undefined);
  const figure = known.sort((a, b) => b.error - a.error)[0];
  if (!figure || known.length < halves.length) return undefined;
  const { error, proof, judged } = figure;
  const { inputs, got, wanted } = figure.witness as Witness;
  const number = (bits: string) => numeral(fromBits(formats[type], bits), type);
  return {
    ulp: error,
    at: inputs.map((input) => numeral(input, type)).join(", "),
    got: number(got),
    wanted: number(wanted),
    coverage: `${proof}: ${judged} inputs of the simd build (accuracy/)`,
  };
}
