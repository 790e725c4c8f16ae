/** Cases of the gated functions, and of the activations whose parameters learn. */
import gates from "../../specification/gates.json" with { type: "json" };
import type { Entries, GateEntry } from "../../specification/schema.js";
import { type Arrays, type Case, caseOf, expectedBy, hillockOf, type Kernel, kernelsOf, type Lengths, loop, type Recipe } from "../case.js";
import { functionOf, parametersOf } from "../hillock.js";
import type { AnyLoop } from "../loops/compile.js";
import { gateFromFormula, gateLoop, gateOf, learnableLoop, learntOf } from "../loops/products.js";
import { writtenFor } from "../loops/written.js";
import { arrayTypes, type Floats, normal, type Type } from "../numbers.js";
import type { Key } from "../results.js";

/**
 * The indices of the first value and the first gate of a row of 2 n, and the distance to the next.
 */
const layouts = { valueFirst: (n: number) => [0, n, 1], gateFirst: (n: number) => [n, 0, 1], interleaved: () => [1, 0, 2] } as const;
type Layout = keyof typeof layouts;

export function gatedCases(name: string, type: Type, shape: readonly number[], drawn = false, short = false): Case[] {
  const of = (method: string, form: string) => caseOf({ part: "gated", name, method, form, type, shape, drawn }, form ? packed : apart);
  const both = [of("value", ""), of("backward", "")];
  return short ? both : [...both, ...Object.keys(layouts).map((layout) => of("packed", layout)), of("backwardPacked", "valueFirst")];
}

const styles = [
  ["naive", "naive"],
  ["stable", "careful"],
] as const;

/**
 * A formula of its own has one loop, the naive one; swish is as it is usually written, at the rate
 * of 1.
 */
function loopOf(name: string, style: "naive" | "careful", method: "value" | "packed" | "backward"): AnyLoop | undefined {
  const entry = (gates as Entries<GateEntry>)[name] as GateEntry;
  const activation = entry.activation === "swish" ? "silu" : entry.activation;
  const written = activation ? gateOf(activation, writtenFor(activation, style)) : gateFromFormula(entry);
  return written && gateLoop(written, method);
}

/** Value and gate as arrays of their own; of these the gate may be given. */
export function apart(key: Key, given?: Floats): Recipe {
  const { name, type, shape } = key;
  const method = key.method as "value" | "backward";
  const length = (shape[0] as number) * (shape[1] ?? 1);
  const [value, gate, dy] = [normal(type, length, 0), given ?? normal(type, length, 1), normal(type, length, 2)];
  const inputs: Arrays = method === "value" ? { value, gate } : { dy, value, gate };
  const outputs: Lengths = method === "value" ? { value: length } : { value: length, gate: length };
  const kernels = kernelsOf(key);
  return {
    inputs,
    kernels,
    outputs,
    contestants: [...styles.flatMap(([one, style]) => loop(one, loopOf(name, style, method))), ...hillockOf(kernels)],
    expected: expectedBy(loopOf(name, "careful", method), inputs, outputs),
  };
}

function packed(key: Key): Recipe {
  const { name, method, form, type, shape } = key;
  const [rows, n] = shape as [number, number];
  const isForward = method === "packed";
  const x = normal(type, 2 * rows * n, 0);
  const inputs: Arrays = isForward ? { x } : { dy: normal(type, rows * n, 1), x };
  const outputs: Lengths = isForward ? { y: rows * n } : { dx: 2 * rows * n };
  const more = isForward ? [rows, n, ...layouts[form as Layout](n)] : [rows, n];
  const kernels = kernelsOf(key, { options: { shape: [rows, 2 * n], layout: form } });
  const written = (style: "naive" | "careful") => {
    const call = loopOf(name, style, isForward ? "packed" : "backward");
    return call && (isForward ? call : byHalves(call));
  };
  const contestants = [...loop("naive", written("naive"), more), ...hillockOf(kernels)];
  return { inputs, kernels, outputs, contestants, expected: expectedBy(written("careful"), inputs, outputs, more) };
}

/** The loop for arrays apart, on the halves of each row. */
function byHalves(backward: AnyLoop): AnyLoop {
  return (dy: Floats, x: Floats, dx: Floats, rows: number, n: number) => {
    for (let row = 0; row < rows; row++) {
      const [from, middle, to] = [2 * row * n, 2 * row * n + n, 2 * (row + 1) * n];
      const halves = [x.subarray(from, middle), x.subarray(middle, to), dx.subarray(from, middle), dx.subarray(middle, to)];
      backward(dy.subarray(row * n, (row + 1) * n), ...halves);
    }
  };
}

/**
 * The gradients of one parameter for all; of one for each channel where the loops say that there
 * can be several.
 */
export function learnableCases(name: string, type: Type, shape: readonly number[], drawn = false): Case[] {
  const of = (method: string, channels: number) => {
    const key = { part: "learnable", name, method, form: channels > 1 ? "per channel" : "", type, shape, drawn } as const;
    return caseOf(key, (whole) => learnable(whole, channels));
  };
  const perChannel = learnableLoop(name, "value") ? ["value", "backward", "parameterGradients"] : [];
  return [of("parameterGradients", 1), ...perChannel.map((method) => of(method, shape[1] as number))];
}

function learnable(key: Key, channels: number): Recipe {
  const { name, method, type, shape } = key;
  const length = (shape[0] as number) * (shape[1] as number);
  const [parameter] = learntOf(name);
  const usual = parametersOf(name)[parameter] as number;
  const parameters = new arrayTypes[type](channels).fill(usual);
  if (channels > 1) parameters.set(normal(type, channels, 3, 0.1).map((noise: number) => Math.abs(usual + noise)));
  const [x, dy] = [normal(type, length, 0), normal(type, length, 1)];
  const inputs: Arrays = method === "value" ? { x, parameters } : { dy, x, parameters };
  const ofParameters = method === "parameterGradients";
  const outputs = { [method]: ofParameters ? channels : length };
  const f = functionOf("learnable", name);
  const kernel: Kernel = {
    call: (f[method] ?? f) as Kernel["call"],
    arguments({ parameters: own, ...arrays }, out) {
      const given = { [parameter]: channels > 1 ? own : usual };
      return [...Object.values(arrays), ofParameters ? given : { ...given, out: out?.[method] }];
    },
    results(returned, written) {
      const gradient = (returned as { readonly [name: string]: number | Floats })[parameter] as number | Floats;
      return ofParameters ? { [method]: typeof gradient === "number" ? [gradient] : gradient } : written;
    },
  };
  return {
    inputs,
    outputs,
    kernels: { usual: kernel },
    contestants: [...loop("naive", learnableLoop(name, method)), ...hillockOf({ usual: kernel })],
    expected: expectedBy(learnableLoop(name, method), inputs, outputs),
  };
}
