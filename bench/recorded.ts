/** What accuracy.json says of hillock: found by the proof over all inputs, or over many, and committed. */
import { readFileSync } from "node:fs";
import { formats, fromBits } from "../oracle/formats.js";
import { numeral } from "./format.js";
import type { Method } from "./loops/elementwise.js";
import type { Type } from "./numbers.js";
import type { Worst } from "./results.js";

interface Figure {
  readonly ulp: number;
  readonly witness: { readonly inputs: readonly number[]; readonly got: string; readonly wanted: string };
  readonly covered: string;
  readonly inputs: number;
}

type Engines = { readonly [engine: string]: { readonly simd?: { readonly [method: string]: Figure | undefined } } | undefined };

const file = new URL("../accuracy.json", import.meta.url);
const { activations }: { readonly activations: { readonly [name: string]: { readonly [type in Type]?: Engines } | undefined } } =
  JSON.parse(readFileSync(file, "utf8"));

/** The worst error of a kernel, of its simd build. Undefined where nothing is recorded. */
export function recordedError(activation: string, method: Method, type: Type, contestant: "memory" | "fast"): Worst | undefined {
  const engine = contestant === "fast" ? "fast" : type === "float32" ? "faithful" : "double";
  const figures = activations[activation]?.[type]?.[engine]?.simd;
  const halves = method === "valueAndDerivative" ? [figures?.pairValue, figures?.pairDerivative] : [figures?.[method]];
  const known = halves.filter((figure) => figure !== undefined);
  const figure = known.sort((a, b) => b.ulp - a.ulp)[0];
  if (!figure || known.length < halves.length) return undefined;
  const { ulp, witness, covered, inputs } = figure;
  const number = (bits: string) => numeral(fromBits(formats[type], bits), type);
  return {
    ulp,
    at: witness.inputs.map((input) => numeral(input, type)).join(", "),
    got: number(witness.got),
    wanted: number(witness.wanted),
    coverage: `${covered}: ${inputs} inputs of the simd build (accuracy.json)`,
  };
}
