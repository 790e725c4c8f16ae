/** Cases of the gated functions. */
import { existsSync } from "node:fs";
import { instance } from "../instance.js";
import type { Floats, Type } from "../loops.js";
import { type Callable, fastOf, gated } from "../registries.js";
import type { Arrays, Case, Expected, Kernel, Loop, Recipe } from "./case.js";
import type { GatedLoops } from "./loops.js";
import { double, normal } from "./numbers.js";

export interface Written {
  readonly naive: GatedLoops;
  readonly stable: GatedLoops;
}

export async function gatedLoops(name: string, purpose: string): Promise<Written | undefined> {
  const file = `naive/gated/${name}.ts`;
  return existsSync(new URL(`../${file}`, import.meta.url)) ? instance<Written>(file, purpose) : undefined;
}

/** Where the first value and the first gate of a row of 2 n are, and how far it is to the next. */
const layouts = {
  valueFirst: (n: number) => [0, n, 1],
  gateFirst: (n: number) => [n, 0, 1],
  interleaved: () => [1, 0, 2],
} as const;

type Layout = keyof typeof layouts;

export function gatedCases(name: string, type: Type, shape: readonly number[], drawn: boolean, short: boolean): Case[] {
  const [rows, n] = shape as [number, number];
  const common = { part: "gated", name, type, shape, drawn, elements: rows * n } as const;
  const apart = (["value", "backward"] as const).map(
    (method): Case => ({ ...common, method, form: "", recipe: () => apartRecipe(name, method, type, rows * n) }),
  );
  if (short) return apart;
  const packed = (Object.keys(layouts) as Layout[]).map(
    (layout): Case => ({ ...common, method: "packed", form: layout, recipe: () => packedRecipe(name, type, rows, n, layout) }),
  );
  const backward: Case = {
    ...common,
    method: "backwardPacked",
    form: "valueFirst",
    recipe: () => backwardPackedRecipe(name, type, rows, n),
  };
  return [...apart, ...packed, backward];
}

async function apartRecipe(name: string, method: "value" | "backward", type: Type, length: number): Promise<Recipe> {
  const written = await gatedLoops(name, `${type}.${method}`);
  const [value, gate, dy] = [normal(type, length, 0), normal(type, length, 1), normal(type, length, 2)];
  const inputs = method === "value" ? [value, gate] : [dy, value, gate];
  const outputs = method === "value" ? [length] : [length, length];
  const loops = (["naive", "stable"] as const).flatMap((kind): Loop[] => (written ? [{ name: kind, call: written[kind][method] }] : []));
  const out = (arrays: Arrays) => (method === "value" ? arrays[0] : { value: arrays[0], gate: arrays[1] });
  const kernels = kernelsOf(name, type, method, (from, to) => [...from, { out: out(to) }]);
  const reference = (await gatedLoops(name, "reference"))?.stable[method] as ((...args: Floats[]) => void) | undefined;
  let expected: Expected[] | undefined;
  if (reference) {
    const results = outputs.map((size) => new Float64Array(size));
    reference(...inputs.map(double), ...results);
    expected = results.map((values, i) => ({ name: method === "value" ? "value" : (["out.value", "out.gate"][i] as string), values }));
  }
  return { inputs, outputs, loops, kernels, expected };
}

async function packedRecipe(name: string, type: Type, rows: number, n: number, layout: Layout): Promise<Recipe> {
  const written = await gatedLoops(name, `${type}.${layout}`);
  const x = normal(type, 2 * rows * n, 0);
  const at = layouts[layout](n);
  const loops: Loop[] = written?.naive.packed ? [{ name: "naive", call: written.naive.packed, more: [rows, n, ...at] }] : [];
  const kernels = kernelsOf(name, type, "packed", ([from], [out]) => [from, { shape: [rows, 2 * n], layout, out }]);
  const { value, gate } = unpacked(x, rows, n, layout);
  const reference = (await gatedLoops(name, "reference"))?.stable.value;
  const values = new Float64Array(rows * n);
  reference?.(value, gate, values);
  return { inputs: [x], outputs: [rows * n], loops, kernels, expected: reference && [{ name: layout, values }] };
}

async function backwardPackedRecipe(name: string, type: Type, rows: number, n: number): Promise<Recipe> {
  const x = normal(type, 2 * rows * n, 0);
  const dy = normal(type, rows * n, 1);
  const kernels = kernelsOf(name, type, "backwardPacked", (from, [out]) => [...from, { shape: [rows, 2 * n], layout: "valueFirst", out }]);
  const { value, gate } = unpacked(x, rows, n, "valueFirst");
  const written = await gatedLoops(name, `${type}.backwardPacked`);
  const loops: Loop[] = written ? [{ name: "naive", call: packedBackward(written.naive.backward), more: [rows, n] }] : [];
  const reference = (await gatedLoops(name, "reference"))?.stable.backward;
  const values = new Float64Array(2 * rows * n);
  if (reference) {
    const [dvalue, dgate] = [new Float64Array(rows * n), new Float64Array(rows * n)];
    reference(double(dy), value, gate, dvalue, dgate);
    for (let row = 0; row < rows; row++) {
      values.set(dvalue.subarray(row * n, (row + 1) * n), 2 * row * n);
      values.set(dgate.subarray(row * n, (row + 1) * n), 2 * row * n + n);
    }
  }
  return { inputs: [dy, x], outputs: [2 * rows * n], loops, kernels, expected: reference && [{ name: "out", values }] };
}

/** The loop for arrays apart, on the halves of each row. */
function packedBackward(backward: GatedLoops["backward"]) {
  return (dy: Floats, x: Floats, dx: Floats, rows: number, n: number) => {
    for (let row = 0; row < rows; row++) {
      const [from, middle, to] = [2 * row * n, 2 * row * n + n, 2 * (row + 1) * n];
      backward(
        dy.subarray(row * n, (row + 1) * n),
        x.subarray(from, middle),
        x.subarray(middle, to),
        dx.subarray(from, middle),
        dx.subarray(middle, to),
      );
    }
  };
}

function kernelsOf(name: string, type: Type, method: string, argumentsOf: Kernel["arguments"]): Kernel[] {
  const f = gated[name] as Callable;
  const fast = type === "float32" ? fastOf(name, f) : undefined;
  const kernel = (contestant: Kernel["name"], where: Kernel["where"], callee: Callable): Kernel => ({
    name: contestant,
    where,
    call: (method === "value" ? callee : callee[method]) as Callable,
    arguments: argumentsOf,
  });
  return [kernel("staged", "ordinary", f), kernel("memory", "memory", f), ...(fast ? [kernel("fast", "memory", fast)] : [])];
}

function unpacked(x: Floats, rows: number, n: number, layout: Layout) {
  const [valueAt, gateAt, step] = layouts[layout](n);
  const pick = (from: number) =>
    Float64Array.from({ length: rows * n }, (_, i) => x[Math.floor(i / n) * 2 * n + from + step * (i % n)] as number);
  return { value: pick(valueAt as number), gate: pick(gateAt as number) };
}
