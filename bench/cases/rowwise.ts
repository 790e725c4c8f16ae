/** Cases of the functions of rows, and of the losses with their gradients in one call. */
import { type Case, hillockOf, kernelsOf, loop, type Recipe } from "../case.js";
import { functionOf } from "../hillock.js";
import type { AnyLoop } from "../loops/compile.js";
import { lossLoop, rowLoop } from "../loops/rowwise.js";
import { arrayTypes, distributions, type Floats, labels, normal, probabilities, type Type } from "../numbers.js";
import type { Key } from "../results.js";

const styles = ["naive", "stable"] as const;

/** Numbers in place of the usual ones; targets that go with them. */
export interface Given {
  readonly x: Floats;
  readonly labels?: Int32Array;
}

export function rowMethods(name: string): string[] {
  const f = functionOf("rowwise", name);
  return ["value", "backward", "backwardFromOutput"].filter((method) => method === "value" || typeof f[method] === "function");
}

/** Along the last axis; along the first, where the rows are the columns, and loops copy each to a row and its results back. */
export function rowCase(name: string, method: string, type: Type, shape: readonly number[], drawn = false, columns = false): Case {
  const key: Key = { part: "rowwise", name, method, form: columns ? "axis 0" : "", type, shape, drawn };
  return { ...key, recipe: () => rowRecipe(key, columns) };
}

export function rowRecipe(key: Key, columns: boolean, given?: Given): Recipe {
  const { name, method, type, shape } = key;
  const [rows, n] = (columns ? [shape[1], shape[0]] : shape) as [number, number];
  const options = columns ? { shape, axis: 0 } : { shape };
  const x = given?.x ?? normal(type, rows * n, 0);
  const y = functionOf("rowwise", name)(x, options) as Floats;
  const dy = normal(type, method === "backward" ? y.length : rows * n, 1);
  const inputs = method === "value" ? { x } : method === "backward" ? { dy, x } : { dy, y };
  const length = method === "value" ? y.length : rows * n;
  const written = (style: (typeof styles)[number], of: Type) => {
    const call = rowLoop(name, style, method);
    return call && columns ? byColumns(call, of) : call;
  };
  const reference = written("stable", "float64") ?? written("naive", "float64");
  const values = new Float64Array(length);
  reference?.(...Object.values(inputs).map((numbers) => Float64Array.from(numbers)), values, rows, n);
  const kernels = kernelsOf(key, { options });
  return {
    inputs,
    outputs: { [method]: length },
    kernels,
    contestants: [...styles.flatMap((style) => loop(style, written(style, type), [rows, n])), ...hillockOf(kernels)],
    expected: reference && [{ name: method, values }],
  };
}

function byColumns(ofRows: AnyLoop, type: Type): AnyLoop {
  let row: Floats = new arrayTypes[type](0);
  let result = row;
  return (x: Floats, y: Floats, columns: number, n: number) => {
    if (row.length !== n) {
      row = new arrayTypes[type](n);
      result = new arrayTypes[type](y.length / columns);
    }
    const length = result.length;
    for (let column = 0; column < columns; column++) {
      for (let i = 0; i < n; i++) row[i] = x[i * columns + column] as number;
      ofRows(row, result, 1, n);
      for (let i = 0; i < length; i++) y[i * columns + column] = result[i] as number;
    }
  };
}

export function lossCase(name: string, targets: string, type: Type, shape: readonly number[], drawn = false): Case {
  const key: Key = { part: "losses", name, method: "lossAndGradient", form: targets === "elements" ? "" : targets, type, shape, drawn };
  return { ...key, recipe: () => lossRecipe(key, targets) };
}

export function lossRecipe(key: Key, targets: string, given?: Given): Recipe {
  const { name, type, shape } = key;
  const [rows, n] = shape as [number, number];
  const x = given?.x ?? normal(type, rows * n, 0);
  const wanted = {
    labels: () => given?.labels ?? labels(rows, n),
    distributions: () => distributions(type, rows, n),
    elements: () => probabilities(type, rows * n),
  }[targets] as () => Floats;
  const inputs = { x, targets: wanted() };
  const outputs = { loss: targets === "elements" ? x.length : rows, gradient: x.length };
  const options = targets === "elements" ? undefined : { shape };
  const reference = lossLoop(name, "stable", targets);
  const [loss, gradient] = [new Float64Array(outputs.loss), new Float64Array(outputs.gradient)];
  const mean = reference?.(Float64Array.from(x), inputs.targets, loss, gradient, rows, n);
  const kernels = kernelsOf(key, {
    ...(options && { options }),
    results: (returned, written) => ({ ...written, mean: [(returned as { readonly mean: number }).mean] }),
  });
  return {
    inputs,
    outputs,
    kernels,
    contestants: [
      ...styles.flatMap((style) => loop(style, lossLoop(name, style, targets), [rows, n], (total) => ({ mean: [total as number] }))),
      ...hillockOf(kernels),
    ],
    expected: reference && [
      { name: "loss", values: loss },
      { name: "gradient", values: gradient },
      { name: "mean", values: [mean] },
    ],
  };
}
