/** Cases of the functions of rows. */
import { existsSync } from "node:fs";
import { instance } from "../instance.js";
import { arrayTypes, type Floats, type Type } from "../loops.js";
import { type Callable, fastOf, rowwise } from "../registries.js";
import type { Case, Kernel, Loop, Recipe } from "./case.js";
import type { RowLoops } from "./loops.js";
import { double, normal } from "./numbers.js";

export interface Written {
  readonly naive: RowLoops;
  readonly stable?: RowLoops;
}

export async function rowLoops(name: string, purpose: string): Promise<Written | undefined> {
  const file = `naive/rowwise/${name}.ts`;
  return existsSync(new URL(`../${file}`, import.meta.url)) ? instance<Written>(file, purpose) : undefined;
}

const methods = ["value", "backward", "backwardFromOutput"] as const;
export type RowMethod = (typeof methods)[number];

/** The methods of a function of rows. */
export function rowMethods(f: Callable): RowMethod[] {
  return methods.filter((method) => method === "value" || typeof f[method] === "function");
}

export function rowCases(name: string, type: Type, shape: readonly number[], drawn: boolean): Case[] {
  const f = rowwise[name] as Callable;
  const [rows, n] = shape as [number, number];
  const lastAxis = rowMethods(f).map(
    (method): Case => ({
      part: "rowwise",
      name,
      method,
      form: "",
      type,
      shape,
      drawn,
      elements: rows * n,
      recipe: () => recipe(name, method, type, rows, n),
    }),
  );
  return lastAxis;
}

/** Along the first axis: the rows are the columns. Loops copy each to a row, and its results back. */
export function columnCase(name: string, type: Type, shape: readonly number[]): Case {
  const [n, columns] = shape as [number, number];
  return {
    part: "rowwise",
    name,
    method: "value",
    form: "axis 0",
    type,
    shape,
    drawn: false,
    elements: n * columns,
    recipe: () => recipe(name, "value", type, columns, n, true),
  };
}

async function recipe(name: string, method: RowMethod, type: Type, rows: number, n: number, columns = false): Promise<Recipe> {
  const f = rowwise[name] as Callable;
  const fast = type === "float32" ? fastOf(name, f) : undefined;
  const written = await rowLoops(name, `${type}.${method}.${columns}`);
  const options = columns ? { shape: [n, rows], axis: 0 } : { shape: [rows, n] };
  const x = normal(type, rows * n, 0);
  const value = f(x, options) as Floats;
  const behind = normal(type, method === "backward" ? value.length : rows * n, 1);
  const inputs = method === "value" ? [x] : method === "backward" ? [behind, x] : [behind, value];
  const outputs = [method === "value" ? value.length : rows * n];

  const loops = (["naive", "stable"] as const).flatMap((kind): Loop[] => {
    const call = written?.[kind]?.[method];
    if (!call) return [];
    return [{ name: kind, call: columns ? byColumns(call as RowLoops["value"], type) : call, more: [rows, n] }];
  });
  const kernel = (contestant: Kernel["name"], where: Kernel["where"], callee: Callable): Kernel => ({
    name: contestant,
    where,
    call: (method === "value" ? callee : callee[method]) as Callable,
    arguments: (from, [out]) => [...from, { ...options, out }],
  });
  const kernels = [kernel("staged", "ordinary", f), kernel("memory", "memory", f)];
  if (fast) kernels.push(kernel("fast", "memory", fast));
  return { inputs, outputs, loops, kernels, expected: await expected(name, method, inputs, outputs, rows, n, columns) };
}

/** By loops in double precision with no care spared; by hillock in double precision where nobody has written them. */
async function expected(
  name: string,
  method: RowMethod,
  inputs: readonly Floats[],
  [length]: readonly number[],
  rows: number,
  n: number,
  columns: boolean,
) {
  const written = await rowLoops(name, "reference");
  const call = (written?.stable?.[method] ?? written?.naive[method]) as ((...args: unknown[]) => void) | undefined;
  if (!call) return undefined;
  const values = new Float64Array(length as number);
  const f = columns ? byColumns(call as RowLoops["value"], "float64") : call;
  (f as typeof call)(...inputs.map(double), values, rows, n);
  return [{ name: method, values }];
}

function byColumns(rowsOf: RowLoops["value"], type: Type): RowLoops["value"] {
  let row: Floats = new arrayTypes[type](0);
  let result = row;
  return (x, y, columns, n) => {
    if (row.length !== n) {
      row = new arrayTypes[type](n);
      result = new arrayTypes[type](y.length / columns);
    }
    const length = result.length;
    for (let column = 0; column < columns; column++) {
      for (let i = 0; i < n; i++) row[i] = x[i * columns + column] as number;
      rowsOf(row, result, 1, n);
      for (let i = 0; i < length; i++) y[i * columns + column] = result[i] as number;
    }
  };
}
